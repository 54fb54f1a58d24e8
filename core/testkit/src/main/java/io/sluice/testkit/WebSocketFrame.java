package io.sluice.testkit;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * One frame of RFC 6455 section 5.2, of any shape, allowed or not. Immutable. The payload is shown unmasked; the mask is
 * put on when the frame is encoded.
 */
public final class WebSocketFrame {
    /** A further part of a message. */
    public static final int CONTINUATION = 0;
    /** A text message or its first part. */
    public static final int TEXT = 1;
    /** A binary message or its first part. */
    public static final int BINARY = 2;
    /** A close. */
    public static final int CLOSE = 8;
    /** A ping. */
    public static final int PING = 9;
    /** A pong. */
    public static final int PONG = 10;

    private final boolean fin;
    private final int reserved;
    private final int opcode;
    private final byte[] mask;
    private final byte[] payload;

    private WebSocketFrame(boolean fin, int reserved, int opcode, byte[] mask, byte[] payload) {
        this.fin = fin;
        this.reserved = reserved;
        this.opcode = opcode;
        this.mask = mask;
        this.payload = payload;
    }

    /** A final frame, not masked, with no reserved bits. */
    public static WebSocketFrame of(int opcode, byte[] payload) {
        return new WebSocketFrame(true, 0, opcode, null, payload);
    }

    /** A close frame with a code and a reason; without a payload when the code is 0. */
    public static WebSocketFrame close(int code, String reason) {
        byte[] text = reason.getBytes(StandardCharsets.UTF_8);
        byte[] payload = code == 0
                ? new byte[0]
                : ByteBuffer.allocate(2 + text.length)
                        .putShort((short) code)
                        .put(text)
                        .array();
        return of(CLOSE, payload);
    }

    /** The same frame, to be followed by further parts. */
    public WebSocketFrame notFinal() {
        return new WebSocketFrame(false, reserved, opcode, mask, payload);
    }

    /** The same frame with reserved bits: 4 is RSV1, 2 is RSV2, 1 is RSV3. */
    public WebSocketFrame reserved(int bits) {
        return new WebSocketFrame(fin, bits, opcode, mask, payload);
    }

    /** The same frame, masked with this key of four bytes. */
    public WebSocketFrame masked(byte... key) {
        return new WebSocketFrame(fin, reserved, opcode, key, payload);
    }

    /** Whether it is the last part of its message. */
    public boolean fin() {
        return fin;
    }

    /** The reserved bits, 0 to 7. */
    public int reserved() {
        return reserved;
    }

    /** The opcode, 0 to 15. */
    public int opcode() {
        return opcode;
    }

    /** Whether it was or will be masked. */
    public boolean isMasked() {
        return mask != null;
    }

    /** The payload, unmasked. */
    public byte[] payload() {
        return payload;
    }

    /** The payload as UTF-8. */
    public String text() {
        return new String(payload, StandardCharsets.UTF_8);
    }

    /** A close frame's code, 1005 when it carries none (RFC 6455 section 7.1.5). */
    public int closeCode() {
        return payload.length < 2 ? 1005 : ByteBuffer.wrap(payload).getShort() & 0xffff;
    }

    /** A close frame's reason. */
    public String closeReason() {
        return payload.length < 2 ? "" : new String(payload, 2, payload.length - 2, StandardCharsets.UTF_8);
    }

    /** The frame's bytes, with the shortest length field. */
    public byte[] encode() {
        return encode(payload.length < 126 ? 0 : payload.length < 65536 ? 2 : 8, payload.length);
    }

    /**
     * The frame's bytes with a length field of one's own, right or wrong.
     *
     * @param lengthBytes bytes of the extended length: 0, 2 or 8
     * @param length the length it declares
     */
    public byte[] encode(int lengthBytes, long length) {
        ByteBuffer out = ByteBuffer.allocate(2 + lengthBytes + (mask == null ? 0 : 4) + payload.length);
        out.put((byte) ((fin ? 0x80 : 0) | reserved << 4 | opcode));
        int maskBit = mask == null ? 0 : 0x80;
        switch (lengthBytes) {
            case 0 -> out.put((byte) (maskBit | (int) length));
            case 2 -> out.put((byte) (maskBit | 126)).putShort((short) length);
            case 8 -> out.put((byte) (maskBit | 127)).putLong(length);
            default -> throw new IllegalArgumentException("length field: " + lengthBytes + " (expected: 0, 2 or 8)");
        }
        if (mask != null) {
            out.put(mask);
        }
        int start = out.position();
        out.put(payload);
        applyMask(mask, out.array(), start);
        return out.array();
    }

    /** Reads one frame off a wire, masked or not. */
    static WebSocketFrame read(Wire wire) throws IOException {
        byte[] head = wire.readExactly(2);
        boolean masked = (head[1] & 0x80) != 0;
        long length = head[1] & 0x7f;
        if (length == 126) {
            length = ByteBuffer.wrap(wire.readExactly(2)).getShort() & 0xffff;
        } else if (length == 127) {
            length = ByteBuffer.wrap(wire.readExactly(8)).getLong();
        }
        byte[] mask = masked ? wire.readExactly(4) : null;
        byte[] payload = wire.readExactly(Math.toIntExact(length));
        applyMask(mask, payload, 0);
        return new WebSocketFrame((head[0] & 0x80) != 0, head[0] >> 4 & 7, head[0] & 15, mask, payload);
    }

    private static void applyMask(byte[] mask, byte[] bytes, int start) {
        if (mask != null) {
            for (int i = start; i < bytes.length; i++) {
                bytes[i] ^= mask[i - start & 3];
            }
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof WebSocketFrame that
                && fin == that.fin
                && reserved == that.reserved
                && opcode == that.opcode
                && Arrays.equals(payload, that.payload);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(payload) * 31 + opcode;
    }

    @Override
    public String toString() {
        String shown = new String(payload, 0, Math.min(payload.length, 40), StandardCharsets.ISO_8859_1);
        return "frame[opcode=" + opcode + ", fin=" + fin + ", reserved=" + reserved + ", length=" + payload.length
                + ", payload=" + shown + (payload.length > 40 ? "…" : "") + "]";
    }
}
