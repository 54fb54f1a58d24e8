/**
 * What can be seen of the server while it runs. {@link io.sluice.server.observe.Metric} names every figure for good,
 * {@link io.sluice.server.observe.Metrics} counts them, {@link io.sluice.server.observe.AccessLog} writes one line for
 * each exchange without ever making a worker wait, {@link io.sluice.server.observe.ErrorLog} keeps a flood of equal
 * errors from filling the disk; {@link io.sluice.server.observe.ErrorLogTarget} sends them where the configuration says.
 */
package io.sluice.server.observe;
