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
    FAILURES("failures", Metric.Kind.COUNTER, "tries that failed, as far as they count against it"),
    MESSAGES_IN("messages", "in", "whole messages of text or binary of its tunnels"),
    MESSAGES_OUT("messages", "out", "whole messages of text or binary of its tunnels"),
    BYTES_IN("bytes", "in", "bytes of its tunnels that came after the 101"),
    BYTES_OUT("bytes", "out", "bytes of its tunnels that came after the 101");

    private static final String PREFIX = "sluice.endpoint.";
    private static final List<String> LABELS = List.of("upstream", "endpoint");
    private static final List<String> DIRECTED = List.of("upstream", "endpoint", "direction");

    private final String suffix;

    /** {@code in} from clients or {@code out} to them; null where there is none. */
    private final String direction;

    private final Metric.Kind kind;
    private final String doc;

    EndpointFigure(String suffix, Metric.Kind kind, String doc) {
        this(suffix, null, kind, doc);
    }

    EndpointFigure(String suffix, String direction, String doc) {
        this(suffix, direction, Metric.Kind.COUNTER, doc);
    }

    EndpointFigure(String suffix, String direction, Metric.Kind kind, String doc) {
        this.suffix = suffix;
        this.direction = direction;
        this.kind = kind;
        this.doc = doc;
    }

    /** The permanent name of this figure of one endpoint. */
    public String id(String upstream, String address) {
        return PREFIX + upstream + "." + address + "." + suffix + (direction == null ? "" : "-" + direction);
    }

    /** The values of its labels. */
    List<String> labels(String upstream, String address) {
        return direction == null ? List.of(upstream, address) : List.of(upstream, address, direction);
    }

    /**
     * The permanent name of this figure of all endpoints, with the labels {@code upstream} and {@code endpoint}, and {@code
     * direction} where both directions have one name.
     */
    public String id() {
        return PREFIX + suffix;
    }

    /** The figure with these samples. */
    Figure of(List<Figure.Sample> samples) {
        Figure.Kind as = kind == Metric.Kind.COUNTER ? Figure.Kind.COUNTER : Figure.Kind.GAUGE;
        Figure.Unit unit = suffix.equals("bytes") ? Figure.Unit.BYTES : Figure.Unit.NUMBER;
        return new Figure(id(), doc, as, unit, direction == null ? LABELS : DIRECTED, samples);
    }

    /** COUNTER or GAUGE. */
    public Metric.Kind kind() {
        return kind;
    }

    /** What it counts, for manuals and metric pages. */
    public String doc() {
        return direction == null ? doc : doc + (direction.equals("in") ? ", from clients" : ", to clients");
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
            case MESSAGES_IN -> endpoint.traffic().messagesIn();
            case MESSAGES_OUT -> endpoint.traffic().messagesOut();
            case BYTES_IN -> endpoint.traffic().bytesIn();
            case BYTES_OUT -> endpoint.traffic().bytesOut();
        };
    }
}
