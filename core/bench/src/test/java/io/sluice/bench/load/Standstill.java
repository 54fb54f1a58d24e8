package io.sluice.bench.load;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Sees whether this process gets no processor for a while, as happens to virtual machines: what a short run counts then is
 * the machine's doing. A thread that asks to be woken every few milliseconds notes how late it was.
 */
final class Standstill implements AutoCloseable {
    private static final long TICK = TimeUnit.MILLISECONDS.toNanos(5);

    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread = new Thread(this::watch, "standstill");
    private volatile long longest;

    Standstill() {
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

    /** Ends it; how long nothing ran at most. */
    Duration longest() throws InterruptedException {
        close();
        thread.join();
        return Duration.ofNanos(longest);
    }

    @Override
    public void close() {
        closed.countDown();
    }
}
