package io.sluice.server.websocket;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** Control frames of the proxy's own (RFC 6455 section 5.5). */
public final class ControlFrame {
    /** The longest payload of a control frame. */
    public static final int LONGEST = 125;

    /** The longest reason of a Close frame, in bytes of UTF-8. */
    public static final int LONGEST_REASON = LONGEST - 2;

    private static final int FIN = 0x80;
    private static final int MASKED = 0x80;

    private ControlFrame() {}

    /** A frame to a client: without a mask (section 5.1). */
    public static ByteBuffer toClient(Opcode kind, byte[] payload) {
        return ByteBuffer.allocate(2 + payload.length)
                .put((byte) (FIN | kind.code()))
                .put((byte) payload.length)
                .put(payload)
                .flip();
    }

    /**
     * A frame to a back end: with a mask.
     *
     * @param mask another one for each frame, which nobody can guess (section 5.3)
     */
    public static ByteBuffer toServer(Opcode kind, byte[] payload, int mask) {
        ByteBuffer frame = ByteBuffer.allocate(6 + payload.length)
                .put((byte) (FIN | kind.code()))
                .put((byte) (MASKED | payload.length))
                .putInt(mask);
        for (int i = 0; i < payload.length; i++) {
            frame.put((byte) (payload[i] ^ (mask >>> (24 - 8 * (i % 4)))));
        }
        return frame.flip();
    }

    /** The payload of a Close frame; of a reason that is too long, as many whole characters as there is room for. */
    public static byte[] closePayload(int code, String reason) {
        ByteBuffer payload = ByteBuffer.allocate(LONGEST).putShort((short) code);
        StandardCharsets.UTF_8
                .newEncoder()
                .onMalformedInput(CodingErrorAction.REPLACE)
                .onUnmappableCharacter(CodingErrorAction.REPLACE)
                .encode(CharBuffer.wrap(reason), payload, true);
        byte[] bytes = new byte[payload.flip().remaining()];
        payload.get(bytes);
        return bytes;
    }
}
