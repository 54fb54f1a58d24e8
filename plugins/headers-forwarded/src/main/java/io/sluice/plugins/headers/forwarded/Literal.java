package io.sluice.plugins.headers.forwarded;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** Addresses written in numbers. Nothing here ever asks a name server. */
final class Literal {
    private static final int LONGEST = 45;

    private Literal() {}

    /** The address; null when the text is none, has a port or a zone. An IPv4 address in IPv6 form becomes IPv4. */
    static InetAddress parse(String text) {
        if (text.isEmpty() || text.length() > LONGEST) {
            return null;
        }
        try {
            if (text.indexOf(':') < 0) {
                byte[] bytes = ipv4(text);
                return bytes == null ? null : InetAddress.getByAddress(bytes);
            }
            for (int i = 0; i < text.length(); i++) {
                char c = text.charAt(i);
                if (Character.digit(c, 16) < 0 && c != ':' && c != '.') {
                    return null;
                }
            }
            // A colon and nothing but digits: the library takes it for an address or throws, without a look-up.
            return InetAddress.getByName(text);
        } catch (UnknownHostException e) {
            return null;
        }
    }

    /** Four decimal numbers without leading zeros, which some read as octal. */
    private static byte[] ipv4(String text) {
        byte[] out = new byte[4];
        int at = 0;
        for (int i = 0; i < 4; i++) {
            int dot = i < 3 ? text.indexOf('.', at) : text.length();
            int length = dot - at;
            if (length < 1 || length > 3 || (length > 1 && text.charAt(at) == '0')) {
                return null;
            }
            int number = 0;
            for (; at < dot; at++) {
                char c = text.charAt(at);
                if (c < '0' || c > '9') {
                    return null;
                }
                number = number * 10 + c - '0';
            }
            if (number > 255) {
                return null;
            }
            out[i] = (byte) number;
            at++;
        }
        return out;
    }
}
