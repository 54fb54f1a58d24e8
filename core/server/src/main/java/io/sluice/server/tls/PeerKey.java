package io.sluice.server.tls;

import java.net.InetSocketAddress;
import java.util.Locale;

/**
 * What engines are told to be their peer's host. JSSE keeps a client's sessions by it and the port; as sessions are to be
 * kept by address, and a certificate is verified by name, it is both.
 */
final class PeerKey {
    private static final char SEPARATOR = '|';

    private PeerKey() {}

    static String of(String name, InetSocketAddress address) {
        String host = address.getAddress() == null
                ? address.getHostString()
                : address.getAddress().getHostAddress();
        return name.toLowerCase(Locale.ROOT) + SEPARATOR + host;
    }

    /** The name, in lower case. */
    static String name(String key) {
        int end = key.indexOf(SEPARATOR);
        return end < 0 ? key : key.substring(0, end);
    }
}
