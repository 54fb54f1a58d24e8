package io.sluice.server.http;

import io.sluice.server.error.ErrorKind;
import io.sluice.server.error.ProxyException;
import java.nio.charset.StandardCharsets;

/** The authority of a request, {@code uri-host [ ":" port ]} of RFC 9110 section 7.2, checked and reduced to the host. */
final class HostName {
    private static final int HIGHEST_PORT = 65_535;

    private HostName() {}

    /**
     * nginx's {@code $host}: lower case, without port and without a dot at its end; an IPv6 literal keeps its brackets.
     * Stricter than nginx in that the characters and the port are checked as RFC 3986 section 3.2.2 has them.
     *
     * @throws ProxyException of kind {@link ErrorKind#BAD_REQUEST}
     */
    static String of(String authority) {
        int end = authority.startsWith("[") ? literalEnd(authority) : nameEnd(authority);
        checkPort(authority, end);
        if (authority.charAt(end - 1) == '.') {
            end--;
        }
        if (end == 0) {
            throw bad(authority, "it is a dot alone");
        }
        return lower(authority, end);
    }

    private static int nameEnd(String authority) {
        int end = 0;
        while (end < authority.length() && authority.charAt(end) != ':') {
            char c = authority.charAt(end);
            if (c > 127 || !Bytes.isHost(c)) {
                throw bad(authority, "it holds " + Bytes.show(c));
            }
            if (c == '%' && !percentEncoded(authority, end)) {
                throw bad(authority, "two hexadecimal digits must follow a percent sign");
            }
            if (c == '.' && end > 0 && authority.charAt(end - 1) == '.') {
                throw bad(authority, "it holds two dots in a row");
            }
            end++;
        }
        if (end == 0) {
            throw bad(authority, "it names no host");
        }
        return end;
    }

    private static int literalEnd(String authority) {
        int end = authority.indexOf(']');
        if (end < 0 || !Ipv6.isAddress(authority.substring(1, end))) {
            throw bad(authority, "it holds no IPv6 address between brackets");
        }
        return end + 1;
    }

    private static void checkPort(String authority, int hostEnd) {
        if (hostEnd == authority.length()) {
            return;
        }
        int port = authority.charAt(hostEnd) == ':' ? 0 : -1;
        for (int i = hostEnd + 1; i < authority.length() && port >= 0 && port <= HIGHEST_PORT; i++) {
            int digit = authority.charAt(i) - '0';
            port = digit >= 0 && digit <= 9 ? port * 10 + digit : -1;
        }
        if (port < 0 || port > HIGHEST_PORT) {
            throw bad(authority, "its port is no number up to " + HIGHEST_PORT);
        }
    }

    private static boolean percentEncoded(String authority, int at) {
        return at + 2 < authority.length()
                && Bytes.hex(authority.charAt(at + 1)) >= 0
                && Bytes.hex(authority.charAt(at + 2)) >= 0;
    }

    private static String lower(String authority, int end) {
        for (int i = 0; i < end; i++) {
            if (Bytes.lower(authority.charAt(i)) != authority.charAt(i)) {
                byte[] lower = authority.substring(0, end).getBytes(StandardCharsets.ISO_8859_1);
                for (int k = i; k < end; k++) {
                    lower[k] = (byte) Bytes.lower(lower[k]);
                }
                return new String(lower, StandardCharsets.ISO_8859_1);
            }
        }
        return authority.substring(0, end);
    }

    private static ProxyException bad(String authority, String why) {
        return new ProxyException(ErrorKind.BAD_REQUEST, "host \"" + authority + "\": " + why);
    }
}
