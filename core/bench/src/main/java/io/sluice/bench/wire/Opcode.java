package io.sluice.bench.wire;

/** The kinds of frames (RFC 6455, section 5.2). */
public final class Opcode {
    /** A further part of a message. */
    public static final int CONTINUATION = 0;

    /** A message of text, or its first part. */
    public static final int TEXT = 1;

    /** A message of bytes, or its first part. */
    public static final int BINARY = 2;

    /** The last frame of a side. */
    public static final int CLOSE = 8;

    /** Asks for a pong. */
    public static final int PING = 9;

    /** Answers a ping. */
    public static final int PONG = 10;

    private Opcode() {}

    static boolean isControl(int opcode) {
        return opcode >= CLOSE;
    }
}
