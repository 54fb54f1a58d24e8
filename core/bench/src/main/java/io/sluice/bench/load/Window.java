package io.sluice.bench.load;

/**
 * The moments of a run, in nanoseconds of {@link System#nanoTime}.
 *
 * @param start of the traffic
 * @param from the first moment that counts
 * @param until the first one that does not
 */
record Window(long start, long from, long until) {}
