package io.sluice.server.config;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/**
 * Reads addresses as nginx writes them: {@code host:port}, {@code [::1]:port}, {@code *:port} for every address. Names are
 * resolved at once, which may take as long as the resolver takes.
 */
public final class Addresses {
    static final String EXPECTED_BIND = "an address and port such as 127.0.0.1:8080, [::1]:8080 or *:8080";
    static final String EXPECTED_SERVER =
            "an address such as 10.0.0.1:8080, [2001:db8::1]:8080, app.internal:8080 or unix:/run/app.sock";
    private static final Pattern LITERAL = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}|\\[[0-9a-fA-F:.]+\\]");
    static final String EXPECTED_SERVICE = "the name of a service such as _ws._tcp.chat.internal, without a port";
    private static final Pattern HOST_NAME =
            Pattern.compile("(?=.{1,254}$)[a-zA-Z0-9_-]{1,63}(\\.[a-zA-Z0-9_-]{1,63})*\\.?");
    private static final int MAX_PORT = 65_535;
    private static final String UNIX = "unix:";
    /** Of sun_path (unix(7)), without the byte that ends it. */
    private static final int LONGEST_PATH = 107;

    private Addresses() {}

    /** An address is not well formed or cannot be resolved; the message says what was expected. */
    static final class Refused extends Exception {
        private static final long serialVersionUID = 1L;

        Refused(String expected) {
            super(expected);
        }
    }

    /** One address to listen on; its port may be 0. */
    static InetSocketAddress bind(String text) throws Refused {
        Parts parts = split(text, EXPECTED_BIND);
        String host = parts.host().equals("*") ? "0.0.0.0" : parts.host();
        int port = parts.port().orElseThrow(() -> new Refused(EXPECTED_BIND));
        return new InetSocketAddress(resolve(host).get(0), port);
    }

    /** The addresses of a back end, IPv4 first: a name may have several; or that of a socket in the file system. */
    static List<SocketAddress> server(String text, int defaultPort) throws Refused {
        if (text.startsWith(UNIX)) {
            return List.of(socket(text));
        }
        Parts parts = split(text, EXPECTED_SERVER);
        int port = parts.port().orElse(defaultPort);
        if (port == 0 || parts.host().equals("*")) {
            throw new Refused(EXPECTED_SERVER);
        }
        return resolve(parts.host()).stream()
                .sorted((a, b) -> Integer.compare(a.getAddress().length, b.getAddress().length))
                .<SocketAddress>map(address -> new InetSocketAddress(address, port))
                .toList();
    }

    /** Also refuses what {@code bind} and {@code connect} would: the kernel bounds the path. */
    private static SocketAddress socket(String text) throws Refused {
        String path = text.substring(UNIX.length());
        if (!path.startsWith("/") || path.indexOf('\0') >= 0) {
            throw new Refused("unix: and the absolute path of a socket, such as unix:/run/app.sock");
        }
        if (path.getBytes(StandardCharsets.UTF_8).length > LONGEST_PATH) {
            throw new Refused(
                    "unix: and a path of at most " + LONGEST_PATH + " bytes, as the kernel takes no longer one");
        }
        return UnixDomainSocketAddress.of(path);
    }

    /** The address of a back end whose name is resolved later: unresolved, but of an IP address, which needs no resolver. */
    static InetSocketAddress named(String text, int defaultPort) throws Refused {
        Optional<InetSocketAddress> literal = literal(text, defaultPort);
        if (literal.isPresent()) {
            return literal.get();
        }
        Parts parts = split(text, EXPECTED_SERVER);
        int port = parts.port().orElse(defaultPort);
        if (port == 0 || !HOST_NAME.matcher(parts.host()).matches()) {
            throw new Refused(EXPECTED_SERVER);
        }
        return InetSocketAddress.createUnresolved(parts.host(), port);
    }

    /** The name of a service, which is resolved later: unresolved, with port 0. */
    static InetSocketAddress service(String text) throws Refused {
        if (!HOST_NAME.matcher(text).matches()) {
            throw new Refused(EXPECTED_SERVICE);
        }
        return InetSocketAddress.createUnresolved(text, 0);
    }

    /**
     * The host and the port of a text in which a host is named, unresolved; empty where it is none. Never blocks.
     *
     * @param text a name of at most 253 characters, with or without a port
     */
    public static Optional<InetSocketAddress> hostName(String text, int defaultPort) {
        try {
            return Optional.of(named(text, defaultPort)).filter(InetSocketAddress::isUnresolved);
        } catch (Refused e) {
            return Optional.empty();
        }
    }

    /**
     * The address that a text stands for without a resolver; empty where it is none. Never blocks.
     *
     * @param text an IPv4 address, or an IPv6 address in brackets, with or without a port
     */
    public static Optional<InetSocketAddress> literal(String text, int defaultPort) {
        try {
            Parts parts = split(text, EXPECTED_SERVER);
            if (!LITERAL.matcher(parts.host()).matches() || parts.port().orElse(defaultPort) == 0) {
                return Optional.empty();
            }
            return Optional.of(new InetSocketAddress(
                    resolve(parts.host()).get(0), parts.port().orElse(defaultPort)));
        } catch (Refused e) {
            return Optional.empty();
        }
    }

    /** A host, an IPv6 address in brackets, and the port that may stand behind it. */
    record Parts(String host, OptionalInt port) {}

    /** Takes an address apart, and resolves nothing. */
    static Parts split(String text, String expected) throws Refused {
        if (text.startsWith(UNIX)) {
            throw new Refused(expected + ", and no Unix socket");
        }
        boolean bracketed = text.startsWith("[");
        int end = bracketed ? text.indexOf(']') + 1 : hostEnd(text);
        String host = text.substring(0, end);
        String rest = text.substring(end);
        if (host.isEmpty() || bracketed != host.contains(":") || !host.chars().allMatch(Addresses::isHostCharacter)) {
            throw new Refused(expected);
        }
        return new Parts(host, rest.isEmpty() ? OptionalInt.empty() : OptionalInt.of(port(rest, expected)));
    }

    private static int hostEnd(String text) {
        int colon = text.indexOf(':');
        return colon < 0 ? text.length() : colon;
    }

    private static int port(String rest, String expected) throws Refused {
        String digits = rest.startsWith(":") ? rest.substring(1) : "";
        boolean number =
                !digits.isEmpty() && digits.length() <= 5 && digits.chars().allMatch(c -> c >= '0' && c <= '9');
        if (!number) {
            throw new Refused(expected);
        }
        int port = Integer.parseInt(digits);
        if (port > MAX_PORT) {
            throw new Refused(expected + ", the port at most " + MAX_PORT);
        }
        return port;
    }

    private static boolean isHostCharacter(int c) {
        return c < 128 && (Character.isLetterOrDigit(c) || "-._:[]%*".indexOf(c) >= 0);
    }

    private static List<InetAddress> resolve(String host) throws Refused {
        try {
            return Arrays.asList(InetAddress.getAllByName(host));
        } catch (UnknownHostException e) {
            throw new Refused("a host that can be resolved; " + host + " cannot");
        }
    }
}
