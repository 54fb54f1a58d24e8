package io.sluice.server.http;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Removes what is meant for the next hop alone (RFC 9110 section 7.6.1). */
public final class HopByHop {
    /**
     * What {@code Connection} cannot have removed: the message's framing and address, what the receiver decides by
     * (credentials, cookies, caching: "intended for all recipients of the content"), and what tells it who is asking. A
     * client that names one of these wants to hide it from the back end, or to have the framing removed.
     */
    private static final Set<String> KEPT = Set.of(
            "host",
            "content-length",
            "transfer-encoding",
            "content-type",
            "content-encoding",
            "content-range",
            "trailer",
            "authorization",
            "proxy-authorization",
            "www-authenticate",
            "cookie",
            "set-cookie",
            "cache-control",
            "date",
            "location",
            "origin",
            "via",
            "forwarded",
            "x-forwarded-for",
            "x-forwarded-proto",
            "x-forwarded-host",
            "x-forwarded-port",
            "x-real-ip",
            "sec-websocket-key",
            "sec-websocket-accept",
            "sec-websocket-version",
            "sec-websocket-protocol",
            "sec-websocket-extensions");

    private HopByHop() {}

    /**
     * Removes Connection and the fields that it names, Keep-Alive, Proxy-Connection, TE and Upgrade. Transfer-Encoding
     * stays, as bodies pass with their framing, and so does Trailer, as trailers pass with them; what cannot be named away
     * is listed in the source. An upgrade needs its Connection and Upgrade set again.
     */
    public static void strip(Fields fields) {
        if (fields.contains("Connection")) {
            if (!plain(fields)) {
                removeNamed(fields, fields.tokens("Connection"));
            }
            fields.remove("Connection");
        }
        fields.remove("Keep-Alive");
        fields.remove("Proxy-Connection");
        fields.remove("TE");
        fields.remove("Upgrade");
    }

    /** Whether Connection is one of the values that nearly every message has, which name no field but those removed anyway. */
    private static boolean plain(Fields fields) {
        return fields.count("Connection") == 1
                && (fields.firstIs("Connection", "keep-alive")
                        || fields.firstIs("Connection", "close")
                        || fields.firstIs("Connection", "upgrade"));
    }

    private static void removeNamed(Fields fields, List<String> names) {
        for (String name : names) {
            if (!KEPT.contains(name.toLowerCase(Locale.ROOT))) {
                fields.remove(name);
            }
        }
    }
}
