package io.sluice.bench.wire;

import java.nio.ByteBuffer;

/** Writes the frames of a client, whose payloads are masked (RFC 6455, section 5.3). Buffers are big-endian. */
public final class FrameWriter {
    /** The most that a header takes, mask included. */
    public static final int LONGEST_HEADER = 14;

    private static final int FIN = 0x80;
    private static final int MASK = 0x80;
    private static final int LONGEST_SHORT = 125;
    private static final int LONGEST_MEDIUM = 0xffff;

    private FrameWriter() {}

    /**
     * Writes one whole message or control frame with this payload.
     *
     * @param out has room for the payload and {@link #LONGEST_HEADER}
     */
    public static void write(ByteBuffer out, int opcode, int mask, byte[] payload) {
        header(out, opcode, payload.length, mask);
        for (int i = 0; i < payload.length; i++) {
            out.put((byte) (payload[i] ^ mask >>> (24 - 8 * (i & 3))));
        }
    }

    /**
     * Writes one whole message whose payload is a word of eight bytes, over and over, up to the length: see {@link Payload}.
     *
     * @param out has room for the payload and {@link #LONGEST_HEADER}
     */
    public static void write(ByteBuffer out, int opcode, int mask, long word, int length) {
        header(out, opcode, length, mask);
        long masked = word ^ ((long) mask << 32 | (mask & 0xffffffffL));
        int position = out.position();
        int end = position + length;
        for (; position <= end - Long.BYTES; position += Long.BYTES) {
            out.putLong(position, masked);
        }
        for (int shift = 56; position < end; position++, shift -= 8) {
            out.put(position, (byte) (masked >>> shift));
        }
        out.position(end);
    }

    private static void header(ByteBuffer out, int opcode, int length, int mask) {
        out.put((byte) (FIN | opcode));
        if (length <= LONGEST_SHORT) {
            out.put((byte) (MASK | length));
        } else if (length <= LONGEST_MEDIUM) {
            out.put((byte) (MASK | 126)).putShort((short) length);
        } else {
            out.put((byte) (MASK | 127)).putLong(length);
        }
        out.putInt(mask);
    }
}
