package io.sluice.api.balance;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Counts what changes about the endpoints of one upstream, so that a strategy need not ask each of them at each choice: as long
 * as {@link #count()} stays the same and the time of {@link Endpoint#unchangedNanos()} is not up, what an endpoint has answered
 * holds. Thread-safe and without a lock.
 */
public final class Changes {
    private final AtomicLong count = new AtomicLong();
    private final LongSupplier clock;

    /** None so far. The clock is in nanoseconds, from any origin. */
    public Changes(LongSupplier clock) {
        this.clock = clock;
    }

    /** How many there have been. To be read before what they are about. */
    public long count() {
        return count.get();
    }

    /** There is one more. To be called after what it is about has changed. */
    public void happened() {
        count.incrementAndGet();
    }

    /** The time, in nanoseconds from any origin, by which {@link Endpoint#unchangedNanos()} counts. */
    public long now() {
        return clock.getAsLong();
    }
}
