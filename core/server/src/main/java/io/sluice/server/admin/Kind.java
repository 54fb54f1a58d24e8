package io.sluice.server.admin;

import io.sluice.server.listener.LiveConnection;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What a client's connection is doing. */
enum Kind {
    /** It carries a tunnel: there was a 101. */
    TUNNEL,
    /** A request is answered. */
    REQUEST,
    /** It waits for a request, or one is being read. */
    IDLE;

    private static final int SWITCHED = 101;

    static Kind of(LiveConnection connection) {
        if (connection.exchange() == null) {
            return IDLE;
        }
        return connection.exchange().view().status() == SWITCHED ? TUNNEL : REQUEST;
    }

    String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    static List<String> words() {
        return Arrays.stream(values()).map(Kind::text).toList();
    }
}
