package io.sluice.server.observe;

import io.sluice.api.status.EndpointView;
import io.sluice.api.status.Figure;
import java.util.List;

/**
 * Every figure of an endpoint, under {@code sluice.endpoint.<upstream>.<address>.}. They are there as long as the endpoint is,
 * so that there are never more than the upstreams have endpoints. The names are permanent, as those of {@link Metric}.
 */
public enum EndpointFigure {
    UP("up", Metric.Kind.GAUGE, "1 while it is used; 0 while it is down, draining, unhealthy or failing"),
    ACTIVE("active", Metric.Kind.GAUGE, "requests in flight and open tunnels"),
    TUNNELS("tunnels", Metric.Kind.GAUGE, "open tunnels"),
    IDLE("idle", Metric.Kind.GAUGE, "idle connections, kept for reuse"),
    CHOSEN("chosen", Metric.Kind.COUNTER, "times it was chosen for a try"),
    FAILURES("failures", Metric.Kind.COUNTER, "tries that failed, as far as they count against it");

    private static final String PREFIX = "sluice.endpoint.";
    private static final List<String> LABELS = List.of("upstream", "endpoint");

    private final String suffix;
    private final Metric.Kind kind;
    private final String doc;

    EndpointFigure(String suffix, Metric.Kind kind, String doc) {
        this.suffix = suffix;
        this.kind = kind;
        this.doc = doc;
    }

    /** The permanent name of this figure of one endpoint. */
    public String id(String upstream, String address) {
        return PREFIX + upstream + "." + address + "." + suffix;
    }

    /** The permanent name of this figure of all endpoints, with the labels {@code upstream} and {@code endpoint}. */
    public String id() {
        return PREFIX + suffix;
    }

    /** The figure with these samples. */
    Figure of(List<Figure.Sample> samples) {
        Figure.Kind as = kind == Metric.Kind.COUNTER ? Figure.Kind.COUNTER : Figure.Kind.GAUGE;
        return new Figure(id(), doc, as, Figure.Unit.NUMBER, LABELS, samples);
    }

    /** COUNTER or GAUGE. */
    public Metric.Kind kind() {
        return kind;
    }

    /** What it counts, for manuals and metric pages. */
    public String doc() {
        return doc;
    }

    /** The value. */
    long of(EndpointView endpoint) {
        return switch (this) {
            case UP -> endpoint.state().used() ? 1 : 0;
            case ACTIVE -> endpoint.activeExchanges();
            case TUNNELS -> endpoint.tunnels();
            case IDLE -> endpoint.idleConnections();
            case CHOSEN -> endpoint.chosen();
            case FAILURES -> endpoint.failures();
        };
    }
}
