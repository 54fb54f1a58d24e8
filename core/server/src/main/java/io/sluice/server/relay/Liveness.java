package io.sluice.server.relay;

import io.sluice.server.config.PingConfig;

/**
 * What tunnels have to show to go on: that something passes, and that both sides are there. Immutable.
 *
 * @param idleNanos how long both sides may be silent, 0 for ever
 * @param ping when a side that is silent is asked for a sign of life, where frames are followed
 * @param drains by whose rules a tunnel is ended politely that shows none
 */
public record Liveness(long idleNanos, PingConfig ping, Drains drains) {}
