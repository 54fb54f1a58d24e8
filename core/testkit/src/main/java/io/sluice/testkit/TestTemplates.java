package io.sluice.testkit;

import io.sluice.api.Template;
import io.sluice.api.exchange.ExchangeView;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Templates for tests without the server. They know the variables whose value is one look at the {@link ExchangeView}:
 * {@code $remote_addr}, {@code $remote_port}, {@code $server_addr}, {@code $server_port}, {@code $server_name}, {@code
 * $host}, {@code $scheme}, {@code $request}, {@code $request_method}, {@code $request_uri}, {@code $uri}, {@code $args},
 * {@code $request_id}, {@code $status}, {@code $proxy_host}, {@code $http_*} and {@code $sent_http_*}. Any other is
 * refused, as the server refuses a variable that does not exist.
 */
public final class TestTemplates {
    private static final Map<String, Function<ExchangeView, String>> VARIABLES = Map.ofEntries(
            Map.entry("remote_addr", e -> e.clientAddress().getAddress().getHostAddress()),
            Map.entry("remote_port", e -> Integer.toString(e.clientAddress().getPort())),
            Map.entry("server_addr", e -> e.localAddress().getAddress().getHostAddress()),
            Map.entry("server_port", e -> Integer.toString(e.localAddress().getPort())),
            Map.entry("server_name", ExchangeView::serverName),
            Map.entry("host", ExchangeView::host),
            Map.entry("scheme", ExchangeView::scheme),
            Map.entry("request", ExchangeView::requestLine),
            Map.entry("request_method", ExchangeView::method),
            Map.entry("request_uri", ExchangeView::requestUri),
            Map.entry("uri", ExchangeView::path),
            Map.entry("args", ExchangeView::query),
            Map.entry("request_id", ExchangeView::requestId),
            Map.entry("status", e -> e.status() == 0 ? null : Integer.toString(e.status())),
            Map.entry("proxy_host", ExchangeView::upstreamName));

    private TestTemplates() {}

    /** The compiler. Stateless and thread-safe. */
    public static Template.Compiler compiler() {
        return TestTemplates::compile;
    }

    private static Template compile(String text, Template.Escape escape) {
        List<Template> parts = new ArrayList<>();
        boolean constant = true;
        int at = 0;
        while (at < text.length()) {
            int dollar = text.indexOf('$', at);
            String literal = text.substring(at, dollar < 0 ? text.length() : dollar);
            parts.add(new Part(e -> literal, Template.Escape.NONE));
            if (dollar < 0) {
                break;
            }
            boolean braced = text.startsWith("{", dollar + 1);
            int start = dollar + (braced ? 2 : 1);
            int end = start;
            while (end < text.length() && (Character.isLetterOrDigit(text.charAt(end)) || text.charAt(end) == '_')) {
                end++;
            }
            if (end == start || (braced && !text.startsWith("}", end))) {
                throw new IllegalArgumentException("\"" + text + "\": a $ without the name of a variable");
            }
            parts.add(new Part(variable(text.substring(start, end)), escape));
            constant = false;
            at = braced ? end + 1 : end;
        }
        return new Parts(List.copyOf(parts), constant);
    }

    private static Function<ExchangeView, String> variable(String name) {
        if (name.startsWith("http_")) {
            String field = name.substring("http_".length()).replace('_', '-');
            return e -> e.requestHeaders().first(field);
        }
        if (name.startsWith("sent_http_")) {
            String field = name.substring("sent_http_".length()).replace('_', '-');
            return e -> e.responseHeaders().first(field);
        }
        Function<ExchangeView, String> known = VARIABLES.get(name);
        if (known == null) {
            throw new IllegalArgumentException(
                    "unknown variable $" + name + " (expected: one that the test kit knows)");
        }
        return known;
    }

    private record Part(Function<ExchangeView, String> value, Template.Escape escape) implements Template {
        @Override
        public void append(ExchangeView exchange, StringBuilder out) {
            escape.append(value.apply(exchange), out);
        }

        @Override
        public boolean constant() {
            return false;
        }
    }

    private record Parts(List<Template> parts, boolean constant) implements Template {
        @Override
        public void append(ExchangeView exchange, StringBuilder out) {
            parts.forEach(part -> part.append(exchange, out));
        }
    }
}
