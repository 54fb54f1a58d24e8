package io.sluice.server.observe;

import io.sluice.api.exchange.AddressText;
import io.sluice.api.exchange.ExchangeView;
import io.sluice.api.exchange.UpstreamTry;
import io.sluice.server.error.ErrorKind;
import java.net.InetAddress;
import java.util.List;

/** The text of a failed exchange, or of what one brought about, in the application's log. */
final class ErrorLine {
    private ErrorLine() {}

    static String of(String id, String message, ExchangeView exchange, long untold) {
        StringBuilder line = new StringBuilder(256).append(id);
        if (message != null && !message.isEmpty()) {
            line.append(": ");
            clean(message, false, line);
        }
        line.append(", client: ");
        AddressText.append(exchange.clientAddress().getAddress(), line);
        line.append(", server: ");
        clean(exchange.serverName(), false, line);
        if (!exchange.requestLine().isEmpty()) {
            quoted(", request: ", exchange.requestLine(), line);
        }
        List<UpstreamTry> tries = exchange.upstreamTries();
        if (!tries.isEmpty()) {
            String address = tries.get(tries.size() - 1).address();
            quoted(", upstream: ", exchange.upstreamScheme() + "://" + address, line);
        }
        String host = exchange.requestHeaders().first("Host");
        if (host != null) {
            quoted(", host: ", host, line);
        }
        untold(untold, line);
        return line.toString();
    }

    /** A handshake that failed: there is no exchange yet. */
    static String ofHandshake(ErrorKind kind, Throwable cause, InetAddress client, String listener, long untold) {
        StringBuilder line = new StringBuilder(128).append(kind.id()).append(": ");
        clean(String.valueOf(cause.getMessage()), false, line);
        line.append(" while SSL handshaking, client: ");
        AddressText.append(client, line);
        line.append(", listener: ").append(listener);
        untold(untold, line);
        return line.toString();
    }

    private static void untold(long count, StringBuilder line) {
        if (count > 0) {
            line.append(" (").append(count).append(" more of this kind were not logged)");
        }
    }

    private static void quoted(String word, String value, StringBuilder line) {
        line.append(word).append('"');
        clean(value, true, line);
        line.append('"');
    }

    /** Nothing that a peer sent may begin a new line or move a terminal's cursor. */
    private static void clean(String text, boolean quoted, StringBuilder line) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean control = c < ' ' || (c >= 0x7f && c < 0xa0);
            if (control || (quoted && (c == '"' || c == '\\'))) {
                line.append(String.format("\\x%02X", (int) c));
            } else {
                line.append(c);
            }
        }
    }
}
