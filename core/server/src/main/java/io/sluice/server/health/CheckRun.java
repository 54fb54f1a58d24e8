package io.sluice.server.health;

import io.sluice.server.config.HealthConfig;
import io.sluice.server.observe.Metric;
import io.sluice.server.observe.Metrics;
import java.util.function.DoubleSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One check of one endpoint: probes it again and again, one probe at a time, and judges. On the thread of probes. */
final class CheckRun {
    private static final Logger log = LoggerFactory.getLogger(CheckRun.class);

    /** What all checks share. {@code chance} gives numbers from 0 up to 1. */
    record Means(Loop loop, Slots slots, Metrics metrics, DoubleSupplier chance) {}

    /** What was found so far. */
    enum Verdict {
        /** No probe has ended. */
        UNKNOWN,
        /** It is well. */
        WELL,
        /** It is not. */
        ILL
    }

    private final Watched endpoint;
    private final Check check;
    private final Means means;
    private final Runnable changed;
    private final Loop.Timer next;
    private Verdict verdict = Verdict.UNKNOWN;
    private String reason;
    private int against;
    private long startedAt;
    private ProbeRun probe;
    private boolean closed;

    /** {@code changed} is told of each other verdict. */
    CheckRun(Watched endpoint, Check check, Means means, Runnable changed) {
        this.endpoint = endpoint;
        this.check = check;
        this.means = means;
        this.changed = changed;
        this.next = means.loop().timer(this::due);
    }

    /** Makes the first probe as soon as there is a slot for it. */
    void start() {
        due();
    }

    Verdict verdict() {
        return verdict;
    }

    /** Why the verdict is {@link Verdict#ILL}. */
    String reason() {
        return check.config().check() + ": " + reason;
    }

    /** Makes no further probes and breaks off the one that is under way. */
    void close() {
        closed = true;
        next.stop();
        if (probe != null) {
            probe.cancel();
            probe = null;
            means.loop()
                    .execute(
                            means.slots()
                                    ::release); // when all that is closed with it is closed: they may be next in line
        }
    }

    /** Who is marked as down, by the configuration or the operator, is not asked. */
    private void due() {
        if (endpoint.down()) {
            startedAt = means.loop().now();
            again();
        } else {
            means.slots().acquire(this::begin);
        }
    }

    private void begin() {
        if (closed) {
            means.slots().release();
            return;
        }
        startedAt = means.loop().now();
        probe = new ProbeRun(endpoint, check, means.loop(), this::ended);
        probe.begin();
    }

    private void ended(String failure) {
        probe = null;
        means.metrics().count(Metric.HEALTH_PROBES);
        means.metrics().time(Metric.HEALTH_PROBE_DURATION, means.loop().now() - startedAt);
        if (failure != null) {
            means.metrics().count(Metric.HEALTH_FAILURES);
            log.debug("health check {} of {} failed: {}", check.config().check(), endpoint.name(), failure);
        }
        judge(failure);
        again();
        means.slots().release();
    }

    private void judge(String failure) {
        HealthConfig config = check.config();
        Verdict found = failure == null ? Verdict.WELL : Verdict.ILL;
        if (found == verdict) {
            against = 0;
            return;
        }
        against++;
        boolean enough = against >= (failure == null ? config.rise() : config.fall());
        if (verdict == Verdict.UNKNOWN || enough) {
            against = 0;
            verdict = found;
            reason = failure;
            changed.run();
        }
    }

    /** The interval counts from start to start; a probe that took longer is followed by the next at once. */
    private void again() {
        if (!closed) {
            HealthConfig config = check.config();
            double jitter = means.chance().getAsDouble() * config.jitter().toNanos();
            long due = startedAt + config.interval().toNanos() + (long) jitter;
            next.set(Math.max(0, due - means.loop().now()));
        }
    }
}
