package io.sluice.plugins.headers.forwarded;

import java.net.InetAddress;

/** A network of IPv4 or IPv6 addresses. Immutable. */
final class Cidr {
    /** Its first address, 4 or 16 bytes. */
    private final byte[] address;
    /** The number of bits that its addresses share. */
    private final int prefix;

    private Cidr(byte[] address, int prefix) {
        this.address = address;
        this.prefix = prefix;
    }

    /**
     * The network that a text names, an address alone being one of its own; null when it names none. No name is looked up.
     * Bits after the prefix must be zero: {@code 10.0.0.1/8} is more likely a slip than a network.
     */
    static Cidr parse(String text) {
        int slash = text.indexOf('/');
        InetAddress first = Literal.parse(slash < 0 ? text : text.substring(0, slash));
        if (first == null) {
            return null;
        }
        byte[] bytes = first.getAddress();
        int prefix = slash < 0 ? bytes.length * 8 : prefix(text.substring(slash + 1));
        if (prefix < 0 || prefix > bytes.length * 8) {
            return null;
        }
        for (int bit = prefix; bit < bytes.length * 8; bit++) {
            if ((bytes[bit / 8] & (0x80 >> bit % 8)) != 0) {
                return null;
            }
        }
        return new Cidr(bytes, prefix);
    }

    /** Whether the address, 4 or 16 bytes, is in it; one of the other family never is. */
    boolean contains(byte[] other) {
        if (other.length != address.length) {
            return false;
        }
        int whole = prefix / 8;
        for (int i = 0; i < whole; i++) {
            if (other[i] != address[i]) {
                return false;
            }
        }
        int rest = prefix % 8;
        return rest == 0 || ((other[whole] ^ address[whole]) & (0xff00 >> rest) & 0xff) == 0;
    }

    private static int prefix(String digits) {
        return digits.matches("0|[1-9][0-9]{0,2}") ? Integer.parseInt(digits) : -1;
    }
}
