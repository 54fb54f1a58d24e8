package io.sluice.server.admin;

import io.sluice.api.exchange.AddressText;
import io.sluice.api.exchange.ExchangeView;
import io.sluice.api.exchange.TunnelView;
import io.sluice.server.exchange.Exchange;
import io.sluice.server.listener.LiveConnection;
import io.sluice.server.transport.Connection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * What is told of one connection.
 *
 * @param key by which it is put in order
 * @param number its serial number
 * @param values what is shown, for JSON
 */
record ConnectionRow(long key, long number, Map<String, Object> values) implements Comparable<ConnectionRow> {
    /** Characters of what a client may choose as long as it likes: lists have many. */
    private static final int LONGEST_TEXT = 256;

    /** Texts that are empty while there is no request. */
    private static final List<String> OF_EXCHANGE =
            List.of("method", "host", "uri", "route", "upstream", "endpoint", "userAgent");

    /** On the connection's worker. */
    static ConnectionRow of(LiveConnection live, long key) {
        Map<String, Object> values = new LinkedHashMap<>();
        Connection connection = live.connection();
        values.put("id", live.number());
        values.put("listener", live.listener());
        values.put("kind", Kind.of(live).text());
        values.put("client", AddressText.withPort(connection.remoteAddress()));
        values.put("tls", live.tls() == null ? "" : live.tls().protocol());
        values.put("serverName", live.tls() == null ? "" : cut(live.tls().serverName()));
        values.put("ageMillis", TimeUnit.NANOSECONDS.toMillis(live.ageNanos()));
        values.put("idleMillis", TimeUnit.NANOSECONDS.toMillis(Selection.idleNanos(live)));
        values.put("requests", live.requests());
        values.put("pendingToClient", connection.pending());
        values.put("bytesIn", connection.bytesRead());
        values.put("bytesOut", connection.bytesWritten());
        if (live.exchange() == null) {
            OF_EXCHANGE.forEach(name -> values.put(name, ""));
            values.put("pendingToEndpoint", 0);
        } else {
            add(live.exchange(), values);
        }
        return new ConnectionRow(key, live.number(), values);
    }

    private static void add(Exchange exchange, Map<String, Object> values) {
        ExchangeView view = exchange.view();
        values.put("method", view.method());
        values.put("host", cut(view.host()));
        values.put("uri", cut(view.requestUri()));
        values.put("route", view.route());
        values.put("upstream", view.upstreamName());
        values.put("endpoint", Selection.endpoint(view));
        values.put("userAgent", cut(view.requestHeaders().first("User-Agent")));
        values.put("pendingToEndpoint", exchange.upstreamPending());
        TunnelView tunnel = view.tunnel();
        if (tunnel != null) {
            values.put("tunnelMillis", tunnel.openMillis());
            values.put("subprotocol", cut(tunnel.subprotocol()));
            values.put("messagesIn", tunnel.messagesIn());
            values.put("messagesOut", tunnel.messagesOut());
            values.put("bytesIn", tunnel.bytesIn());
            values.put("bytesOut", tunnel.bytesOut());
        }
    }

    private static String cut(String text) {
        if (text == null) {
            return "";
        }
        return text.length() <= LONGEST_TEXT ? text : text.substring(0, LONGEST_TEXT) + "…";
    }

    /** The one that comes last in a list is the least. */
    @Override
    public int compareTo(ConnectionRow other) {
        int byKey = Long.compare(key, other.key);
        return byKey != 0 ? byKey : Long.compare(other.number, number);
    }
}
