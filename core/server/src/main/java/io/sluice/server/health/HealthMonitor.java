package io.sluice.server.health;

import io.sluice.server.health.CheckRun.Means;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Watches the endpoints of one upstream. Thread-safe. */
public final class HealthMonitor implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Health.class);

    private final String upstream;
    private final List<Check> checks;
    private final Set<Watched> first = new LinkedHashSet<>();
    private final Map<Watched, EndpointWatch> watches = new LinkedHashMap<>();
    private final Consumer<HealthMonitor> ended;
    private Means means;

    HealthMonitor(String upstream, List<Check> checks) {
        this(upstream, checks, ignored -> {});
    }

    /** {@code ended} is told when it is closed. */
    HealthMonitor(String upstream, List<Check> checks, Consumer<HealthMonitor> ended) {
        this.ended = ended;
        this.upstream = upstream;
        this.checks = checks;
    }

    /**
     * Watches one more endpoint. Before {@link Health#start} it is one of those that have their first answer before traffic
     * comes. After that it counts as down from now on until it is found to be well, which takes one answer of each check.
     */
    public void watch(Watched endpoint) {
        Means now = means(() -> first.add(endpoint));
        if (now != null) {
            endpoint.ill("its first health check has not ended");
            now.loop().execute(() -> {
                begin(now, endpoint, () -> {});
                watches.get(endpoint).admit();
            });
        }
    }

    /** Watches an endpoint no longer; it stays as it was found. */
    public void unwatch(Watched endpoint) {
        Means now = means(() -> first.remove(endpoint));
        if (now != null) {
            now.loop().execute(() -> {
                EndpointWatch gone = watches.remove(endpoint);
                if (gone != null) {
                    gone.close();
                }
            });
        }
    }

    /** What is needed once it has begun; where it has not, null after this action. */
    private synchronized Means means(Runnable before) {
        if (means == null) {
            before.run();
        }
        return means;
    }

    /** Watches none any longer. Nothing happens where it has not begun. */
    @Override
    public void close() {
        ended.accept(this);
        Means now = means(() -> {});
        if (now != null) {
            now.loop().execute(() -> {
                watches.values().forEach(EndpointWatch::close);
                watches.clear();
            });
        }
    }

    /** The longest that a probe may take, in nanoseconds. */
    long longest() {
        return checks.stream()
                .mapToLong(check -> check.config().timeout().toNanos())
                .max()
                .orElse(0);
    }

    /** Whether it is at work. */
    synchronized boolean begun() {
        return means != null;
    }

    /** What it is to use from now on. Returns how many endpoints it begins with. */
    synchronized int with(Means given) {
        means = given;
        return first.size();
    }

    /** Makes the first probes; {@code known} is told of each endpoint that is found up or down. On the thread of probes. */
    void begin(Runnable known) {
        Means now = means(() -> {});
        first.forEach(endpoint -> begin(now, endpoint, known));
    }

    private void begin(Means now, Watched endpoint, Runnable known) {
        EndpointWatch watch = new EndpointWatch(upstream, endpoint, checks, now, known);
        EndpointWatch before = watches.put(endpoint, watch);
        if (before != null) {
            before.close();
        }
        watch.start();
    }

    /** Traffic may come: who was not found to be well is down. On the thread of probes. */
    void admit() {
        watches.values().forEach(EndpointWatch::admit);
        log.info(
                "upstream \"{}\": {} of {} endpoints are up by their health checks",
                upstream,
                watches.values().stream().filter(EndpointWatch::up).count(),
                watches.size());
    }
}
