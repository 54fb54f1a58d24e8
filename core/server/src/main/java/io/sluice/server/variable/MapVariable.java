package io.sluice.server.variable;

import io.sluice.api.Template.Escape;
import io.sluice.api.exchange.ExchangeView;

/**
 * The variable of a map. As in nginx, the value that is found first is kept for the exchange, unless the map is volatile. It
 * gets its table after its name is known, as maps may use one another; while the configuration is loaded, by one thread.
 */
final class MapVariable implements Variable {
    private final String key;
    private MapTable table;

    MapVariable(String name) {
        this.key = "map " + name; // no variable can be called so
    }

    void is(MapTable found) {
        table = found;
    }

    @Override
    public void append(ExchangeView exchange, Escape escape, StringBuilder out) {
        escape.append(value(exchange), out);
    }

    private String value(ExchangeView exchange) {
        if (table.isVolatile() || !(exchange instanceof Assigning own)) {
            return table.value(exchange);
        }
        String value = own.assignments().value(key);
        if (value == null) {
            value = table.value(exchange);
            own.assignments().assign(key, value);
        }
        return value;
    }
}
