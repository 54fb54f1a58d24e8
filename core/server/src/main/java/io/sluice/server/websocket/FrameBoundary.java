package io.sluice.server.websocket;

import io.sluice.server.observe.FrameTally;
import java.nio.ByteBuffer;

/**
 * Follows the frames of one direction of a tunnel (RFC 6455 section 5) while their bytes pass by unchanged: where frames
 * and messages end, how many there were of each kind, how it was closed, and whether the rules of section 5 were kept. It
 * copies, unmasks and reassembles nothing, and looks at the header of a frame only; of a Close frame it keeps what it says.
 *
 * <p>A breach of the rules ends the following, as no later boundary can be trusted; the bytes may pass on all the same, and
 * the ends judge them. One object for each direction, used by one thread.
 */
public final class FrameBoundary {
    /** The first reserved bit, which permessage-deflate (RFC 7692) uses. */
    public static final int RSV1 = 0x40;

    /** All reserved bits: for extensions of which nothing is known. */
    public static final int RESERVED_BITS = 0x70;

    private static final byte FIRST = 0;
    private static final byte SECOND = 1;
    private static final byte LENGTH = 2;
    private static final byte MASK = 3;
    private static final byte PAYLOAD = 4;

    /** Where the following stops for a while. */
    private enum Until {
        END,
        MESSAGE_END,
        FRAME_END,
        PONG
    }

    private static final int FIN = 0x80;
    private static final int OPCODE = 0xf;
    private static final int MASKED = 0x80;
    private static final int LENGTH_BITS = 0x7f;
    private static final int TWO_BYTES = 126;
    private static final int MASK_BYTES = 4;
    private static final int LONGEST_CONTROL = 125;

    private final boolean masked;
    private final FrameTally tally;
    private final byte allowedBits;

    private byte phase = FIRST;
    private byte headerLeft;
    private boolean longLength;
    private boolean fin;
    private Opcode opcode;
    private int mask;
    private long left;

    /** The kind of the message that is under way; null between two. */
    private Opcode message;

    private long texts;
    private long binaries;
    private long pings;
    private long pongs;
    private CloseFrame close;
    private String violation;

    /**
     * Follows one direction.
     *
     * @param fromClient whether a client sends the frames, which must then be masked, and otherwise must not be
     * @param allowedBits the reserved bits that a negotiated extension gives a meaning: {@link #RSV1}, {@link
     *     #RESERVED_BITS} or 0
     */
    public FrameBoundary(boolean fromClient, int allowedBits) {
        this(fromClient, allowedBits, new FrameTally());
    }

    /** The same; {@code tally} counts what passes, too. */
    public FrameBoundary(boolean fromClient, int allowedBits, FrameTally tally) {
        this.tally = tally;
        this.masked = fromClient;
        this.allowedBits = (byte) allowedBits;
    }

    /** Follows the bytes from {@code in}'s position to its limit, each once. The position stays. */
    public void pass(ByteBuffer in) {
        follow(in, Until.END);
    }

    /**
     * As {@link #pass}, but only as far as the first place where no message is under way, so that a Close frame may be put in,
     * or where there was one, so that it need not.
     *
     * @return the absolute index of that place, from {@code in}'s position to its limit; -1 when there is none, and all was
     *     followed
     */
    public int passToMessageEnd(ByteBuffer in) {
        return betweenMessages() || closed() ? in.position() : follow(in, Until.MESSAGE_END);
    }

    /** As {@link #passToMessageEnd}, but as far as the first place {@link #atBoundary}: a Ping may be put in there. */
    public int passToFrameEnd(ByteBuffer in) {
        return atBoundary() ? in.position() : follow(in, Until.FRAME_END);
    }

    /**
     * As {@link #pass}, but only as far as a Pong begins.
     *
     * @return the absolute index of its first byte, which is still to be followed; -1 when none begins, and all was followed
     */
    public int passToPong(ByteBuffer in) {
        return follow(in, Until.PONG);
    }

    /** Whether everything passed so far is whole frames: here a Ping may be put in. */
    public boolean atBoundary() {
        return phase == FIRST && violation == null;
    }

    /** Whether everything passed so far is whole messages. */
    public boolean betweenMessages() {
        return message == null && atBoundary();
    }

    /** How many whole messages have passed, of {@link Opcode#TEXT} or {@link Opcode#BINARY}. */
    public long messages() {
        return texts + binaries;
    }

    /** How many pings and pongs have passed. */
    public long controls() {
        return pings + pongs;
    }

    /**
     * How many have passed of one kind.
     *
     * @param kind text and binary: whole messages; continuation: 0, as these are parts of those
     */
    public long passed(Opcode kind) {
        return switch (kind) {
            case TEXT -> texts;
            case BINARY -> binaries;
            case PING -> pings;
            case PONG -> pongs;
            case CLOSE -> closed() ? 1 : 0;
            case CONTINUATION -> 0;
        };
    }

    /** Whether a Close frame has ended. */
    public boolean closed() {
        return close != null && close.ended();
    }

    /** The code of the Close frame, {@link CloseCode#NO_STATUS} when it had none; -1 before it has ended. */
    public int closeCode() {
        return closed() ? close.code() : -1;
    }

    /**
     * The reason in the Close frame; empty before it has ended and where it had none. The sender chose it: what is not UTF-8
     * is replaced, but there may be control characters.
     */
    public String closeReason() {
        return closed() ? close.reason() : "";
    }

    /** What broke the rules, in words; null while nothing did. */
    public String violation() {
        return violation;
    }

