package io.sluice.plugins.headers.rules;

import io.sluice.api.Settings;
import io.sluice.api.SettingsException;
import io.sluice.api.Template;
import io.sluice.api.exchange.ExchangeView;
import io.sluice.api.headers.FieldRules;
import io.sluice.api.headers.Headers;
import java.util.ArrayList;
import java.util.List;

/** The changes of one direction: first what is removed, then what is set, then what is added, each sorted by name. */
final class FieldChanges {
    private record Field(String name, Template value) {}

    private final List<String> removed;
    private final List<Field> set;
    private final List<Field> added;

    private FieldChanges(List<String> removed, List<Field> set, List<Field> added) {
        this.removed = removed;
        this.set = set;
        this.added = added;
    }

    static FieldChanges of(Settings settings, boolean request) {
        List<String> removed = settings.strings("remove");
        removed.forEach(name -> checkName(settings, "remove", name, request));
        return new FieldChanges(
                removed, fields(settings.block("set"), false, false), fields(settings.block("add"), true, request));
    }

    private static List<Field> fields(Settings block, boolean several, boolean hostRefused) {
        List<Field> out = new ArrayList<>();
        for (String name : block.keys()) {
            checkName(block, name, name, hostRefused);
            for (String text : several ? block.strings(name) : List.of(block.string(name))) {
                if (text.chars().anyMatch(c -> c == '\r' || c == '\n' || c == 0)) {
                    throw block.refuse(name, "a text without CR, LF and NUL");
                }
                out.add(new Field(name, block.compile(name, text)));
            }
        }
        return List.copyOf(out);
    }

    private static void checkName(Settings settings, String key, String name, boolean hostRefused) {
        try {
            FieldRules.checkName(name);
        } catch (IllegalArgumentException e) {
            throw refusal(settings, key, e.getMessage());
        }
        if (hostRefused && name.equalsIgnoreCase("Host")) {
            throw refusal(settings, key, "Host can only be set, a request has exactly one (RFC 9112 section 3.2)");
        }
    }

    private static SettingsException refusal(Settings settings, String key, String reason) {
        return settings.refuse(key, "a field that a rule may change; " + reason);
    }

    void remove(Headers headers) {
        for (String name : removed) {
            headers.remove(name);
        }
    }

    void write(Headers headers, ExchangeView exchange) {
        for (Field field : set) {
            String value = field.value().text(exchange);
            if (!value.isEmpty()) {
                headers.set(field.name(), value);
            } else if (!field.name().equalsIgnoreCase("Host")) {
                // As nginx's proxy_set_header: an empty value is not sent. A request keeps its Host.
                headers.remove(field.name());
            }
        }
        for (Field field : added) {
            String value = field.value().text(exchange);
            if (!value.isEmpty()) {
                headers.add(field.name(), value);
            }
        }
    }
}
