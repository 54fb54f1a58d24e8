package io.sluice.server.upstream;

import java.time.Duration;
import java.util.function.LongSupplier;

/** The rise of an endpoint's share when it is used again. Thread-safe. */
final class SlowStart {
    private static final double LEAST = 0.01;

    /** In so many steps. */
    private static final int STEPS = 256;

    private final long nanos;
    private final LongSupplier clock;

    /** Read where {@link #rising}. */
    private volatile long begunAt;

    private volatile boolean rising;

    /** In this time; zero for at once. The clock is in nanoseconds. */
    SlowStart(Duration time, LongSupplier clock) {
        this.nanos = time.toNanos();
        this.clock = clock;
    }

    void begin() {
        if (nanos > 0) {
            begunAt = clock.getAsLong();
            rising = true;
        }
    }

    /** The part of its weight that it has, above 0 and up to 1. */
    double part() {
        if (!rising) {
            return 1;
        }
        double part = (double) (clock.getAsLong() - begunAt) / nanos;
        if (part >= 1) {
            rising = false;
            return 1;
        }
        return Math.max(LEAST, part);
    }

    /** For how long, from now, it stays as it is, near enough. */
    long unchangedNanos() {
        return rising ? nanos / STEPS : Long.MAX_VALUE;
    }
}
