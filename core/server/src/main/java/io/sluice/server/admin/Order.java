package io.sluice.server.admin;

import io.sluice.api.exchange.TunnelView;
import io.sluice.server.listener.LiveConnection;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;

/** Which connections come first in a list. */
enum Order {
    /** The oldest connections, by their serial numbers. */
    ID(connection -> -connection.number()),
    /** The youngest. */
    NEWEST(LiveConnection::number),
    /** Those on which nothing has passed for longest. */
    IDLE(Selection::idleNanos),
    /** Those over which most bytes went, both ways. */
    BYTES(connection ->
            connection.connection().bytesRead() + connection.connection().bytesWritten()),
    /** Those over which most messages went, both ways. */
    MESSAGES(connection -> {
        TunnelView tunnel = connection.exchange() == null
                ? null
                : connection.exchange().view().tunnel();
        return tunnel == null ? 0 : tunnel.messagesIn() + tunnel.messagesOut();
    }),
    /** Those whose client or endpoint takes least: by the bytes that wait for it. */
    PENDING(connection -> connection.connection().pending()
            + (connection.exchange() == null ? 0 : connection.exchange().upstreamPending()));

    @SuppressWarnings("ImmutableEnumChecker") // none of the functions has a state
    private final ToLongFunction<LiveConnection> key;

    Order(ToLongFunction<LiveConnection> key) {
        this.key = key;
    }

    /** The larger, the further in front. On the connection's worker. */
    long key(LiveConnection connection) {
        return key.applyAsLong(connection);
    }

    static List<String> words() {
        return Arrays.stream(values())
                .map(one -> one.name().toLowerCase(Locale.ROOT))
                .toList();
    }

    static Order of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }
}
