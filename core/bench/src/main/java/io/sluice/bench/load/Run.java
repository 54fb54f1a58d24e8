package io.sluice.bench.load;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Does what a plan says, once: connects, warms up, measures, and ends every connection in order. It ends by itself whatever
 * the server does: each step has a deadline.
 */
public final class Run {
    private static final long SECOND = 1_000_000_000;

    private final Plan plan;
    private final Errors errors = new Errors();
    private final List<Worker> workers = new ArrayList<>();
    private final CountDownLatch settled;
    private final CountDownLatch done;
    private final AtomicLong openAtEnd = new AtomicLong();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private final Collector collector;
    private long phaseStart = System.nanoTime();
    private long nextSample = phaseStart + SECOND;
    private boolean nothing;
    private volatile Window window;
    private volatile boolean stopped;
    private volatile long stoppedAt;

    /**
     * Makes ready; nothing is connected yet.
     *
     * @throws IOException if a thread cannot have a selector
     */
    public Run(Plan plan) throws IOException {
        this.plan = plan;
        this.settled = new CountDownLatch(plan.connections());
        this.done = new CountDownLatch(plan.threads());
        for (int part = 0; part < plan.threads(); part++) {
            workers.add(new Worker(this, part));
        }
        this.collector = new Collector(workers, errors);
    }

    /**
     * Runs, and returns when all is over.
     *
     * @param observer is told each second how it goes
     */
    public Figures go(Sample.Observer observer) throws InterruptedException {
        if (plan.mode() == Mode.HANDSHAKES) {
            open(); // before the threads are there: the first handshake is due at its beginning
        }
        for (Worker worker : workers) {
            Thread thread = new Thread(() -> work(worker), "bench");
            thread.setDaemon(true);
            thread.start();
        }
        if (plan.mode() != Mode.HANDSHAKES) {
            await(settled, observer);
            if (collector.open() == 0) {
                nothing = !stopped;
                stop();
            }
            if (!stopped) {
                open();
            }
        }
        await(done, observer);
        if (failure.get() != null) {
            throw new IllegalStateException("a thread has failed", failure.get());
        }
        collector.take();
        boolean early = stopped && !nothing && (window == null || stoppedAt - window.until() < 0);
        return collector.figures(plan, early, seconds(), openAtEnd.get());
    }

    /** Ends it before its time; {@link #go} returns within seconds. Any thread. */
    public void stop() {
        if (!stopped) {
            stoppedAt = System.nanoTime();
            stopped = true;
        }
    }

    private void open() {
        phaseStart = System.nanoTime();
        nextSample = phaseStart + SECOND;
        long from = phaseStart + plan.warmup();
        window = new Window(phaseStart, from, from + plan.duration());
    }

    private void work(Worker worker) {
        try {
            worker.run();
        } catch (Throwable e) {
            failure.compareAndSet(null, e);
            stop();
        } finally {
            done.countDown();
        }
    }

    private void await(CountDownLatch latch, Sample.Observer observer) throws InterruptedException {
        while (!latch.await(nextSample - System.nanoTime(), TimeUnit.NANOSECONDS)) {
            nextSample += SECOND;
            observer.take(sample());
        }
    }

    private Sample sample() {
        long now = System.nanoTime();
        Window current = window;
        String phase = current == null ? "connecting" : "warming up";
        long since = phaseStart;
        if (current != null && now - current.until() >= 0) {
            phase = "ending";
            since = current.until();
        } else if (current != null && now - current.from() >= 0) {
            phase = "measuring";
            since = current.from();
        }
        return collector.sample(phase, (now - since) / 1e9);
    }

    private double seconds() {
        if (window == null) {
            return 0;
        }
        long end = stopped && stoppedAt - window.until() < 0 ? stoppedAt : window.until();
        return Math.max(0, (end - window.from()) / 1e9);
    }

    Plan plan() {
        return plan;
    }

    Errors errors() {
        return errors;
    }

    /** When the traffic begins and what counts; null before that is known. */
    Window window() {
        return window;
    }

    boolean isStopped() {
        return stopped;
    }

    /** A connection is open for the first time, or cannot be had. */
    void settled() {
        settled.countDown();
    }

    /** A thread has come to the end of its time with so many connections open. */
    void over(long open) {
        openAtEnd.addAndGet(open);
    }
}
