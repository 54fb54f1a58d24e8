package io.sluice.server.admin;

import io.sluice.server.config.Addresses;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;

/** Addresses that begin with the same bits, as {@code 10.0.0.0/8} or {@code 2001:db8::/32}; without a length, one address. */
final class AddressRange {
    private final byte[] start;
    private final int bits;

    private AddressRange(byte[] start, int bits) {
        this.start = start;
        this.bits = bits;
    }

    /** Reads one; empty where the text is none. Never asks a resolver. */
    static Optional<AddressRange> parse(String text) {
        int slash = text.indexOf('/');
        String host = slash < 0 ? text : text.substring(0, slash);
        String literal = host.indexOf(':') >= 0 && !host.startsWith("[") ? "[" + host + "]" : host;
        Optional<InetAddress> address = Addresses.literal(literal, 1).map(InetSocketAddress::getAddress);
        if (address.isEmpty()) {
            return Optional.empty();
        }
        byte[] bytes = address.get().getAddress();
        int most = bytes.length * Byte.SIZE;
        if (slash < 0) {
            return Optional.of(new AddressRange(bytes, most));
        }
        String length = text.substring(slash + 1);
        boolean number = !length.isEmpty()
                && length.length() <= 3
                && length.chars().allMatch(c -> c >= '0' && c <= '9')
                && Integer.parseInt(length) <= most;
        return number ? Optional.of(new AddressRange(bytes, Integer.parseInt(length))) : Optional.empty();
    }

    /** Whether an address is among them; one of another family is not. */
    boolean has(InetAddress address) {
        byte[] other = address.getAddress();
        if (other.length != start.length) {
            return false;
        }
        int left = bits;
        for (int i = 0; left > 0; i++, left -= Byte.SIZE) {
            int mask = left >= Byte.SIZE ? 0xff : 0xff << (Byte.SIZE - left) & 0xff;
            if (((other[i] ^ start[i]) & mask) != 0) {
                return false;
            }
        }
        return true;
    }
}
