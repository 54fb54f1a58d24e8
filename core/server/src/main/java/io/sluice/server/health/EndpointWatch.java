package io.sluice.server.health;

import io.sluice.api.exchange.AddressText;
import io.sluice.server.health.CheckRun.Verdict;
import io.sluice.server.observe.Metric;
import io.sluice.server.observe.Metrics;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One endpoint with its checks: it is up when all of them find it well. On the thread of probes. */
final class EndpointWatch {
    private static final Logger log = LoggerFactory.getLogger(Health.class);

    private enum State {
        /** No traffic comes to it yet, and not all checks have an answer. */
        NEW,
        UP,
        DOWN
    }

    private final String name;
    private final Watched endpoint;
    private final Metrics metrics;
    private final Runnable known;
    private final List<CheckRun> checks;
    private State state = State.NEW;
    private boolean told;

    /**
     * A watch that has not begun.
     *
     * @param known told once, when it is first found up or down
     */
    EndpointWatch(String upstream, Watched endpoint, List<Check> checks, CheckRun.Means means, Runnable known) {
        this.name = "upstream \"" + upstream + "\" endpoint " + shown(endpoint);
        this.endpoint = endpoint;
        this.metrics = means.metrics();
        this.known = known;
        this.checks = checks.stream()
                .map(check -> new CheckRun(endpoint, check, means, this::judged))
                .toList();
    }

    /** Its name, and its address where that is another: several endpoints may share a name. */
    private static String shown(Watched endpoint) {
        String address = AddressText.of(endpoint.address());
        return endpoint.name().equals(address) ? address : endpoint.name() + " (" + address + ")";
    }

    boolean up() {
        return state == State.UP;
    }

    void start() {
        checks.forEach(CheckRun::start);
        if (endpoint.down()) {
            tell();
        }
    }

    /** Traffic may come from now on: who has not been found up is down. */
    void admit() {
        if (state == State.NEW) {
            state = State.DOWN;
            metrics.inc(Metric.HEALTH_DOWN);
            endpoint.ill("its first health check has not ended");
            if (!endpoint.down()) {
                log.debug("{} is down until its first health check has ended", name);
            }
        }
    }

    /** Ends it; the endpoint stays as it was found. */
    void close() {
        checks.forEach(CheckRun::close);
        if (state != State.NEW) {
            metrics.dec(state == State.UP ? Metric.HEALTH_UP : Metric.HEALTH_DOWN);
            state = State.NEW;
        }
    }

    private void judged() {
        Optional<CheckRun> ill =
                checks.stream().filter(one -> one.verdict() == Verdict.ILL).findFirst();
        if (ill.isPresent()) {
            down(ill.get().reason());
        } else if (checks.stream().allMatch(one -> one.verdict() == Verdict.WELL)) {
            well();
        }
    }

    private void down(String reason) {
        if (state == State.DOWN && told) {
            return;
        }
        log.warn("{} is down: {}", name, reason);
        become(State.DOWN);
        endpoint.ill(reason);
        tell();
    }

    private void well() {
        if (state == State.NEW) {
            log.debug("{} is up", name);
        } else {
            log.info("{} is up", name);
        }
        become(State.UP);
        endpoint.well();
        tell();
    }

    private void become(State next) {
        if (state != next) {
            if (state != State.NEW) {
                metrics.dec(state == State.UP ? Metric.HEALTH_UP : Metric.HEALTH_DOWN);
                metrics.count(Metric.HEALTH_CHANGES);
            }
            metrics.inc(next == State.UP ? Metric.HEALTH_UP : Metric.HEALTH_DOWN);
            state = next;
        }
    }

    private void tell() {
        if (!told) {
            told = true;
            known.run();
        }
    }
}
