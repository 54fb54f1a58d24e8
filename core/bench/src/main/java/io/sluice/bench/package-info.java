/**
 * {@code bin/sluice bench}: measures what WebSocket and HTTP servers can do. Enter by {@link io.sluice.bench.BenchCommand}. It
 * uses nothing of Sluice's server, so that what it measures and what it is measured by cannot err alike. Of the packages below,
 * {@code report} uses {@code load}, and that {@code wire}; none the other way round.
 */
package io.sluice.bench;
