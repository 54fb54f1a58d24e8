package io.sluice.server.variable;

import static io.sluice.server.variable.Variable.plain;
import static io.sluice.server.variable.Variable.text;

import io.sluice.api.Template.Escape;
import io.sluice.api.accesslog.AccessLogEntry;
import io.sluice.api.exchange.AddressText;
import io.sluice.api.exchange.ExchangeView;
import io.sluice.api.exchange.UpstreamTry;
import io.sluice.server.observe.HostName;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/**
 * Every variable by its name. Values and their absence are those of nginx 1.22; tests compare with a real one. Only
 * $connection_upgrade, $outcome and the $ws_* are not nginx's own.
 */
final class Catalogue {
    /** Not nginx's own: its users make it by a map, as its manual says. */
    private static final String REPLACEABLE = "connection_upgrade";

    private final Map<String, Variable> single = new TreeMap<>();
    private final Map<String, Function<String, Variable>> families = new TreeMap<>();
    private final Set<String> assignable = new HashSet<>();
    private final Map<String, MapVariable> maps = new HashMap<>();

    Catalogue(ZoneId zone) {
        connection();
        request();
        response();
        upstream();
        clock(new WallClock(zone));
        process();
        single.putAll(TlsVariables.all());
        single.putAll(TunnelVariables.all());
        families.put("http_", name -> text(FieldValues.request(name)));
        families.put("sent_http_", name -> text(FieldValues.sent(name)));
        families.put("upstream_http_", name -> text(FieldValues.upstream(name)));
        families.put("cookie_", name -> text(e -> Cookies.find(e.requestHeaders(), name)));
        families.put("arg_", name -> text(e -> Arguments.find(e.query(), name)));
    }

    /**
     * The variable of this name.
     *
     * @throws IllegalArgumentException when there is none; the message shows names that are near
     */
    Variable find(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        Variable variable = single.get(lower);
        if (variable != null) {
            return variable;
        }
        if (lower.length() == 1 && lower.charAt(0) >= '1' && lower.charAt(0) <= '9') {
            return text(assigned(found -> found.group(lower.charAt(0) - '0')));
        }
        for (Map.Entry<String, Function<String, Variable>> family : families.entrySet()) {
            String prefix = family.getKey();
            if (lower.startsWith(prefix) && lower.length() > prefix.length()) {
                return family.getValue().apply(lower.substring(prefix.length()));
            }
        }
        String expected = families.containsKey(lower)
                ? "a name after it, such as $" + lower + "x_name"
                : NearMisses.of(lower, single.keySet());
        throw new IllegalArgumentException("unknown variable $" + name + " (expected: " + expected + ")");
    }

    /**
     * Makes a name known whose value is assigned to each exchange.
     *
     * @throws IllegalArgumentException when it is that of a variable whose value Sluice knows
     */
    void assignable(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        if (!assignable.contains(lower)) {
            checkFree(lower, name);
            assignable.add(lower);
            single.put(lower, text(assigned(found -> found.value(lower))));
        }
    }

    /** Makes the name of a map known, as {@link #assignable}. */
    void mapped(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        checkFree(lower, name);
        maps.put(lower, new MapVariable(lower));
        single.put(lower, maps.get(lower));
    }

    void map(String name, MapTable table) {
        MapVariable known = maps.get(name.toLowerCase(Locale.ROOT));
        if (known != null) { // else its name was refused
            known.is(table);
        }
    }

    private void checkFree(String lower, String name) {
        boolean family = families.keySet().stream().anyMatch(lower::startsWith);
        if (family || (single.containsKey(lower) && !lower.equals(REPLACEABLE))) {
            throw new IllegalArgumentException(
                    "the variable $" + name
                            + " has a value of its own (expected: a name that no other map or step and docs/variables.md have)");
        }
    }

    /** Empty where the exchange is none of the server's own, such as a test's. */
    private static Function<ExchangeView, String> assigned(Function<Assignments, String> value) {
        return exchange -> exchange instanceof Assigning own ? value.apply(own.assignments()) : null;
    }

    List<String> names() {
        return List.copyOf(single.keySet());
    }

    private void connection() {
        put("remote_addr", address(ExchangeView::clientAddress));
        put("remote_port", number(e -> e.clientAddress().getPort()));
        put(
                "binary_remote_addr",
                text(e -> new String(e.clientAddress().getAddress().getAddress(), StandardCharsets.ISO_8859_1)));
        put("server_addr", address(ExchangeView::localAddress));
        put("server_port", number(e -> e.localAddress().getPort()));
        put("connection", number(ExchangeView::connectionId));
        put("connection_requests", number(ExchangeView::connectionRequests));
        put("scheme", text(ExchangeView::scheme));
        put("https", text(e -> e.scheme().equals("https") ? "on" : ""));
    }

