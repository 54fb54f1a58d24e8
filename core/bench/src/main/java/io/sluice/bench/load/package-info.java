/**
 * The load: threads with a selector each, and clients on them. Enter by {@link io.sluice.bench.load.Run}, which does what a
 * {@link io.sluice.bench.load.Plan} says and gives {@link io.sluice.bench.load.Figures}. A {@code Client} is one place for a
 * connection, over a {@code Link} with or without TLS; it is connected anew where that is called for. Nothing is allocated for a
 * message, so that no collector's pause is taken for the server's.
 */
package io.sluice.bench.load;
