package io.sluice.server.variable;

import io.sluice.api.Template;
import io.sluice.api.exchange.ExchangeView;
import io.sluice.server.config.MapConfig;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds the value of a map's variable as nginx does (ngx_http_map_find): by the whole text without regard to case, then by
 * the longest wildcard at its beginning and the longest at its end, then by the first regular expression.
 */
final class MapTable {
    private final MapConfig config;
    private final Map<String, Template> values = new HashMap<>();
    private final List<Regex> expressions;

    private record Regex(Expression expression, Template value) {}

    MapTable(MapConfig config) {
        this.config = config;
        config.values().forEach((key, value) -> values.put(Octets.lower(Octets.of(key)), value));
        this.expressions = config.expressions().stream()
                .map(regex -> new Regex(Expression.of(regex.expression(), regex.ignoreCase()), regex.value()))
                .toList();
    }

    /** The value for an exchange. */
    String value(ExchangeView exchange) {
        Template found = find(config.of().text(exchange), exchange);
        return found == null ? "" : found.text(exchange);
    }

    /** Whether the value is found anew at each use. */
    boolean isVolatile() {
        return config.volatileValue();
    }

    private Template find(String text, ExchangeView exchange) {
        String lower = Octets.lower(text);
        if (config.hostnames() && lower.endsWith(".")) {
            lower = lower.substring(0, lower.length() - 1);
        }
        Template found = values.get(lower);
        if (found == null && config.hostnames()) {
            found = byWildcard(lower);
        }
        if (found == null) {
            found = byExpression(text, exchange);
        }
        return found == null ? config.fallback().orElse(null) : found;
    }

    private Template byWildcard(String name) {
        for (int dot = name.indexOf('.'); dot >= 0; dot = name.indexOf('.', dot + 1)) {
            Template below = values.get("*" + name.substring(dot));
            if (below != null) {
                return below;
            }
        }
        for (int dot = name.lastIndexOf('.'); dot > 0; dot = name.lastIndexOf('.', dot - 1)) {
            Template above = values.get(name.substring(0, dot) + ".*");
            if (above != null) {
                return above;
            }
        }
        return null;
    }

    private Template byExpression(String text, ExchangeView exchange) {
        Assigning groups = exchange instanceof Assigning own ? own : Assignments::new;
        for (int i = 0; i < expressions.size(); i++) {
            if (expressions.get(i).expression().find(text, groups)) {
                return expressions.get(i).value();
            }
        }
        return null;
    }
}
