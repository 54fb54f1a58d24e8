package io.sluice.server.relay;

import io.sluice.server.config.DrainConfig;
import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Paces the polite endings of the whole process, so that the clients do not come back all at once: each tunnel gets a moment
 * within a window, the moments spread evenly from a random start, and never more than {@link DrainConfig#rate} go in a
 * second, whatever causes run at once; those that are too many go later. {@link Tunnel#drainWithin} is the way in.
 *
 * <p>Thread-safe. It has one thread while there is something to pace, and none otherwise.
 */
public final class Drains implements AutoCloseable {
    /** Multiples of it, without their whole part, are spread evenly however many there are (Weyl). */
    private static final double GOLDEN = 0.618_033_988_749_894_9;

    private final ScheduledThreadPoolExecutor pacer;
    private final AtomicLong drawn = new AtomicLong();
    private final double start = Math.random();
    private volatile DrainConfig rules;

    /** Used by the pacer's thread alone. */
    private final Pace pace = new Pace();

    /** A pacer by these rules. */
    public Drains(DrainConfig rules) {
        this.rules = rules;
        pacer = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "drain");
            thread.setDaemon(true);
            return thread;
        });
        pacer.setKeepAliveTime(1, TimeUnit.SECONDS);
        pacer.allowCoreThreadTimeOut(true);
        pacer.setRemoveOnCancelPolicy(true);
    }

    /** The rules that hold. */
    public DrainConfig rules() {
        return rules;
    }

    /** Other rules hold for what is ended from now on; the rate also for what waits. */
    public void rules(DrainConfig other) {
        rules = other;
    }

    /** Endings whose moment has not come. */
    public int waiting() {
        return pacer.getQueue().size();
    }

    /** Runs the action at its moment, on the pacer's thread, where it must not block. */
    Ticket within(Duration window, Runnable action) {
        double part = start + drawn.getAndIncrement() * GOLDEN;
        Ticket ticket = new Ticket(action);
        ticket.schedule((long) (window.toNanos() * (part - Math.floor(part))), ticket::due);
        return ticket;
    }

    /** What waits is forgotten. */
    @Override
    public void close() {
        pacer.shutdownNow();
    }

    /** One ending that waits for its moment. Thread-safe. */
    final class Ticket {
        private final Runnable action;
        private volatile ScheduledFuture<?> next;
        private volatile boolean cancelled;

        private Ticket(Runnable action) {
            this.action = action;
        }

        /** It is not to be, unless its moment has come. */
        void cancel() {
            cancelled = true;
            ScheduledFuture<?> planned = next;
            if (planned != null) {
                planned.cancel(false);
            }
        }

        private void due() {
            if (!cancelled) {
                long wait = pace.reserve(System.nanoTime(), rules.rate());
                if (wait > 0) {
                    schedule(wait, action);
                } else {
                    action.run();
                }
            }
        }

        private void schedule(long nanos, Runnable step) {
            if (!pacer.isShutdown()) {
                next = pacer.schedule(step, nanos, TimeUnit.NANOSECONDS);
            }
        }
    }
}
