package io.sluice.server.observe;

import com.codahale.metrics.Counter;
import com.codahale.metrics.Gauge;
import com.codahale.metrics.MetricRegistry;
import com.codahale.metrics.Snapshot;
import com.codahale.metrics.Timer;
import io.sluice.api.status.EndpointView;
import io.sluice.api.status.StatusView;
import io.sluice.api.status.UpstreamView;
import io.sluice.server.error.ErrorKind;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * The server's figures, in one registry of the metrics library.
 *
 * <p>Thread-safe. The counting methods are for workers: no lock, no allocation. Each is for the kinds of {@link Metric}
 * that it names; with another kind it throws {@link IllegalArgumentException}.
 */
public final class Metrics {
    private static final Metric[] ANSWERS = {
        Metric.RESPONSES_1XX, Metric.RESPONSES_2XX, Metric.RESPONSES_3XX, Metric.RESPONSES_4XX, Metric.RESPONSES_5XX
    };

    private final MetricRegistry registry = new MetricRegistry();
    private final Map<Metric, Counter> counters = new EnumMap<>(Metric.class);
    private final Map<Metric, LongAdder> gauges = new EnumMap<>(Metric.class);
    private final Map<Metric, Timer> timers = new EnumMap<>(Metric.class);
    private final Map<ErrorKind, Counter> failures = new EnumMap<>(ErrorKind.class);
    private final LongSupplier nanoTime;
    private final long startedAt;
    private volatile Supplier<List<UpstreamView>> upstreams = List::of;

    /** Figures that start at zero now. */
    public Metrics() {
        this(System::nanoTime);
    }

    /** The same with a clock of the caller's, in nanoseconds. */
    public Metrics(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.startedAt = nanoTime.getAsLong();
        for (Metric metric : Metric.values()) {
            switch (metric.kind()) {
                case COUNTER -> counters.put(metric, registry.counter(metric.id()));
                case GAUGE -> {
                    LongAdder adder = new LongAdder();
                    gauges.put(metric, adder);
                    registry.register(metric.id(), (Gauge<Long>) adder::sum);
                }
                case TIMER -> {
                    Timer timer = new Timer(new RecentDurations(nanoTime));
                    timers.put(metric, timer);
                    registry.register(metric.id(), timer);
                }
                case READ -> {
                    // Registered by whoever has the figure.
                }
            }
        }
        for (ErrorKind kind : ErrorKind.values()) {
            failures.put(kind, registry.counter(Metric.FAILURES.id() + "." + kind.id()));
        }
        read(Metric.PROCESS_UPTIME, this::uptimeSeconds);
        ProcessFigures.register(this);
    }

    /** Adds one to a COUNTER. */
    public void count(Metric metric) {
        add(metric, 1);
    }

    /** Adds {@code n}, zero or more, to a COUNTER. */
    public void add(Metric metric, long n) {
        Counter counter = counters.get(metric);
        if (counter == null) {
            throw wrongKind(metric, Metric.Kind.COUNTER);
        }
        counter.inc(n);
    }

    /** One more of a GAUGE. */
    public void inc(Metric metric) {
        gauge(metric).increment();
    }

    /** One less of a GAUGE. */
    public void dec(Metric metric) {
        gauge(metric).decrement();
    }

    /** Notes a length of time for a TIMER. */
    public void time(Metric metric, long nanos) {
        Timer timer = timers.get(metric);
        if (timer == null) {
            throw wrongKind(metric, Metric.Kind.TIMER);
        }
        timer.update(Math.max(0, nanos), TimeUnit.NANOSECONDS);
    }

    /** Counts a failed exchange: in {@link Metric#FAILURES} and under its kind's own name. */
    public void failed(ErrorKind kind) {
        add(Metric.FAILURES, 1);
        failures.get(kind).inc();
    }

