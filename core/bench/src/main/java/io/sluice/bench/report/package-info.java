/**
 * What a run has come to, for people and for programs: {@link io.sluice.bench.report.TextReport}, {@link
 * io.sluice.bench.report.JsonReport}, and {@link io.sluice.bench.report.LiveLine} while it runs.
 */
package io.sluice.bench.report;
