package io.sluice.server.websocket;

/** The kinds of frames: RFC 6455 section 11.8. */
public enum Opcode {
    /** More of a fragmented message. */
    CONTINUATION(0),
    /** UTF-8. */
    TEXT(1),
    /** Bytes. */
    BINARY(2),
    /** The end. */
    CLOSE(8),
    /** Asks for a pong. */
    PING(9),
    /** Answers a ping. */
    PONG(10);

    private static final Opcode[] BY_CODE = new Opcode[16];

    static {
        for (Opcode opcode : values()) {
            BY_CODE[opcode.code] = opcode;
        }
    }

    private final int code;

    Opcode(int code) {
        this.code = code;
    }

    /** The kind of a frame; null for a reserved code. */
    static Opcode of(int code) {
        return BY_CODE[code];
    }

    /** The code on the wire. */
    public int code() {
        return code;
    }

    /** Whether it is a control frame, which is never fragmented. */
    public boolean control() {
        return code >= CLOSE.code;
    }
}
