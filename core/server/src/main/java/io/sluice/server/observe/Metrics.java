package io.sluice.server.observe;

import com.codahale.metrics.Counter;
import com.codahale.metrics.Gauge;
import com.codahale.metrics.MetricRegistry;
import com.codahale.metrics.Snapshot;
import com.codahale.metrics.Timer;
import io.sluice.api.status.ConfigurationView;
import io.sluice.api.status.Figure.Distribution;
import io.sluice.api.status.ListenerView;
import io.sluice.api.status.PluginView;
import io.sluice.api.status.StatusView;
import io.sluice.api.status.UpstreamView;
import io.sluice.server.error.ErrorKind;
import java.lang.ref.WeakReference;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
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
    private final Map<Metric, Durations> durations = new EnumMap<>(Metric.class);
    private final Map<Metric, LongSupplier> reads = new ConcurrentHashMap<>();
    private final Map<ErrorKind, Counter> failures = new EnumMap<>(ErrorKind.class);
    private final LongSupplier nanoTime;
    private final long startedAt;
    private final Map<String, WeakReference<RouteFigures>> routes = new ConcurrentHashMap<>();
    private final RouteFigures unrouted = new RouteFigures(RouteFigures.NONE);
    private final EndpointGauges endpoints = new EndpointGauges(registry);
    private volatile Supplier<List<UpstreamView>> upstreams = List::of;
    private volatile Supplier<List<ListenerView>> listeners = List::of;
    private final RecentClosings closings = new RecentClosings();
    private volatile Supplier<List<PluginView>> plugins = List::of;
    private volatile Supplier<ConfigurationView> configuration;

    /** Figures that start at zero now. */
    public Metrics() {
        this(System::nanoTime);
    }

    /** The same with a clock of the caller's, in nanoseconds. */
    public Metrics(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.startedAt = nanoTime.getAsLong();
        ConfigurationView first = new ConfigurationView("", 1, Instant.now(), Optional.empty());
        this.configuration = () -> first;
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
                    durations.put(metric, Durations.ofRequests());
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
        durations.get(metric).add(Math.max(0, nanos));
    }

    /** Counts what failed before there was a route: in {@link Metric#FAILURES} and under its kind's own name. */
    public void failed(ErrorKind kind) {
        failed(kind, unrouted);
    }

    /** Counts a failed exchange of a route: in {@link Metric#FAILURES}, under its kind's own name, and of the route. */
    public void failed(ErrorKind kind, RouteFigures route) {
        add(Metric.FAILURES, 1);
        failures.get(kind).inc();
        route.failed(kind);
    }

    /**
     * The figures of a route, which go on for as long as somebody holds them: the route's plan, or an exchange that it led.
     * Not for the data path.
     *
     * @param name its name in the configuration; equal names share their figures
     */
    public RouteFigures route(String name) {
        RouteFigures[] found = new RouteFigures[1];
        routes.compute(name, (key, known) -> {
            found[0] = known == null ? null : known.get();
            if (found[0] != null) {
                return known;
            }
            found[0] = new RouteFigures(name);
            return new WeakReference<>(found[0]);
        });
        return found[0];
    }

    /** The figures of what has no route. */
    public RouteFigures unrouted() {
        return unrouted;
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
        reads.put(metric, value);
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

    /** Says which listeners are bound. The supplier is called on any thread; it must not block. */
    public void listeners(Supplier<List<ListenerView>> bound) {
        listeners = bound;
    }

    /** Says where plugins and their generations are seen. The supplier is called on any thread; it must not block. */
    public void plugins(Supplier<List<PluginView>> seen) {
        plugins = seen;
    }

    /** Says where the configuration in force is seen. The supplier is called on any thread; it must not block. */
    public void configuration(Supplier<ConfigurationView> inForce) {
        configuration = inForce;
    }

    /** The tunnels that ended last. */
    public RecentClosings closings() {
        return closings;
    }

    List<PluginView> plugins() {
        return plugins.get();
    }

    ConfigurationView configuration() {
        return configuration.get();
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

    /**
     * The registry itself, for reporters, with the figures of the endpoints that are there at this moment. A reporter that
     * lasts asks again from time to time, so that endpoints come and go. Not for the data path.
     */
    public MetricRegistry registry() {
        endpoints.refresh(upstreams.get());
        return registry;
    }

    /** The figures of this moment, for a status page. Not for the data path. */
    public StatusView status() {
        return new StatusSnapshot(this, List.copyOf(upstreams.get()), List.copyOf(listeners.get()), uptimeSeconds());
    }

    /** Every figure without labels by its name. */
    Map<String, Number> flat(List<UpstreamView> seen) {
        Map<String, Number> out = new TreeMap<>();
        endpoints.refresh(seen);
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
        return Collections.unmodifiableMap(out);
    }

    /** The routes that have figures, what has none among them. */
    List<RouteFigures> routes() {
        List<RouteFigures> out = new ArrayList<>(List.of(unrouted));
        routes.forEach((name, known) -> {
            RouteFigures figures = known.get();
            if (figures == null) {
                routes.remove(name, known);
            } else {
                out.add(figures);
            }
        });
        out.sort(Comparator.comparing(RouteFigures::name));
        return out;
    }

    /** The value of any metric that is no TIMER; empty where a READ is not known. */
    OptionalLong known(Metric metric) {
        if (metric.kind() != Metric.Kind.READ) {
            return OptionalLong.of(value(metric));
        }
        LongSupplier read = reads.get(metric);
        long value = read == null ? -1 : read.getAsLong();
        return value < 0 || value == Long.MAX_VALUE ? OptionalLong.empty() : OptionalLong.of(value);
    }

    /** All that a TIMER has measured. */
    Distribution durations(Metric metric) {
        return durations.get(metric).view();
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
