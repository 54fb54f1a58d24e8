package io.sluice.server.resolve;

import java.time.Duration;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** A real thread whose time stands still until the test moves it. */
final class ManualPace implements Pace, AutoCloseable {
    private final ExecutorService thread = Executors.newSingleThreadExecutor();
    private final PriorityQueue<Timed> timed = new PriorityQueue<>(Comparator.comparingLong(Timed::at));
    private long now = 1_000_000_000L;

    private record Timed(long at, Runnable task) {}

    @Override
    public synchronized long nanoTime() {
        return now;
    }

    @Override
    public void execute(Runnable task) {
        thread.execute(task);
    }

    @Override
    public synchronized Runnable schedule(Runnable task, long delayNanos) {
        Timed one = new Timed(now + delayNanos, task);
        timed.add(one);
        return () -> {
            synchronized (this) {
                timed.remove(one);
            }
        };
    }

    /** Moves the time on; what is due then has begun when this returns. */
    void advance(Duration by) throws Exception {
        synchronized (this) {
            now += by.toNanos();
            while (!timed.isEmpty() && timed.peek().at() <= now) {
                thread.execute(timed.poll().task());
            }
        }
        settle();
    }

    /** Waits until the thread has done what it had to do. */
    void settle() throws Exception {
        CompletableFuture.runAsync(() -> {}, thread).get(20, TimeUnit.SECONDS);
    }

    /** How long until the next task; null where there is none. */
    synchronized Duration next() {
        return timed.isEmpty() ? null : Duration.ofNanos(timed.peek().at() - now);
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
