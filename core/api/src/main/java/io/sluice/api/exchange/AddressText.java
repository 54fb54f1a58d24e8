package io.sluice.api.exchange;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;

/**
 * Addresses as nginx writes them [$remote_addr]: IPv4 in four decimal numbers, IPv6 in the short form of RFC 5952: lower case, the longest run of zero groups (the
 * first of equal ones, at least two) as {@code ::},
 * without brackets. Stateless and thread-safe.
 */
public final class AddressText {
    private static final int GROUPS = 8;

    private AddressText() {}

    /** Appends the address, 4 or 16 bytes, without making a string of it. */
    public static void append(InetAddress address, StringBuilder out) {
        byte[] bytes = address.getAddress();
        if (bytes.length == 4) {
            for (int i = 0; i < 4; i++) {
                if (i > 0) {
                    out.append('.');
                }
                out.append(bytes[i] & 0xff);
            }
        } else {
            appendGroups(bytes, out);
        }
    }

    /** The address as a text of its own. */
    public static String of(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (bytes.length == 4) {
            return decimals(bytes);
        }
        StringBuilder out = new StringBuilder(40);
        appendGroups(bytes, out);
        return out.toString();
    }

    private static String decimals(byte[] bytes) {
        byte[] text = new byte[15];
        int length = 0;
        for (int i = 0; i < 4; i++) {
            int number = bytes[i] & 0xff;
            if (i > 0) {
                text[length++] = '.';
            }
            if (number >= 100) {
                text[length++] = (byte) ('0' + number / 100);
            }
            if (number >= 10) {
                text[length++] = (byte) ('0' + number / 10 % 10);
            }
            text[length++] = (byte) ('0' + number % 10);
        }
        return new String(text, 0, length, StandardCharsets.ISO_8859_1);
    }

    /** The address with its port, one of IPv6 in brackets [$upstream_addr]. The address must be resolved. */
    public static String withPort(InetSocketAddress address) {
        String host = of(address.getAddress());
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + address.getPort();
    }

    /** An address of either kind: with its port, or {@code unix:} and the path of a socket in the file system. */
    public static String of(SocketAddress address) {
        return address instanceof InetSocketAddress inet ? withPort(inet) : "unix:" + address;
    }

    private static void appendGroups(byte[] bytes, StringBuilder out) {
        int gap = -1;
        int gapLength = 1;
        for (int i = 0; i < GROUPS; i++) {
            int length = 0;
            while (i + length < GROUPS && group(bytes, i + length) == 0) {
                length++;
            }
            if (length > gapLength) {
                gap = i;
                gapLength = length;
            }
            i += length;
        }
        for (int i = 0; i < GROUPS; i++) {
            if (i == gap) {
                out.append("::");
                i += gapLength - 1;
            } else {
                out.append(i == 0 || i == gap + gapLength ? "" : ":").append(Integer.toHexString(group(bytes, i)));
            }
        }
    }

    private static int group(byte[] bytes, int index) {
        return (bytes[2 * index] & 0xff) << 8 | (bytes[2 * index + 1] & 0xff);
    }
}
