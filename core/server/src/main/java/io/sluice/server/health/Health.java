package io.sluice.server.health;

import io.sluice.server.observe.Metrics;
import io.sluice.server.transport.Transport;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * All health checks of a server. What is watched is named first, then {@link #start} makes the first probes and waits
 * for their answers, so that no client is sent to an endpoint that was never seen to be well.
 *
 * <p>What is named later waits for the next {@link #start}. Thread-safe, but for that one thread names and starts.
 */
public final class Health implements AutoCloseable {
    /** Probes that run at the same time, of all upstreams: connections, and what a slow network can be asked to bear. */
    private static final int AT_ONCE = 256;

    /** On top of the longest timeout: timers tick late, and there is the way back. */
    private static final Duration MARGIN = Duration.ofSeconds(1);

    private final Metrics metrics;
    private final List<HealthMonitor> monitors = new CopyOnWriteArrayList<>();
    private CheckRun.Means means;
    private Transport transport;
    private Loop loop;

    /** Checks that are counted here. */
    public Health(Metrics metrics) {
        this.metrics = metrics;
    }

    /**
     * What watches the endpoints of an upstream.
     *
     * @param upstream its name, for the log
     * @param checks at least one; an endpoint must pass them all
     */
    public HealthMonitor monitor(String upstream, List<Check> checks) {
        HealthMonitor monitor = new HealthMonitor(upstream, List.copyOf(checks), monitors::remove);
        monitors.add(monitor);
        return monitor;
    }

    /**
     * Begins, and returns when each endpoint was found to be up or down by one answer of each check, after the longest timeout
     * of a probe at the latest: endpoints whose turn has not come by then are down until it comes. Blocks. Where nothing is to
     * be watched it returns at once.
     *
     * @throws IOException when there can be no thread for it
     */
    public void start() throws IOException {
        List<HealthMonitor> fresh =
                monitors.stream().filter(monitor -> !monitor.begun()).toList();
        if (fresh.isEmpty()) {
            return;
        }
        if (transport == null) {
            transport = new Transport("sluice-health-", 1, Integer.MAX_VALUE);
            transport.start();
            loop = new WorkerLoop(transport.workers().get(0));
            means = new CheckRun.Means(
                    loop,
                    new Slots(AT_ONCE),
                    metrics,
                    () -> ThreadLocalRandom.current().nextDouble());
        }
        begin(fresh);
    }

    private void begin(List<HealthMonitor> fresh) {
        CountDownLatch known = new CountDownLatch(
                fresh.stream().mapToInt(monitor -> monitor.with(means)).sum());
        long longest = fresh.stream().mapToLong(HealthMonitor::longest).max().orElse(0);
        loop.execute(() -> fresh.forEach(monitor -> monitor.begin(known::countDown)));
        try {
            known.await(longest + MARGIN.toNanos(), TimeUnit.NANOSECONDS);
            loop.execute(() -> fresh.forEach(HealthMonitor::admit));
            settle();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits until the thread of probes has done what it was given; gives up on a check that keeps it busy. */
    private void settle() throws InterruptedException {
        CountDownLatch done = new CountDownLatch(1);
        loop.execute(done::countDown);
        done.await(MARGIN.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Ends all probes and their thread. */
    @Override
    public void close() {
        if (transport == null) {
            return;
        }
        monitors.forEach(HealthMonitor::close);
        try {
            if (loop != null) {
                settle();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            transport.close();
        }
    }
}
