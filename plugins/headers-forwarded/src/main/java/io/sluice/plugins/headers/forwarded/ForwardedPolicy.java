package io.sluice.plugins.headers.forwarded;

import io.sluice.api.exchange.AddressText;
import io.sluice.api.exchange.ExchangeView;
import io.sluice.api.headers.HeaderPolicy;
import io.sluice.api.headers.Headers;
import java.net.InetAddress;
import java.util.List;

/**
 * Writes the fields. The peer is whoever is at the other end of the client's connection. A trusted peer's own fields are
 * believed: kept, or added to. Of any other peer none of these fields reaches the back end, not even one that is switched
 * off.
 */
final class ForwardedPolicy implements HeaderPolicy {
    private static final String REAL_IP = "X-Real-IP";
    private static final String FOR = "X-Forwarded-For";
    private static final String PROTO = "X-Forwarded-Proto";
    private static final String HOST = "X-Forwarded-Host";
    private static final String PORT = "X-Forwarded-Port";
    private static final String FORWARDED = "Forwarded";

    /** What is done with a field that names every hop. */
    enum Mode {
        /** What a trusted peer sent, with the peer after it; of another peer the peer alone. */
        APPEND,
        /** The peer alone. */
        REPLACE,
        /** What a trusted peer sent; of another peer nothing. */
        OFF
    }

    /** Which of the other fields are written. */
    record Switches(boolean realIp, boolean proto, boolean host, boolean port) {}

    private final TrustedProxies trusted;
    private final Mode forMode;
    private final Mode forwardedMode;
    private final Switches switches;

    ForwardedPolicy(TrustedProxies trusted, Mode forMode, Mode forwardedMode, Switches switches) {
        this.trusted = trusted;
        this.forMode = forMode;
        this.forwardedMode = forwardedMode;
        this.switches = switches;
    }

    @Override
    public void onRequest(Headers headers, ExchangeView exchange) {
        InetAddress peer = exchange.clientAddress().getAddress();
        boolean believed = trusted.contains(peer);
        String peerText = AddressText.of(peer);
        String host = exchange.requestHeaders().first("Host");
        one(headers, REAL_IP, believed, switches.realIp() ? realIp(headers, believed, peerText) : null);
        one(headers, PROTO, believed, switches.proto() ? exchange.scheme() : null);
        one(headers, HOST, believed, switches.host() ? host : null);
        one(headers, PORT, believed, switches.port() ? port(exchange) : null);
        list(headers, FOR, believed, forMode, peerText);
        if (forwardedMode != Mode.OFF || headers.contains(FORWARDED)) {
            list(headers, FORWARDED, believed, forwardedMode, ForwardedElement.of(peer, host, exchange.scheme()));
        }
    }

    /** A field with one value: a trusted peer's is kept, else {@code value} takes its place; null for none. */
    private static void one(Headers headers, String name, boolean believed, String value) {
        if (believed && headers.contains(name)) {
            return;
        }
        if (value == null) {
            headers.remove(name);
        } else {
            headers.set(name, value);
        }
    }

    /** A field with a list of hops. */
    private static void list(Headers headers, String name, boolean believed, Mode mode, String hop) {
        switch (mode) {
            case APPEND -> {
                List<String> before = believed ? headers.all(name) : List.of();
                headers.set(name, before.isEmpty() ? hop : String.join(", ", before) + ", " + hop);
            }
            case REPLACE -> headers.set(name, hop);
            case OFF -> {
                if (!believed) {
                    headers.remove(name);
                }
            }
        }
    }

    private String realIp(Headers headers, boolean believed, String peer) {
        return believed ? trusted.client(headers.all(FOR), peer) : peer;
    }

    private static String port(ExchangeView exchange) {
        return Integer.toString(exchange.localAddress().getPort());
    }
}