    private void request() {
        put("request", known(ExchangeView::requestLine));
        put("request_method", known(ExchangeView::method));
        put("request_uri", known(ExchangeView::requestUri));
        put("uri", known(ExchangeView::path));
        put("document_uri", known(ExchangeView::path));
        put("args", known(ExchangeView::query));
        put("query_string", known(ExchangeView::query));
        put("is_args", text(e -> e.query() == null || e.query().isEmpty() ? "" : "?"));
        put("server_protocol", known(ExchangeView::protocol));
        put("server_name", text(ExchangeView::serverName));
        put("host", text(ExchangeView::host));
        put("request_id", text(ExchangeView::requestId));
        put("request_length", number(ExchangeView::requestLength));
        put("request_time", plain((e, out) -> Numbers.seconds(e.elapsedMillis(), out)));
        put("remote_user", text(e -> BasicUser.of(e.requestHeaders().first("Authorization"))));
        put("content_type", text(e -> e.requestHeaders().first("Content-Type")));
        put("content_length", text(e -> e.requestHeaders().first("Content-Length")));
        put("connection_upgrade", text(e -> {
            String upgrade = e.requestHeaders().first("Upgrade");
            return upgrade == null || upgrade.isEmpty() ? "close" : "upgrade";
        }));
    }

    private void response() {
        put("status", plain((e, out) -> Numbers.threeDigits(e.status(), out)));
        put("outcome", text(e -> e instanceof AccessLogEntry entry ? entry.outcome() : null));
        put("bytes_sent", number(ExchangeView::bytesSent));
        put("body_bytes_sent", number(ExchangeView::bodyBytesSent));
    }

    private void upstream() {
        put("proxy_host", known(ExchangeView::upstreamName));
        put("proxy_port", text(e -> e.upstreamName().isEmpty() ? null : port(e.upstreamScheme())));
        put("proxy_add_x_forwarded_for", text(FieldValues::forwardedForAndClient));
        put("upstream_addr", text(e -> Tries.addresses(e.upstreamTries())));
        put("upstream_status", plain(Tries.each((each, out) -> Tries.status(each.status(), out))));
        put("upstream_connect_time", tryTime(UpstreamTry::connectMillis));
        put("upstream_header_time", tryTime(UpstreamTry::headerMillis));
        put("upstream_response_time", tryTime(UpstreamTry::responseMillis));
        put("upstream_bytes_received", plain(Tries.each((each, out) -> out.append(each.bytesReceived()))));
        put("upstream_bytes_sent", plain(Tries.each((each, out) -> out.append(each.bytesSent()))));
    }

    private void clock(WallClock clock) {
        put("msec", plain((e, out) -> Numbers.seconds(e.nowMillis(), out)));
        put("time_local", plain((e, out) -> clock.local(e.nowMillis(), out)));
        put("time_iso8601", plain((e, out) -> clock.iso8601(e.nowMillis(), out)));
    }

    private void process() {
        String pid = Long.toString(ProcessHandle.current().pid());
        String host = HostName.find();
        put("pid", text(e -> pid));
        put("hostname", text(e -> host));
    }

    /** The scheme's own: a pool's name has no port. */
    private static String port(String scheme) {
        return scheme.equals("https") ? "443" : "80";
    }

    private void put(String name, Variable variable) {
        single.put(name, variable);
    }

    /** The view says "not known" with an empty text; nginx has no value then. */
    private static Variable known(Function<ExchangeView, String> value) {
        return text(exchange -> {
            String text = value.apply(exchange);
            return text == null || text.isEmpty() ? null : text;
        });
    }

    private static Variable address(Function<ExchangeView, InetSocketAddress> value) {
        return new Address(value);
    }

    private static Variable number(ToLongFunction<ExchangeView> value) {
        return plain((exchange, out) -> {
            out.append(value.applyAsLong(exchange));
            return true;
        });
    }

    private static Variable tryTime(ToLongFunction<UpstreamTry> millis) {
        return plain(Tries.each((each, out) -> Tries.time(millis.applyAsLong(each), out)));
    }

    /** Nothing in an address is ever escaped. */
    private record Address(Function<ExchangeView, InetSocketAddress> value) implements Variable {
        @Override
        public void append(ExchangeView exchange, Escape escape, StringBuilder out) {
            AddressText.append(value.apply(exchange).getAddress(), out);
        }

        @Override
        public String text(ExchangeView exchange, Escape escape) {
            return AddressText.of(value.apply(exchange).getAddress());
        }
    }
}
