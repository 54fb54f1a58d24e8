package io.sluice.server.observe;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Lets so many through in each second, and counts the others. Thread-safe, without a lock. */
public final class Allowance {
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final int perSecond;
    private final AtomicLong start = new AtomicLong(Long.MIN_VALUE);
    private final AtomicInteger taken = new AtomicInteger();
    private final AtomicLong refused = new AtomicLong();

    /** So many in each second, 1 or more. */
    public Allowance(int perSecond) {
        this.perSecond = perSecond;
    }

    /** The number that were refused since the last one let through; −1 when this one is refused. {@code now}: nanoseconds. */
    public long take(long now) {
        long begun = start.get();
        if ((begun == Long.MIN_VALUE || now - begun >= SECOND) && start.compareAndSet(begun, now)) {
            taken.set(0);
        }
        if (taken.get() >= perSecond || taken.incrementAndGet() > perSecond) {
            refused.incrementAndGet();
            return -1;
        }
        return refused.getAndSet(0);
    }
}
