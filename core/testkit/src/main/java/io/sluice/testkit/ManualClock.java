package io.sluice.testkit;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A clock that stands still until a test moves it: wall time as a {@link Clock}, and a monotonic time in nanoseconds in
 * place of {@link System#nanoTime}, which moves with it. Thread-safe.
 */
public final class ManualClock extends Clock {
    private final Instant start;
    private final ZoneId zone;
    private final AtomicLong elapsedNanos;

    /** A clock that stands at 2026-01-01T00:00:00Z. */
    public ManualClock() {
        this(Instant.parse("2026-01-01T00:00:00Z"));
    }

    /** A clock that stands at this instant, in UTC. */
    public ManualClock(Instant start) {
        this(start, ZoneOffset.UTC, new AtomicLong());
    }

    private ManualClock(Instant start, ZoneId zone, AtomicLong elapsedNanos) {
        this.start = start;
        this.zone = zone;
        this.elapsedNanos = elapsedNanos;
    }

    /** Moves the clock on. Nothing is run by that: who waits for the time must look again. */
    public void advance(Duration by) {
        if (by.isNegative()) {
            throw new IllegalArgumentException("advance: " + by + " (expected: zero or more)");
        }
        elapsedNanos.addAndGet(by.toNanos());
    }

    /** Nanoseconds since this clock was made. */
    public long nanoTime() {
        return elapsedNanos.get();
    }

    @Override
    public Instant instant() {
        return start.plusNanos(elapsedNanos.get());
    }

    @Override
    public ZoneId getZone() {
        return zone;
    }

    /** The same clock, moved by the same calls, read in another zone. */
    @Override
    public Clock withZone(ZoneId other) {
        return new ManualClock(start, other, elapsedNanos);
    }
}
