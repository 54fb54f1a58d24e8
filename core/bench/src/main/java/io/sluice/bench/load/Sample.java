package io.sluice.bench.load;

import org.HdrHistogram.Histogram;

/**
 * How a run fares: what has happened since the sample before.
 *
 * @param phase connecting, warming up, measuring or ending
 * @param seconds of that phase so far
 * @param rate messages, answers or handshakes in a second
 * @param latency in nanoseconds; lent for the call
 * @param open connections that are open
 * @param errors since the start
 */
public record Sample(String phase, double seconds, double rate, Histogram latency, long open, long errors) {
    /** Takes samples. */
    @FunctionalInterface
    public interface Observer {
        /** Takes one; on the thread that called {@link Run#go}, each second. */
        void take(Sample sample);
    }
}
