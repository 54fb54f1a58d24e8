package io.sluice.nginx.value;

import java.util.List;
import java.util.stream.IntStream;

/**
 * Where a {@code listen} binds.
 *
 * @param host an IPv4 address, an IPv6 address in brackets, a name, or {@code *} for every IPv4 address; of a socket in the
 *     file system {@code unix:} and its path
 * @param port 1 to 65535; 0 for a socket in the file system
 * @param lastPort the last port of a range; the same as the port where there is none
 */
public record ListenAddress(String host, int port, int lastPort) {
    private static final int DEFAULT_PORT = 80;
    private static final int MOST = 65_535;
    private static final String UNIX = "unix:";
    private static final String EVERY = "0.0.0.0";

    /**
     * Reads an address as ngx_parse_url does for {@code listen}: {@code 80}, {@code *:80}, {@code 10.0.0.1}, {@code
     * [::]:80}, {@code name:80}, {@code unix:/path}, with ranges of ports.
     *
     * @throws ValueException with {@code invalid port}, {@code invalid host}, {@code no host}, {@code invalid IPv6 address},
     *     {@code invalid port range} or {@code no path in the unix domain socket}
     */
    public static ListenAddress of(String word) throws ValueException {
        if (word.regionMatches(true, 0, UNIX, 0, UNIX.length())) {
            if (word.length() == UNIX.length()) {
                throw new ValueException("no path in the unix domain socket");
            }
            return new ListenAddress(word, 0, 0);
        }
        if (word.startsWith("[")) {
            return bracketed(word);
        }
        if (word.contains("/")) {
            throw new ValueException("invalid host");
        }
        int colon = word.indexOf(':');
        if (colon >= 0) {
            return at(host(word.substring(0, colon)), word.substring(colon + 1));
        }
        int dash = word.indexOf('-');
        if (Numbers.digits(dash < 0 ? word : word.substring(0, dash)) >= 0) {
            return at("*", word);
        }
        return new ListenAddress(host(word), DEFAULT_PORT, DEFAULT_PORT);
    }

    /** The address and port as one word, such as {@code *:80}. */
    @Override
    public String toString() {
        if (port == 0) {
            return host;
        }
        return host + ":" + port + (lastPort == port ? "" : "-" + lastPort);
    }

    /** The addresses of a range of ports, each with its one port; of a socket in the file system, and of one port, this. */
    public List<ListenAddress> each() {
        return IntStream.rangeClosed(port, lastPort)
                .mapToObj(one -> new ListenAddress(host, one, one))
                .toList();
    }

    /** The address as nginx names it: {@code 0.0.0.0:80} for {@code 80}, {@code [::1]:80} for {@code [0:0::1]:80}. */
    public String canonical() {
        String name = host;
        if (host.equals("*")) {
            name = EVERY;
        } else if (host.startsWith("[")) {
            name = "[" + Ipv6.canonical(host.substring(1, host.length() - 1)) + "]";
        }
        return port == 0 ? name : name + toString().substring(host.length());
    }

    private static ListenAddress bracketed(String word) throws ValueException {
        int close = word.indexOf(']');
        if (close < 0) {
            throw new ValueException("invalid host");
        }
        String rest = word.substring(close + 1);
        if (!rest.isEmpty() && rest.charAt(0) != ':') {
            throw new ValueException("invalid host");
        }
        ListenAddress address = rest.isEmpty()
                ? new ListenAddress(word, DEFAULT_PORT, DEFAULT_PORT)
                : at(word.substring(0, close + 1), rest.substring(1));
        if (close == 1) {
            throw new ValueException("no host");
        }
        if (!Ipv6.isAddress(word.substring(1, close))) {
            throw new ValueException("invalid IPv6 address");
        }
        return address;
    }

    private static String host(String host) throws ValueException {
        if (host.isEmpty()) {
            throw new ValueException("no host");
        }
        return host;
    }

    private static ListenAddress at(String host, String ports) throws ValueException {
        int dash = ports.indexOf('-');
        if (dash < 0) {
            int port = port(ports);
            return new ListenAddress(host, port, port);
        }
        int last = port(ports.substring(dash + 1));
        int first = port(ports.substring(0, dash));
        if (first > last) {
            throw new ValueException("invalid port range");
        }
        return new ListenAddress(host, first, last);
    }

    private static int port(String text) throws ValueException {
        long port = Numbers.digits(text);
        if (port < 1 || port > MOST) {
            throw new ValueException("invalid port");
        }
        return (int) port;
    }
}
