package io.sluice.server.upstream;

import java.util.concurrent.atomic.AtomicLong;

/**
 * An average of lengths of time that forgets, as {@link io.sluice.api.balance.Endpoint#headerNanos} says: a sample moves it
 * by a tenth of the difference, and with each ten seconds since the last sample it halves, and weighs half beside the next.
 *
 * <p>Lock-free, and nothing is allocated: average and time are halves of one word, the average as a float, the time of its
 * last sample in ticks.
 */
final class FadingAverage {
    private static final double KEPT = 0.9;

    /** A tick is 16.8 ms: coarse beside the half-life, and an int of them lasts two years before it wraps. */
    private static final int TICK_SHIFT = 24;

    private static final double HALF_LIFE_TICKS = 10e9 / (1L << TICK_SHIFT);

    /** 0: no sample yet, as an average is never below 1. */
    private final AtomicLong state = new AtomicLong();

    /**
     * Takes a sample in.
     *
     * @param nanos what was measured; below 1 counts as 1
     * @param now in nanoTime
     */
    void add(long nanos, long now) {
        long sample = Math.max(1, nanos);
        while (true) {
            long seen = state.get();
            double kept = seen == 0 ? 0 : KEPT * left(seen, now);
            float next = (float) (kept * average(seen) + (1 - kept) * sample);
            if (state.compareAndSet(seen, word(next, now))) {
                return;
            }
        }
    }

    /** The average now, in nanoseconds; 0 when nothing is known, or no more. */
    long nanos(long now) {
        long seen = state.get();
        return seen == 0 ? 0 : (long) (average(seen) * left(seen, now));
    }

    private static long word(float average, long now) {
        return ((long) Float.floatToRawIntBits(average) << Integer.SIZE) | (tick(now) & 0xffff_ffffL);
    }

    private static float average(long word) {
        return Float.intBitsToFloat((int) (word >>> Integer.SIZE));
    }

    /** The part that time has left of it. */
    private static double left(long word, long now) {
        int idle = tick(now) - (int) word;
        return idle <= 0 ? 1 : Math.pow(2, -idle / HALF_LIFE_TICKS);
    }

    private static int tick(long now) {
        return (int) (now >>> TICK_SHIFT);
    }
}
