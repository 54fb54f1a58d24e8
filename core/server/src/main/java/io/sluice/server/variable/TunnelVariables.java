package io.sluice.server.variable;

import static io.sluice.server.variable.Variable.plain;
import static io.sluice.server.variable.Variable.text;

import io.sluice.api.accesslog.AccessLogEntry;
import io.sluice.api.exchange.ExchangeView;
import io.sluice.api.exchange.TunnelView;
import io.sluice.server.observe.TunnelEnding;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/** Variables of tunnels, Sluice's own. None has a value before the 101 and where there is no tunnel. */
final class TunnelVariables {
    private TunnelVariables() {}

    static Map<String, Variable> all() {
        return Map.ofEntries(
                Map.entry("ws_event", text(TunnelVariables::event)),
                Map.entry("ws_end", text(e -> e instanceof AccessLogEntry entry ? TunnelEnding.of(entry) : null)),
                Map.entry("ws_closed_by", of(TunnelVariables::closedBy)),
                Map.entry("ws_close_code", number(t -> t.closeCode())),
                Map.entry("ws_close_reason", of(t -> Octets.of(t.closeReason()))),
                Map.entry("ws_subprotocol", of(TunnelView::subprotocol)),
                Map.entry("ws_messages_in", number(t -> t.framed() ? t.messagesIn() : -1)),
                Map.entry("ws_messages_out", number(t -> t.framed() ? t.messagesOut() : -1)),
                Map.entry("ws_bytes_in", number(TunnelView::bytesIn)),
                Map.entry("ws_bytes_out", number(TunnelView::bytesOut)),
                Map.entry("ws_duration", seconds(TunnelView::openMillis)),
                Map.entry("ws_idle", seconds(TunnelView::idleMillis)));
    }

    private static String event(ExchangeView exchange) {
        if (!(exchange instanceof AccessLogEntry entry)) {
            return null;
        }
        return switch (entry.event()) {
            case REQUEST -> null;
            case OPEN -> "open";
            case CLOSE -> "close";
        };
    }

    private static String closedBy(TunnelView tunnel) {
        TunnelView.Side side = tunnel.closedBy();
        if (side == null) {
            return null;
        }
        return switch (side) {
            case CLIENT -> "client";
            case UPSTREAM -> "upstream";
            case PROXY -> "proxy";
        };
    }

    private static Variable of(Function<TunnelView, String> value) {
        return text(exchange -> {
            TunnelView tunnel = exchange.tunnel();
            String found = tunnel == null ? null : value.apply(tunnel);
            return found == null || found.isEmpty() ? null : found;
        });
    }

    /** Negative: no value. */
    private static Variable number(ToLongFunction<TunnelView> value) {
        return plain((exchange, out) -> {
            TunnelView tunnel = exchange.tunnel();
            long number = tunnel == null ? -1 : value.applyAsLong(tunnel);
            if (number >= 0) {
                out.append(number);
            }
            return number >= 0;
        });
    }

    private static Variable seconds(ToLongFunction<TunnelView> millis) {
        return plain((exchange, out) -> {
            TunnelView tunnel = exchange.tunnel();
            return tunnel != null && Numbers.seconds(millis.applyAsLong(tunnel), out);
        });
    }
}
