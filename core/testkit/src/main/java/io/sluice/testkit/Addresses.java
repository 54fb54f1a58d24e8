package io.sluice.testkit;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;

/** Socket addresses from text, without asking a name server. */
final class Addresses {
    private Addresses() {}

    /** {@code host:port}, {@code [v6]:port} or a host alone; an address when the host is one, else unresolved. */
    static InetSocketAddress parse(String text, int defaultPort) {
        int colon = text.lastIndexOf(':');
        boolean hasPort =
                colon >= 0 && (text.charAt(0) == '[' ? text.charAt(colon - 1) == ']' : text.indexOf(':') == colon);
        String host = hasPort ? text.substring(0, colon) : text;
        int port = hasPort ? Integer.parseInt(text.substring(colon + 1)) : defaultPort;
        return of(host, port);
    }

    static InetSocketAddress of(String host, int port) {
        boolean literal = host.indexOf(':') >= 0 || host.matches("[0-9.]+");
        if (!literal) {
            return InetSocketAddress.createUnresolved(host, port);
        }
        try {
            return new InetSocketAddress(InetAddress.getByName(host), port);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("address: " + host + " (expected: an IPv4 or IPv6 address)", e);
        }
    }
}
