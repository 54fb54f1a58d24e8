package io.sluice.server.websocket;

import java.nio.ByteBuffer;

/**
 * Follows the frames of one direction of a tunnel (RFC 6455 section 5) while their bytes pass by unchanged: where frames
 * end, how many there were of each kind, how it was closed, and whether the rules of section 5 were kept. It copies,
 * unmasks and reassembles nothing, and looks at the header of a frame only.
 *
 * <p>A breach of the rules ends the following, as no later boundary can be trusted; the bytes may pass on all the same, and
 * the ends judge them. One object for each direction, used by one thread.
 */
public final class FrameBoundary {
    /** The first reserved bit, which permessage-deflate (RFC 7692) uses. */
    public static final int RSV1 = 0x40;

    private static final int FIRST = 0;
    private static final int SECOND = 1;
    private static final int LENGTH = 2;
    private static final int MASK = 3;
    private static final int PAYLOAD = 4;

    private static final int FIN = 0x80;
    private static final int RESERVED_BITS = 0x70;
    private static final int MASKED = 0x80;
    private static final int CODES = 16;
    private static final int LONGEST_CONTROL = 125;

    private final boolean masked;
    private final int allowedBits;
    private final long[] frames = new long[CODES];

    private int phase = FIRST;
    private int first;
    private Opcode opcode;
    private long left;
    private int lengthBytes;
    private int headerLeft;
    private int mask;
    private boolean inMessage;
    private int boundary = -1;
    private int closeCode = -1;
    private int closeBytes;
    private String violation;

    /**
     * Follows one direction.
     *
     * @param fromClient whether a client sends the frames, which must then be masked, and otherwise must not be
     * @param allowedBits the reserved bits that a negotiated extension gives a meaning: {@link #RSV1} or 0
     */
    public FrameBoundary(boolean fromClient, int allowedBits) {
        this.masked = fromClient;
        this.allowedBits = allowedBits;
    }

    /** Follows the bytes from {@code in}'s position to its limit, each once. The position stays. */
    public void pass(ByteBuffer in) {
        boundary = -1;
        int at = in.position();
        int limit = in.limit();
        while (at < limit && violation == null) {
            if (phase == PAYLOAD) {
                int run = (int) Math.min(left, limit - at);
                if (opcode == Opcode.CLOSE) {
                    closePayload(in, at, run);
                }
                at += run;
                left -= run;
                frameMayEnd(at);
            } else {
                header(in.get(at++) & 0xff);
                if (phase == PAYLOAD) {
                    frameMayEnd(at);
                }
            }
        }
    }

    /** The absolute index after the last frame that ended in the buffer passed last; -1 when none did. */
    public int lastBoundary() {
        return boundary;
    }

    /** Whether everything passed so far is whole frames: here another frame may be put in. */
    public boolean atBoundary() {
        return phase == FIRST && violation == null;
    }

    /** How many frames of this kind have ended. */
    public long frames(Opcode kind) {
        return frames[kind.code()];
    }

    /** Whether a Close frame has ended. */
    public boolean closed() {
        return frames(Opcode.CLOSE) > 0;
    }

    /** The code of the Close frame, {@link CloseCode#NO_STATUS} when it had none; -1 before it has ended. */
    public int closeCode() {
        return closed() ? closeCode : -1;
    }

    /** What broke the rules, in words; null while nothing did. */
    public String violation() {
        return violation;
    }

    private void header(int b) {
        switch (phase) {
            case FIRST:
                first(b);
                break;
            case SECOND:
                second(b);
                break;
            case LENGTH:
                left = left << 8 | b;
                if (--headerLeft == 0) {
                    lengthEnds();
                }
                break;
            default:
                mask = mask << 8 | b;
                if (--headerLeft == 0) {
                    phase = PAYLOAD;
                }
        }
    }

    private void first(int b) {
        first = b;
        opcode = Opcode.of(b & 0xf);
        if (opcode == null) {
            violation = "reserved opcode " + (b & 0xf);
        } else if ((b & RESERVED_BITS & ~allowedBits) != 0) {
            violation = "reserved bits that no extension uses";
        } else if (opcode.control() && (b & FIN) == 0) {
            violation = "a fragmented control frame";
        } else if (!opcode.control() && inMessage != (opcode == Opcode.CONTINUATION)) {
            violation = inMessage ? "a new message inside a fragmented one" : "a continuation of nothing";
        } else if (closed()) {
            violation = "a frame after Close";
        }
        phase = SECOND;
    }

    private void second(int b) {
        left = b & 0x7f;
        if (((b & MASKED) != 0) != masked) {
            violation = masked ? "an unmasked frame of a client" : "a masked frame of a server";
        } else if (opcode.control() && left > LONGEST_CONTROL) {
            violation = "a control frame of more than " + LONGEST_CONTROL + " bytes";
        } else if (opcode == Opcode.CLOSE && left == 1) {
            violation = "a Close frame with half a code";
        }
        closeCode = opcode == Opcode.CLOSE ? CloseCode.NO_STATUS : closeCode;
        lengthBytes = left < 126 ? 0 : left == 126 ? 2 : 8;
        if (lengthBytes > 0) {
            left = 0;
            headerLeft = lengthBytes;
            phase = LENGTH;
        } else {
            maskOrPayload();
        }
    }

    private void lengthEnds() {
        if (left < 0) {
            violation = "a length with its highest bit set";
        } else if (left < (lengthBytes == 2 ? 126 : 65_536)) {
            violation = "a length of " + left + " in " + lengthBytes + " bytes";
        }
        maskOrPayload();
    }

    private void maskOrPayload() {
        headerLeft = 4;
        mask = 0;
        phase = masked ? MASK : PAYLOAD;
    }

    private void closePayload(ByteBuffer in, int from, int run) {
        for (int i = 0; i < run && closeBytes < 2; i++, closeBytes++) {
            int clear = (in.get(from + i) ^ (mask >>> (24 - 8 * closeBytes))) & 0xff;
            closeCode = closeBytes == 0 ? clear : closeCode << 8 | clear;
        }
        if (closeBytes == 2 && !CloseCode.maySend(closeCode)) {
            violation = "close code " + closeCode;
        }
    }

    private void frameMayEnd(int at) {
        if (left > 0 || violation != null) {
            return;
        }
        frames[opcode.code()]++;
        if (!opcode.control()) {
            inMessage = (first & FIN) == 0;
        }
        phase = FIRST;
        boundary = at;
    }
}
