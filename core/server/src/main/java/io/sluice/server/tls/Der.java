package io.sluice.server.tls;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * One value in DER (X.690, section 8.1) and where it lies. It tells nothing of what the bytes mean, and so never fails for a
 * text that its own kind forbids: what a certificate holds is shown as it stands there. Immutable as long as nobody changes
 * the bytes it was made of.
 */
final class Der {
    private static final int MANY = 0x1f;
    private static final int CONTINUED = 0x80;
    private static final int LENGTH_OCTETS = 4;

    private final byte[] bytes;
    private final int start;
    private final int content;
    private final int end;

    private Der(byte[] bytes, int start, int content, int end) {
        this.bytes = bytes;
        this.start = start;
        this.content = content;
        this.end = end;
    }

    /**
     * The value that these bytes begin with.
     *
     * @throws IllegalArgumentException if it has no definite length, or ends behind them
     */
    static Der of(byte[] bytes) {
        return read(bytes, 0, bytes.length);
    }

    /** The first octet of its tag: class, whether it has parts, number. */
    int tag() {
        return bytes[start] & 0xff;
    }

    /** The bytes behind its length. */
    byte[] value() {
        return Arrays.copyOfRange(bytes, content, end);
    }

    /** All its bytes. */
    byte[] encoded() {
        return Arrays.copyOfRange(bytes, start, end);
    }

    /**
     * The values it is made of.
     *
     * @throws IllegalArgumentException if they do not fill it exactly
     */
    List<Der> parts() {
        List<Der> parts = new ArrayList<>();
        for (int at = content; at < end; ) {
            Der part = read(bytes, at, end);
            parts.add(part);
            at = part.end;
        }
        return parts;
    }

    /**
     * One of the values it is made of.
     *
     * @throws IllegalArgumentException if there are not as many
     */
    Der part(int index) {
        List<Der> parts = parts();
        if (index >= parts.size()) {
            throw new IllegalArgumentException("a value of " + parts.size() + " parts has no part " + index);
        }
        return parts.get(index);
    }

    private static Der read(byte[] bytes, int start, int limit) {
        int at = start;
        int tag = octet(bytes, at++, limit) & MANY;
        for (int more = tag == MANY ? CONTINUED : 0; more != 0; ) {
            more = octet(bytes, at++, limit) & CONTINUED;
        }
        int length = octet(bytes, at++, limit);
        if (length >= CONTINUED) {
            int octets = length - CONTINUED;
            if (octets == 0 || octets > LENGTH_OCTETS) {
                throw new IllegalArgumentException("a length of " + octets + " octets at " + (at - 1));
            }
            length = 0;
            for (int i = 0; i < octets; i++) {
                length = (length << 8) | octet(bytes, at++, limit);
            }
        }
        if (length < 0 || length > limit - at) {
            throw new IllegalArgumentException("a length beyond the end at " + start);
        }
        return new Der(bytes, start, at, at + length);
    }

    private static int octet(byte[] bytes, int at, int limit) {
        if (at >= limit) {
            throw new IllegalArgumentException("ends within a tag or a length at " + at);
        }
        return bytes[at] & 0xff;
    }
}
