package io.sluice.server.observe;

import io.sluice.api.status.EndpointView;
import io.sluice.api.status.Figure;
import io.sluice.api.status.Figure.Sample;
import io.sluice.api.status.UpstreamView;
import io.sluice.server.observe.Metric.Shown;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Puts all figures with their labels together. Not for the data path. */
final class FigureList {
    private final Map<String, Figure> figures = new TreeMap<>();

    private FigureList() {}

    /** The figures of this moment by name, with those of these upstreams' endpoints. */
    static List<Figure> of(Metrics metrics, List<UpstreamView> upstreams) {
        FigureList list = new FigureList();
        for (Metric metric : Metric.values()) {
            if (!metric.shown().elsewhere()) {
                list.add(metrics, metric);
            }
        }
        list.addRoutes(metrics.routes());
        list.addEndpoints(upstreams);
        JvmFigures.read().forEach(list::add);
        return List.copyOf(list.figures.values());
    }

    private void add(Figure figure) {
        figures.put(figure.name(), figure);
    }

    private void add(Metrics metrics, Metric metric) {
        Shown shown = metric.shown();
        String name = shown.figure() == null ? metric.id() : shown.figure();
        List<Sample> samples = new ArrayList<>();
        if (figures.containsKey(name)) { // the same with another label
            samples.addAll(figures.get(name).samples());
        }
        List<String> values = shown.label() == null ? List.of() : List.of(shown.value());
        if (metric.kind() == Metric.Kind.TIMER) {
            samples.add(Sample.of(values, metrics.durations(metric)));
        } else {
            metrics.known(metric).ifPresent(value -> samples.add(Sample.of(values, value * shown.scale())));
        }
        add(new Figure(
                name,
                help(metric.doc(), shown.label() != null),
                kind(metric.kind()),
                shown.unit(),
                shown.label() == null ? List.of() : List.of(shown.label()),
                samples));
    }

    /**
     * Without what it says of values that are no measures, as those are left out here; of its unit, as all are in seconds; and
     * of its direction, where that is a label.
     */
    private static String help(String doc, boolean directed) {
        String undirected = directed ? doc.replaceFirst("(read from|written to)", "read from and written to") : doc;
        return undirected.replaceFirst(";.*", "").replaceFirst("^(milliseconds|seconds) ", "time ");
    }

    private static Figure.Kind kind(Metric.Kind kind) {
        return switch (kind) {
            case COUNTER -> Figure.Kind.COUNTER;
            case GAUGE, READ -> Figure.Kind.GAUGE;
            case TIMER -> Figure.Kind.DISTRIBUTION;
        };
    }

    private void addRoutes(List<RouteFigures> routes) {
        Map<RouteFigure, List<Sample>> samples = new EnumMap<>(RouteFigure.class);
        for (RouteFigure figure : RouteFigure.values()) {
            samples.put(figure, new ArrayList<>());
        }
        routes.forEach(
                route -> route.samples((figure, sample) -> samples.get(figure).add(sample)));
        samples.forEach((figure, some) -> add(figure.of(some)));
    }

    /** An address that stands twice in an upstream has the sum of both. */
    private void addEndpoints(List<UpstreamView> upstreams) {
        for (EndpointFigure figure : EndpointFigure.values()) {
            Map<List<String>, Long> values = new LinkedHashMap<>();
            for (UpstreamView upstream : upstreams) {
                for (EndpointView endpoint : upstream.endpoints()) {
                    values.merge(figure.labels(upstream.name(), endpoint.address()), figure.of(endpoint), Long::sum);
                }
            }
            List<Sample> samples = new ArrayList<>();
            if (figures.containsKey(figure.id())) { // the other direction
                samples.addAll(figures.get(figure.id()).samples());
            }
            samples.addAll(samples(values));
            add(figure.of(samples));
        }
        Map<List<String>, Long> states = new LinkedHashMap<>();
        for (UpstreamView upstream : upstreams) {
            for (EndpointView endpoint : upstream.endpoints()) {
                states.merge(
                        List.of(
                                upstream.name(),
                                endpoint.address(),
                                endpoint.state().text()),
                        1L,
                        Long::sum);
            }
        }
        add(new Figure(
                "sluice.endpoint.state",
                "1 for the state that it has: up, full, failing, unhealthy, draining or down",
                Figure.Kind.GAUGE,
                Figure.Unit.NUMBER,
                List.of("upstream", "endpoint", "state"),
                samples(states)));
    }

    private static List<Sample> samples(Map<List<String>, Long> values) {
        List<Sample> samples = new ArrayList<>(values.size());
        values.forEach((labels, value) -> samples.add(Sample.of(labels, value)));
        return samples;
    }
}
