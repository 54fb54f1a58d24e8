package io.sluice.server.variable;

import io.sluice.api.exchange.AddressText;
import io.sluice.api.exchange.ExchangeView;
import io.sluice.api.headers.HeadersView;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * Header fields as values. Of several fields of one name nginx 1.22 shows the first, except for some that it joins. Later
 * versions join all; these are joined here and there.
 */
final class FieldValues {
    private static final String FORWARDED_FOR = "X-Forwarded-For";
    private static final Set<String> JOINED_REQUEST = Set.of("x-forwarded-for");
    private static final Set<String> JOINED_RESPONSE = Set.of("cache-control", "link");

    private FieldValues() {}

    /** {@code name} is a variable's: lower case, with underscores in place of hyphens. */
    static Function<ExchangeView, String> request(String name) {
        String field = name.replace('_', '-');
        if (field.equals("cookie")) {
            return e -> joined(e.requestHeaders(), field, "; ");
        }
        return JOINED_REQUEST.contains(field)
                ? e -> joined(e.requestHeaders(), field, ", ")
                : e -> e.requestHeaders().first(field);
    }

    static Function<ExchangeView, String> sent(String name) {
        String field = name.replace('_', '-');
        return JOINED_RESPONSE.contains(field)
                ? e -> joined(e.responseHeaders(), field, ", ")
                : e -> e.responseHeaders().first(field);
    }

    static Function<ExchangeView, String> upstream(String name) {
        String field = name.replace('_', '-');
        return e -> e.upstreamHeaders().first(field);
    }

    /** The request's X-Forwarded-For fields with the client's address after them. */
    static String forwardedForAndClient(ExchangeView exchange) {
        String client = AddressText.of(exchange.clientAddress().getAddress());
        String before = joined(exchange.requestHeaders(), FORWARDED_FOR, ", ");
        return before == null ? client : before + ", " + client;
    }

    private static String joined(HeadersView headers, String name, String separator) {
        String first = headers.first(name);
        if (first == null) {
            return null;
        }
        List<String> all = headers.all(name);
        return all.size() == 1 ? first : String.join(separator, all);
    }
}
