package io.sluice.server.tls;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Locale;

/**
 * What engines are told to be their peer's host. JSSE keeps a client's sessions by it and the port; as sessions are to be
 * kept by address, and a certificate is verified by name, it is both.
 */
final class PeerKey {
    private static final char SEPARATOR = '|';

    private PeerKey() {}

    static String of(String name, SocketAddress address) {
        return name.toLowerCase(Locale.ROOT) + SEPARATOR + place(address);
    }

    private static String place(SocketAddress address) {
        if (address instanceof InetSocketAddress inet) {
            return inet.getAddress() == null
                    ? inet.getHostString()
                    : inet.getAddress().getHostAddress();
        }
        return address.toString();
    }

    /** The name, in lower case. */
    static String name(String key) {
        int end = key.indexOf(SEPARATOR);
        return end < 0 ? key : key.substring(0, end);
    }
}
