package io.sluice.server.demo;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * One frame of a WebSocket (RFC 6455 section 5.2).
 *
 * @param last whether it ends its message
 * @param opcode one of the constants here
 * @param payload the bytes, unmasked
 */
@SuppressWarnings("ArrayRecordComponent") // frames are read and written, never compared
record Frame(boolean last, int opcode, byte[] payload) {
    static final int CONTINUATION = 0;
    static final int TEXT = 1;
    static final int BINARY = 2;
    static final int CLOSE = 8;
    static final int PING = 9;
    static final int PONG = 10;

    private static final int MAX_CONTROL = 125;

    /** Whether it is one of close, ping and pong, which may come between the frames of a message. */
    boolean control() {
        return opcode >= CLOSE;
    }

    /**
     * Reads a frame of a client.
     *
     * @param room the largest payload that is taken, in bytes
     * @throws ViolationException when it breaks the protocol or is larger
     * @throws IOException when the stream fails or ends
     */
    static Frame read(InputStream stream, int room) throws IOException {
        DataInputStream in = new DataInputStream(stream);
        int first = in.readUnsignedByte();
        int second = in.readUnsignedByte();
        int opcode = first & 0x0f;
        boolean last = (first & 0x80) != 0;
        if ((first & 0x70) != 0) {
            throw new ViolationException(ViolationException.PROTOCOL, "a reserved bit is set");
        }
        if ((second & 0x80) == 0) {
            throw new ViolationException(ViolationException.PROTOCOL, "a client's frame is not masked");
        }
        if ((opcode > BINARY && opcode < CLOSE) || opcode > PONG) {
            throw new ViolationException(ViolationException.PROTOCOL, "unknown opcode " + opcode);
        }
        long length = second & 0x7f;
        if (opcode >= CLOSE && (length > MAX_CONTROL || !last)) {
            throw new ViolationException(ViolationException.PROTOCOL, "a control frame is too long or fragmented");
        }
        if (length == 126) {
            length = in.readUnsignedShort();
        } else if (length == 127) {
            length = in.readLong();
        }
        if (length < 0) {
            throw new ViolationException(ViolationException.PROTOCOL, "a length with its highest bit set");
        }
        if (opcode < CLOSE && length > room) {
            throw new ViolationException(ViolationException.TOO_BIG, "the message is too big");
        }
        byte[] mask = new byte[4];
        in.readFully(mask);
        byte[] payload = new byte[(int) length];
        in.readFully(payload);
        for (int i = 0; i < payload.length; i++) {
            payload[i] ^= mask[i & 3];
        }
        return new Frame(last, opcode, payload);
    }

    /** Writes the frame as a server does, unmasked, and flushes. */
    void write(OutputStream out) throws IOException {
        out.write((last ? 0x80 : 0) | opcode);
        int length = payload.length;
        if (length <= MAX_CONTROL) {
            out.write(length);
        } else if (length <= 0xffff) {
            out.write(126);
            out.write(length >> 8);
            out.write(length);
        } else {
            out.write(127);
            for (int shift = 56; shift >= 0; shift -= 8) {
                out.write((int) ((long) length >> shift));
            }
        }
        out.write(payload);
        out.flush();
    }
}