    /** Counts an answer by the hundred of its status; a status below 100 or above 599 is not counted. */
    public void answered(int status) {
        if (status >= 100 && status <= 599) {
            add(ANSWERS[status / 100 - 1], 1);
        }
    }

    /** Says where a READ figure comes from. The supplier is called on any thread; it must not block. */
    public void read(Metric metric, LongSupplier value) {
        if (metric.kind() != Metric.Kind.READ) {
            throw wrongKind(metric, Metric.Kind.READ);
        }
        registry.remove(metric.id());
        registry.register(metric.id(), (Gauge<Long>) value::getAsLong);
    }

    /**
     * Says where the upstreams are seen, with the figures of their endpoints ({@link EndpointFigure}). The supplier is called
     * on any thread; it must not block.
     */
    public void upstreams(Supplier<List<UpstreamView>> seen) {
        upstreams = seen;
    }

    /** The value of a COUNTER or GAUGE now. */
    public long value(Metric metric) {
        Counter counter = counters.get(metric);
        return counter == null ? gauge(metric).sum() : counter.getCount();
    }

    /** How many exchanges have failed with this kind. */
    public long failures(ErrorKind kind) {
        return failures.get(kind).getCount();
    }

    /** The registry itself, for reporters. */
    public MetricRegistry registry() {
        return registry;
    }

    /** The figures of this moment, for a status page. Not for the data path. */
    public StatusView status() {
        List<UpstreamView> seen = List.copyOf(upstreams.get());
        return new StatusSnapshot(
                value(Metric.CONNECTIONS_ACTIVE),
                value(Metric.CONNECTIONS_ACCEPTED),
                value(Metric.CONNECTIONS_HANDLED),
                value(Metric.REQUESTS),
                value(Metric.CONNECTIONS_READING),
                value(Metric.CONNECTIONS_WRITING),
                value(Metric.CONNECTIONS_WAITING),
                value(Metric.TUNNELS_OPEN),
                uptimeSeconds(),
                seen,
                all(seen));
    }

    private Map<String, Number> all(List<UpstreamView> seen) {
        Map<String, Number> out = new TreeMap<>();
        registry.getCounters().forEach((name, counter) -> out.put(name, counter.getCount()));
        registry.getGauges().forEach((name, gauge) -> out.put(name, (Number) gauge.getValue()));
        registry.getTimers().forEach((name, timer) -> {
            Snapshot recent = timer.getSnapshot();
            out.put(name + ".count", timer.getCount());
            out.put(name + ".p50", millis(recent.getMedian()));
            out.put(name + ".p95", millis(recent.get95thPercentile()));
            out.put(name + ".p99", millis(recent.get99thPercentile()));
            out.put(name + ".max", millis((double) recent.getMax()));
        });
        seen.forEach(upstream -> upstream.endpoints().forEach(one -> add(upstream.name(), one, out)));
        return Collections.unmodifiableMap(out);
    }

    /** An address that stands twice in an upstream has the sum of both. */
    private static void add(String upstream, EndpointView endpoint, Map<String, Number> out) {
        for (EndpointFigure figure : EndpointFigure.values()) {
            out.merge(
                    figure.id(upstream, endpoint.address()),
                    figure.of(endpoint),
                    (a, b) -> a.longValue() + b.longValue());
        }
    }

    private LongAdder gauge(Metric metric) {
        LongAdder adder = gauges.get(metric);
        if (adder == null) {
            throw wrongKind(metric, Metric.Kind.GAUGE);
        }
        return adder;
    }

    private long uptimeSeconds() {
        return TimeUnit.NANOSECONDS.toSeconds(nanoTime.getAsLong() - startedAt);
    }

    private static double millis(double nanos) {
        return Math.round(nanos / 1000) / 1000.0;
    }

    private static IllegalArgumentException wrongKind(Metric metric, Metric.Kind expected) {
        return new IllegalArgumentException(metric + " is a " + metric.kind() + " (expected: a " + expected + ")");
    }
}
