package io.sluice.plugins.sticky.route;

import io.sluice.api.Template;
import io.sluice.api.balance.Endpoint;
import io.sluice.api.balance.Stickiness;
import io.sluice.api.exchange.ExchangeView;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The first text that is not empty is the route; endpoints of that name have the exchange, in the order of the
 * configuration. A route that no endpoint has holds to none. Who hands the route out, a cookie of the back end or a part of
 * its path, is the application's affair.
 */
final class StickyRoute implements Stickiness {
    private final Map<String, List<Endpoint>> byRoute = new HashMap<>();
    private final List<Template> routes;

    StickyRoute(List<Endpoint> endpoints, List<Template> routes) {
        this.routes = routes;
        for (Endpoint endpoint : endpoints) {
            if (!endpoint.route().isEmpty()) {
                // A template's text stands for bytes.
                byte[] bytes = endpoint.route().getBytes(StandardCharsets.UTF_8);
                byRoute.computeIfAbsent(new String(bytes, StandardCharsets.ISO_8859_1), any -> new ArrayList<>())
                        .add(endpoint);
            }
        }
        byRoute.replaceAll((route, named) -> List.copyOf(named));
    }

    @Override
    public List<Endpoint> heldTo(ExchangeView exchange) {
        for (Template template : routes) {
            String route = template.text(exchange);
            if (!route.isEmpty()) {
                return byRoute.getOrDefault(route, List.of());
            }
        }
        return List.of();
    }
}
