package io.sluice.server.observe;

import io.sluice.api.status.Figure;
import io.sluice.api.status.Figure.Kind;
import io.sluice.api.status.Figure.Unit;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Every figure that has the label {@code route}: the name of a route of the configuration ({@link
 * io.sluice.api.exchange.ExchangeView#route()}), or {@link RouteFigures#NONE}. A route is there from its first request on,
 * and as long as the configuration has it or a tunnel of it is open. The names are permanent, as those of {@link Metric}.
 */
public enum RouteFigure {
    REQUESTS("sluice.requests", Kind.COUNTER, Unit.NUMBER, "requests read"),
    RESPONSES("sluice.responses", Kind.COUNTER, Unit.NUMBER, "answers, by the hundreds of their status", "class"),
    REQUEST_DURATION(
            "sluice.request.duration",
            Kind.DISTRIBUTION,
            Unit.SECONDS,
            "from a request's first byte to the last byte of its answer; not of tunnels"),
    FAILURES("sluice.failures", Kind.COUNTER, Unit.NUMBER, "exchanges that failed or were refused", "kind"),

    TUNNELS_OPEN("sluice.tunnels.open", Kind.GAUGE, Unit.NUMBER, "tunnels open"),
    TUNNELS_OPENED("sluice.tunnels.opened", Kind.COUNTER, Unit.NUMBER, "tunnels opened"),
    TUNNELS_CLOSED("sluice.tunnels.closed", Kind.COUNTER, Unit.NUMBER, "tunnels closed", "reason", "code"),
    TUNNEL_HANDSHAKE(
            "sluice.tunnel.handshake",
            Kind.DISTRIBUTION,
            Unit.SECONDS,
            "from a handshake's first byte to the end of the 101 that answers it"),
    TUNNEL_DURATION("sluice.tunnel.duration", Kind.DISTRIBUTION, Unit.SECONDS, "from the 101 to the tunnel's end"),
    TUNNEL_MESSAGES(
            "sluice.tunnel.messages",
            Kind.COUNTER,
            Unit.NUMBER,
            "whole messages, pings and pongs that have passed; none of blind tunnels",
            "direction",
            "opcode"),
    TUNNEL_PAYLOAD(
            "sluice.tunnel.payload",
            Kind.COUNTER,
            Unit.BYTES,
            "payload of text and binary messages, their fragments included; none of blind tunnels",
            "direction",
            "opcode"),
    TUNNEL_BYTES("sluice.tunnel.bytes", Kind.COUNTER, Unit.BYTES, "bytes that came after the 101", "direction");

    private final String id;
    private final Kind kind;
    private final Unit unit;
    private final String doc;
    private final String second;
    private final String third;

    RouteFigure(String id, Kind kind, Unit unit, String doc) {
        this(id, kind, unit, doc, null, null);
    }

    RouteFigure(String id, Kind kind, Unit unit, String doc, String second) {
        this(id, kind, unit, doc, second, null);
    }

    RouteFigure(String id, Kind kind, Unit unit, String doc, String second, String third) {
        this.id = id;
        this.kind = kind;
        this.unit = unit;
        this.doc = doc;
        this.second = second;
        this.third = third;
    }

    /** The permanent name. */
    public String id() {
        return id;
    }

    /** The figure with these samples. */
    Figure of(List<Figure.Sample> samples) {
        List<String> labels =
                Stream.of("route", second, third).filter(Objects::nonNull).toList();
        return new Figure(id, doc, kind, unit, labels, samples);
    }
}
