package io.sluice.server.exchange;

import io.sluice.api.Template;
import io.sluice.server.config.LocationConfig;
import io.sluice.server.config.RedirectRules;
import io.sluice.server.http.Fields;
import io.sluice.server.variable.Expression;
import java.util.List;
import java.util.Locale;

/**
 * Makes URLs in Location and Refresh of a back end's answer those by which clients reach it (nginx: proxy_redirect). The first
 * rule that fits counts. Immutable and thread-safe.
 */
public final class Locations {
    /** URLs pass as they are. */
    public static final Locations NONE = new Locations(List.of());

    private static final String URL = "url=";

    private final List<Rule> rules;

    /** {@code from} or {@code expression} is null. */
    private record Rule(Template from, Expression expression, Template to) {}

    private Locations(List<Rule> rules) {
        this.rules = rules;
    }

    /** The rules of a route, in order. */
    public static Locations of(List<LocationConfig> configs) {
        return configs.isEmpty()
                ? NONE
                : new Locations(configs.stream()
                        .map(config -> new Rule(
                                config.from(),
                                config.expression()
                                        .map(text -> Expression.of(text, config.ignoreCase()))
                                        .orElse(null),
                                config.to()))
                        .toList());
    }

    /** Changes the fields of an answer. */
    void apply(Fields fields, ExchangeRecord record, RedirectRules redirects) {
        if (rules.isEmpty()) {
            return;
        }
        String location = fields.first("Location");
        String changed = location == null ? null : changed(location, 0, record);
        if (changed != null) {
            fields.set(
                    "Location", changed.startsWith("/") ? LocalAnswer.absolute(changed, record, redirects) : changed);
        }
        String refresh = fields.first("Refresh");
        int url = refresh == null ? -1 : refresh.toLowerCase(Locale.ROOT).indexOf(URL);
        String next = url < 0 ? null : changed(refresh, url + URL.length(), record);
        if (next != null) {
            fields.set("Refresh", next);
        }
    }

    /** Null where no rule fits. */
    private String changed(String value, int start, ExchangeRecord record) {
        for (Rule rule : rules) {
            if (rule.expression() == null) {
                String from = rule.from().text(record);
                if (value.startsWith(from, start)) {
                    return value.substring(0, start)
                            + ReturnAnswer.safe(rule.to().text(record))
                            + value.substring(start + from.length());
                }
            } else if (rule.expression().find(value.substring(start), record)) {
                return value.substring(0, start) + ReturnAnswer.safe(rule.to().text(record));
            }
        }
        return null;
    }
}
