package io.sluice.server.variable;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/**
 * Addresses as nginx writes them. IPv6 in the short form of RFC 5952: lower case, the longest run of zero groups (the
 * first of equal ones, at least two) as {@code ::}.
 */
final class AddressText {
    private static final int GROUPS = 8;

    private AddressText() {}

    static boolean append(InetSocketAddress address, StringBuilder out) {
        byte[] bytes = address.getAddress().getAddress();
        if (bytes.length == 4) {
            for (int i = 0; i < 4; i++) {
                out.append(i == 0 ? "" : ".").append(bytes[i] & 0xff);
            }
        } else {
            appendGroups(bytes, out);
        }
        return true;
    }

    /** 4 or 16 characters, one for each byte. */
    static String binary(InetSocketAddress address) {
        return new String(address.getAddress().getAddress(), StandardCharsets.ISO_8859_1);
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
