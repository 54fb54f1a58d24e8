package io.sluice.server.relay;

import io.sluice.server.config.DrainConfig;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
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

    /** Those whose moment has come. */
    private final Queue<Ticket> ready = new ConcurrentLinkedQueue<>();

    /** Used by the pacer's thread alone, as is what follows. */
    private final Pace pace = new Pace();

    /** Whether {@link #go} comes by itself. */
    private boolean planned;

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
        pacer.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy()); // what comes after the end
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
        return pacer.getQueue().size() + ready.size();
    }

    /**
     * Runs the action at its moment, unless it is cancelled before it begins.
     *
     * @param worker runs it; is handed few at a time, so that one that is late does not do many at once
     */
    Ticket within(Duration window, Executor worker, Runnable action) {
        double part = start + drawn.getAndIncrement() * GOLDEN;
        Ticket ticket = new Ticket(worker, action);
        ticket.moment = schedule((long) (window.toNanos() * (part - Math.floor(part))), () -> {
            ready.add(ticket);
            go();
        });
        return ticket;
    }

    /** As many as the rate allows now; the rest as soon as it does. */
    private void go() {
        for (Ticket next = ready.peek(); next != null && !planned; next = ready.peek()) {
            if (!next.cancelled) {
                long now = System.nanoTime();
                int rate = rules.rate();
                long wait = pace.untilFree(now, rate);
                if (wait == Long.MAX_VALUE) {
                    return; // until one is done
                }
                if (wait > 0) {
                    planned = true;
                    ScheduledFuture<?> unused = schedule(wait, this::goAgain);
                    return;
                }
                pace.ask(now, rate);
                Ticket begins = next;
                begins.worker.execute(() -> run(begins));
            }
            ready.remove();
        }
    }

    private void run(Ticket ticket) {
        try {
            if (!ticket.cancelled) { // it may have been while the worker had others to do
                ticket.action.run();
            }
        } finally {
            done();
        }
    }

    private void goAgain() {
        planned = false;
        go();
    }

    private void done() {
        long now = System.nanoTime();
        pacer.execute(() -> {
            pace.came(now, rules.rate());
            go();
        });
    }

    private ScheduledFuture<?> schedule(long nanos, Runnable step) {
        return pacer.schedule(step, nanos, TimeUnit.NANOSECONDS);
    }

    /** What waits is forgotten. */
    @Override
    public void close() {
        pacer.shutdownNow();
    }

    /** One ending that waits for its moment. Thread-safe. */
    static final class Ticket {
        private final Executor worker;
        private final Runnable action;
        private volatile ScheduledFuture<?> moment;
        private volatile boolean cancelled;

        private Ticket(Executor worker, Runnable action) {
            this.worker = worker;
            this.action = action;
        }

        /** It is not to be, unless it was already. */
        void cancel() {
            cancelled = true;
            ScheduledFuture<?> planned = moment;
            if (planned != null) {
                planned.cancel(false);
            }
        }
    }
}
