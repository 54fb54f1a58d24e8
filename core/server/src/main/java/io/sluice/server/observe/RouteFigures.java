package io.sluice.server.observe;

import io.sluice.api.status.Figure.Sample;
import io.sluice.server.error.ErrorKind;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiConsumer;

/**
 * The figures of one route ({@link RouteFigure}). Thread-safe; counting takes no lock, and allocates only when something is
 * counted for the first time.
 */
public final class RouteFigures {
    /** The route of what has none: heads that could not be read, requests that no route serves, the admin listener's. */
    public static final String NONE = "none";

    private static final String[] CLASSES = {"1xx", "2xx", "3xx", "4xx", "5xx"};

    private final String name;
    private final LongAdder requests = new LongAdder();
    private final StripedCounts responses = new StripedCounts(CLASSES.length);
    private final Durations duration = Durations.ofRequests();

    /** Made with the first failure. */
    private volatile Map<ErrorKind, LongAdder> failures;

    /** Made with the first tunnel: most routes have none. */
    private volatile TunnelFigures tunnels;

    RouteFigures(String name) {
        this.name = name;
    }

    /** The name of the route. */
    public String name() {
        return name;
    }

    /** A request has come. */
    public void requested() {
        requests.increment();
    }

    /** It was answered; a status below 100 or above 599 is not counted. */
    public void answered(int status) {
        if (status >= 100 && status <= 599) {
            responses.add(status / 100 - 1, 1);
        }
    }

    /** A request other than a tunnel's has ended after so many nanoseconds. */
    public void took(long nanos) {
        duration.add(nanos);
    }

    /** An exchange, or a connection that brought none, has failed. */
    public void failed(ErrorKind kind) {
        Map<ErrorKind, LongAdder> known = failures;
        (known == null ? madeFailures() : known)
                .computeIfAbsent(kind, first -> new LongAdder())
                .increment();
    }

    /** The figures of its tunnels. */
    public TunnelFigures tunnels() {
        TunnelFigures known = tunnels;
        return known == null ? made() : known;
    }

    private synchronized Map<ErrorKind, LongAdder> madeFailures() {
        if (failures == null) {
            failures = new ConcurrentHashMap<>();
        }
        return failures;
    }

    private synchronized TunnelFigures made() {
        if (tunnels == null) {
            tunnels = new TunnelFigures();
        }
        return tunnels;
    }

    /** Tells its samples, as far as there is something to tell. */
    void samples(BiConsumer<RouteFigure, Sample> to) {
        List<String> route = List.of(name);
        long some = requests.sum();
        if (some > 0) {
            to.accept(RouteFigure.REQUESTS, Sample.of(route, some));
            for (int i = 0; i < CLASSES.length; i++) {
                to.accept(RouteFigure.RESPONSES, Sample.of(List.of(name, CLASSES[i]), responses.sum(i)));
            }
            to.accept(RouteFigure.REQUEST_DURATION, Sample.of(route, duration.view()));
        }
        Map<ErrorKind, LongAdder> failed = failures;
        if (failed != null) {
            failed.forEach((kind, count) ->
                    to.accept(RouteFigure.FAILURES, Sample.of(List.of(name, kind.id()), count.sum())));
        }
        TunnelFigures known = tunnels;
        if (known != null) {
            known.samples(name, to);
        }
    }
}
