package io.sluice.plugins.status.dashboard;

import io.sluice.api.status.Figure;
import io.sluice.api.status.Figure.Sample;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/** The figures that have a route, put together by route. */
final class Routes {
    private static final String ROUTE = "route";
    private static final Comparator<Route> BUSIEST = Comparator.<Route>comparingLong(route -> -route.tunnels)
            .thenComparing(route -> -route.messagesIn - route.messagesOut)
            .thenComparing(route -> -route.requests)
            .thenComparing(route -> route.name);

    private final Map<String, Route> routes = new LinkedHashMap<>();

    private Routes() {}

    /** One route; all but the open tunnels are counts since the start. */
    static final class Route {
        final String name;
        long tunnels;
        long opened;
        long requests;
        long messagesIn;
        long messagesOut;
        long bytesIn;
        long bytesOut;

        /** Tunnels closed by reason and close code. */
        final Map<Closing, Long> closings =
                new TreeMap<>(Comparator.comparing(Closing::reason).thenComparing(Closing::code));

        Route(String name) {
            this.name = name;
        }

        long closed() {
            return closings.values().stream().mapToLong(Long::longValue).sum();
        }

        /** Something else than a page of the admin listener or a refusal has been served. */
        private boolean used() {
            return opened > 0 || requests > 0;
        }
    }

    /** How a tunnel ended: the word for it, and the close code or what stands for it. */
    record Closing(String reason, String code) {}

    static Routes of(List<Figure> figures) {
        Routes all = new Routes();
        for (Figure figure : figures) {
            BiConsumer<Route, Sample> reader = reader(figure);
            int route = figure.labels().indexOf(ROUTE);
            if (reader != null && route >= 0) {
                for (Sample sample : figure.samples()) {
                    reader.accept(all.routes.computeIfAbsent(sample.labels().get(route), Route::new), sample);
                }
            }
        }
        return all;
    }

    /** What is done with a figure's samples; null for nothing. */
    private static BiConsumer<Route, Sample> reader(Figure figure) {
        List<String> labels = figure.labels();
        return switch (figure.name()) {
            case "sluice.tunnels.open" -> (route, sample) -> route.tunnels += value(sample);
            case "sluice.tunnels.opened" -> (route, sample) -> route.opened += value(sample);
            case "sluice.requests" -> (route, sample) -> route.requests += value(sample);
            case "sluice.tunnels.closed" ->
                (route, sample) -> route.closings.merge(
                        new Closing(label(sample, labels, "reason"), label(sample, labels, "code")),
                        value(sample),
                        Long::sum);
            case "sluice.tunnel.messages" ->
                (route, sample) -> {
                    String opcode = label(sample, labels, "opcode");
                    if (!opcode.equals("ping") && !opcode.equals("pong")) {
                        if (in(sample, labels)) {
                            route.messagesIn += value(sample);
                        } else {
                            route.messagesOut += value(sample);
                        }
                    }
                };
            case "sluice.tunnel.bytes" ->
                (route, sample) -> {
                    if (in(sample, labels)) {
                        route.bytesIn += value(sample);
                    } else {
                        route.bytesOut += value(sample);
                    }
                };
            default -> null;
        };
    }

    private static boolean in(Sample sample, List<String> labels) {
        return label(sample, labels, "direction").equals("in");
    }

    private static String label(Sample sample, List<String> labels, String name) {
        int index = labels.indexOf(name);
        return index < 0 ? "" : sample.labels().get(index);
    }

    private static long value(Sample sample) {
        return (long) sample.value();
    }

    /** Those that have been used, the busiest first. */
    List<Route> busiest() {
        List<Route> found = new ArrayList<>(routes.values());
        found.removeIf(route -> !route.used());
        found.sort(BUSIEST);
        return found;
    }

    /** All of them together. */
    Route total() {
        Route total = new Route("");
        for (Route route : routes.values()) {
            total.tunnels += route.tunnels;
            total.opened += route.opened;
            total.requests += route.requests;
            total.messagesIn += route.messagesIn;
            total.messagesOut += route.messagesOut;
            total.bytesIn += route.bytesIn;
            total.bytesOut += route.bytesOut;
            route.closings.forEach((closing, count) -> total.closings.merge(closing, count, Long::sum));
        }
        return total;
    }
}
