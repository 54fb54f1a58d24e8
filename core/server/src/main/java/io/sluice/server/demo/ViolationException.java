package io.sluice.server.demo;

import java.io.IOException;

/** A client's breach of RFC 6455, or of a limit: the connection ends with a close frame of this code. */
final class ViolationException extends IOException {
    static final int PROTOCOL = 1002;
    static final int NOT_UTF_8 = 1007;
    static final int TOO_BIG = 1009;

    private static final long serialVersionUID = 1L;

    private final int code;

    ViolationException(int code, String message) {
        super(message);
        this.code = code;
    }

    /** The code for the close frame (RFC 6455 section 7.4.1). */
    int code() {
        return code;
    }
}