    private int follow(ByteBuffer in, Until stop) {
        int at = in.position();
        int limit = in.limit();
        while (at < limit && violation == null) {
            if (stop == Until.PONG && phase == FIRST && (in.get(at) & OPCODE) == Opcode.PONG.code()) {
                return at;
            }
            int end = phase == FIRST ? wholeMessage(in, at, limit) : -1;
            if (end >= 0) {
                at = end;
            } else if (phase == PAYLOAD) {
                at = payload(in, at, limit);
            } else {
                header(in.get(at++) & 0xff);
                if (phase == PAYLOAD) {
                    frameMayEnd();
                }
            }
            if (stop == Until.MESSAGE_END ? betweenMessages() || closed() : stop == Until.FRAME_END && atBoundary()) {
                return at;
            }
        }
        return -1;
    }

    /** The way of almost all messages: one frame, whole in the buffer. Its end; -1 where it is otherwise. */
    private int wholeMessage(ByteBuffer in, int at, int limit) {
        if (limit - at < 2 || message != null || close != null) {
            return -1;
        }
        int head = in.get(at) & 0xff & ~allowedBits;
        int second = in.get(at + 1) & 0xff;
        boolean text = head == (FIN | 1);
        if ((!text && head != (FIN | 2)) || (second >= MASKED) != masked) {
            return -1;
        }
        int length = second & LENGTH_BITS;
        int payload = at + 2;
        if (length >= TWO_BYTES) {
            if (length > TWO_BYTES || limit - at < 4) {
                return -1;
            }
            length = ((in.get(at + 2) & 0xff) << 8) | (in.get(at + 3) & 0xff);
            if (length < TWO_BYTES) {
                return -1;
            }
            payload += 2;
        }
        int end = payload + (masked ? MASK_BYTES : 0) + length;
        if (end > limit) {
            return -1;
        }
        countBytes(text, length);
        count(text);
        return end;
    }

    private int payload(ByteBuffer in, int at, int limit) {
        int run = (int) Math.min(left, limit - at);
        if (opcode == Opcode.CLOSE) {
            for (int i = at; i < at + run; i++) {
                int shift = 24 - 8 * (close.filled() % MASK_BYTES);
                close.add((byte) (in.get(i) ^ (mask >>> shift)));
            }
        } else if (!opcode.control()) {
            countBytes(message == Opcode.TEXT, run);
        }
        left -= run;
        frameMayEnd();
        return at + run;
    }

    private void header(int b) {
        switch (phase) {
            case FIRST -> first(b);
            case SECOND -> second(b);
            case LENGTH -> {
                left = left << 8 | b;
                if (--headerLeft == 0) {
                    lengthEnds();
                }
            }
            default -> {
                mask = mask << 8 | b;
                if (--headerLeft == 0) {
                    phase = PAYLOAD;
                }
            }
        }
    }

    private void first(int b) {
        fin = (b & FIN) != 0;
        opcode = Opcode.of(b & OPCODE);
        if (opcode == null) {
            violation = "reserved opcode " + (b & OPCODE);
        } else if ((b & RESERVED_BITS & ~allowedBits) != 0) {
            violation = "reserved bits that no extension uses";
        } else if (opcode.control() && !fin) {
            violation = "a fragmented control frame";
        } else if (!opcode.control() && (message != null) != (opcode == Opcode.CONTINUATION)) {
            violation = message != null ? "a new message inside a fragmented one" : "a continuation of nothing";
        } else if (close != null) {
            violation = "a frame after Close";
        } else if (!opcode.control() && message == null) {
            message = opcode;
        }
        phase = SECOND;
    }

    private void second(int b) {
        left = b & LENGTH_BITS;
        if ((b >= MASKED) != masked) {
            violation = masked ? "an unmasked frame of a client" : "a masked frame of a server";
        } else if (opcode.control() && left > LONGEST_CONTROL) {
            violation = "a control frame of more than " + LONGEST_CONTROL + " bytes";
        } else if (opcode == Opcode.CLOSE) {
            close = new CloseFrame((int) left);
            violation = left == 1 ? close.violation() : null;
        }
        if (left < TWO_BYTES) {
            maskOrPayload();
        } else {
            longLength = left > TWO_BYTES;
            headerLeft = (byte) (longLength ? 8 : 2);
            left = 0;
            phase = LENGTH;
        }
    }

    private void lengthEnds() {
        if (left < 0) {
            violation = "a length with its highest bit set";
        } else if (left < (longLength ? 65_536 : TWO_BYTES)) {
            violation = "a length of " + left + " in " + (longLength ? 8 : 2) + " bytes";
        }
        maskOrPayload();
    }

    private void maskOrPayload() {
        headerLeft = MASK_BYTES;
        mask = 0;
        phase = masked ? MASK : PAYLOAD;
    }

    private void frameMayEnd() {
        if (left > 0 || violation != null) {
            return;
        }
        phase = FIRST;
        switch (opcode) {
            case CLOSE -> {
                close.end();
                violation = close.violation();
            }
            case PING -> {
                pings++;
                tally.ping();
            }
            case PONG -> {
                pongs++;
                tally.pong();
            }
            default -> messageMayEnd();
        }
    }

    private void messageMayEnd() {
        if (!fin) {
            return;
        }
        count(message == Opcode.TEXT);
        message = null;
    }

    /** What has come, not what a header says is to come: a peer may say what it likes. */
    private void countBytes(boolean text, int n) {
        if (text) {
            tally.textBytes(n);
        } else {
            tally.binaryBytes(n);
        }
    }

    private void count(boolean text) {
        if (text) {
            texts++;
            tally.text();
        } else {
            binaries++;
            tally.binary();
        }
    }
}
