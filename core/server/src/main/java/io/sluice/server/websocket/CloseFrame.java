package io.sluice.server.websocket;

import java.nio.charset.StandardCharsets;

/** What a Close frame says (RFC 6455 section 5.5.1), put together from its payload as that passes by. */
final class CloseFrame {
    private static final int CODE_BYTES = 2;

    private final byte[] payload;
    private int filled;
    private boolean ended;

    /** A frame whose payload has this many bytes, at most 125. */
    CloseFrame(int length) {
        payload = new byte[length];
    }

    /** The next byte of the payload, unmasked. */
    void add(byte clear) {
        payload[filled++] = clear;
    }

    /** How much of the payload has come. */
    int filled() {
        return filled;
    }

    void end() {
        ended = true;
    }

    /** Whether all of it has come. */
    boolean ended() {
        return ended;
    }

    /** Its code; {@link CloseCode#NO_STATUS} where it has none. */
    int code() {
        return payload.length < CODE_BYTES ? CloseCode.NO_STATUS : ((payload[0] & 0xff) << 8) | (payload[1] & 0xff);
    }

    /** Its reason; what is not UTF-8 is replaced, control characters are still there. */
    String reason() {
        return payload.length <= CODE_BYTES
                ? ""
                : new String(payload, CODE_BYTES, payload.length - CODE_BYTES, StandardCharsets.UTF_8);
    }

    /** What is wrong with it; null for nothing. */
    String violation() {
        if (payload.length == 1) {
            return "a Close frame with half a code";
        }
        return payload.length > 0 && !CloseCode.maySend(code()) ? "close code " + code() : null;
    }
}
