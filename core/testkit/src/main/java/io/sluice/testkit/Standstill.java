package io.sluice.testkit;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Sees whether this process gets no processor for a while, as happens to virtual machines and beside other builds: what a test
 * measures by its own clock is late by as much then. A thread that asks to be woken every few milliseconds notes how late it
 * was. Thread-safe.
 *
 * <pre>{@code
 * try (Standstill standstill = new Standstill()) {
 *     long begun = System.nanoTime();
 *     ...
 *     assertThat(System.nanoTime() - begun).isLessThan(BOUND.plus(standstill.longest()).toNanos());
 * }
 * }</pre>
 */
public final class Standstill implements AutoCloseable {
    private static final long TICK = TimeUnit.MILLISECONDS.toNanos(5);

    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread = new Thread(this::watch, "standstill");
    private volatile long longest;

    /** Begins to look. */
    public Standstill() {
        thread.setDaemon(true);
        thread.start();
    }

    private void watch() {
        long last = System.nanoTime();
        try {
            while (!closed.await(TICK, TimeUnit.NANOSECONDS)) {
                long now = System.nanoTime();
                longest = Math.max(longest, now - last);
                last = now;
            }
            longest = Math.max(longest, System.nanoTime() - last);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Ends the look; for how long nothing ran at most, a few milliseconds where all went well. */
    public Duration longest() {
        close();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
        return Duration.ofNanos(longest);
    }

    @Override
    public void close() {
        closed.countDown();
    }
}
