package io.sluice.server.observe;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * The largest value of the last one to two minutes of a source that forgets its own when it is asked: so several readers see
 * it, each at its own pace. Thread-safe; the source is asked by one thread at a time.
 */
public final class RecentWorst implements LongSupplier {
    private static final long WINDOW = TimeUnit.MINUTES.toNanos(1);

    private final LongSupplier source;
    private final LongSupplier nanoTime;
    private long windowEnds;
    private long worst;
    private long before;

    /** Of a source, zero or more, by a clock in nanoseconds. */
    public RecentWorst(LongSupplier source, LongSupplier nanoTime) {
        this.source = source;
        this.nanoTime = nanoTime;
        this.windowEnds = nanoTime.getAsLong() + WINDOW;
    }

    @Override
    public synchronized long getAsLong() {
        long late = nanoTime.getAsLong() - windowEnds;
        if (late >= 0) {
            before = late >= WINDOW ? 0 : worst;
            worst = 0;
            windowEnds += (late / WINDOW + 1) * WINDOW;
        }
        worst = Math.max(worst, source.getAsLong());
        return Math.max(worst, before);
    }
}
