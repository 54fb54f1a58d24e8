package io.sluice.plugins.health.websocket;

import io.sluice.api.health.ProbeFailure;
import java.nio.ByteBuffer;

/**
 * A frame as it begins (RFC 6455 section 5.2).
 *
 * @param opcode 0 to 2 or 8 to 10
 * @param length of the payload, up to 125 where the opcode is one of control
 */
record Frame(int opcode, long length) {
    static final int CLOSE = 8;
    static final int PING = 9;
    static final int PONG = 10;

    private static final int FINAL = 0x80;
    private static final int MASKED = 0x80;
    private static final int LONGEST_OF_CONTROL = 125;

    /**
     * Reads the beginning of a frame that a server sends, up to its payload.
     *
     * @return null while it is not complete; {@code data} is as it was then
     * @throws ProbeFailure a server must not send it
     */
    static Frame read(ByteBuffer data) throws ProbeFailure {
        int start = data.position();
        if (data.remaining() < 2) {
            return null;
        }
        int first = data.get() & 0xff;
        int second = data.get() & 0xff;
        int opcode = first & 0x0f;
        boolean control = opcode >= CLOSE;
        long length = second & 0x7f;
        if ((first & 0x70) != 0 || opcode > PONG || (opcode > 2 && !control)) {
            throw new ProbeFailure(String.format("a frame begins with 0x%02x: no such frame was agreed on", first));
        }
        if ((second & MASKED) != 0) {
            throw new ProbeFailure("a frame is masked, which a server's never is");
        }
        if (control && ((first & FINAL) == 0 || length > LONGEST_OF_CONTROL)) {
            throw new ProbeFailure("a control frame is cut into parts or longer than 125 bytes");
        }
        int more = length == 126 ? Short.BYTES : length == 127 ? Long.BYTES : 0;
        if (data.remaining() < more) {
            data.position(start);
            return null;
        }
        if (more == Short.BYTES) {
            length = data.getShort() & 0xffff;
        } else if (more == Long.BYTES) {
            length = data.getLong();
        }
        if (length < 0) {
            throw new ProbeFailure("a frame says that it is longer than 2^63 bytes");
        }
        return new Frame(opcode, length);
    }

    /** Whether it can come between the parts of a message: close, ping or pong. */
    boolean control() {
        return opcode >= CLOSE;
    }

    /** A whole frame with a payload of up to 125 bytes, as a client sends it: masked. */
    static byte[] of(int opcode, byte[] payload) {
        byte[] mask = Chance.bytes(4);
        ByteBuffer out = ByteBuffer.allocate(6 + payload.length)
                .put((byte) (FINAL | opcode))
                .put((byte) (MASKED | payload.length))
                .put(mask);
        for (int i = 0; i < payload.length; i++) {
            out.put((byte) (payload[i] ^ mask[i & 3]));
        }
        return out.array();
    }
}
