package io.sluice.server.websocket;

/** Close codes (RFC 6455 section 7.4 and the IANA registry). */
public final class CloseCode {
    /** The purpose is fulfilled. */
    public static final int NORMAL = 1000;
    /** A server goes down, or a browser leaves the page. */
    public static final int GOING_AWAY = 1001;
    /** The other side broke the protocol. */
    public static final int PROTOCOL_ERROR = 1002;
    /** A kind of data that cannot be accepted. */
    public static final int UNSUPPORTED_DATA = 1003;
    /** A Close frame without code was received; never sent. */
    public static final int NO_STATUS = 1005;
    /** The connection ended without Close frame; never sent. */
    public static final int ABNORMAL = 1006;
    /** Data that is not what its type says, such as text that is not UTF-8. */
    public static final int INVALID_DATA = 1007;
    /** A message against a rule of the receiver. */
    public static final int POLICY_VIOLATION = 1008;
    /** A message too large to process. */
    public static final int MESSAGE_TOO_BIG = 1009;
    /** The server did not agree to an extension that the client needs. */
    public static final int MANDATORY_EXTENSION = 1010;
    /** The server met an unexpected condition. */
    public static final int INTERNAL_ERROR = 1011;
    /** The server restarts. */
    public static final int SERVICE_RESTART = 1012;
    /** The server is overloaded. */
    public static final int TRY_AGAIN_LATER = 1013;
    /** A gateway got an invalid answer from the server behind it. */
    public static final int BAD_GATEWAY = 1014;
    /** TLS failed; never sent. */
    public static final int TLS_HANDSHAKE = 1015;

    private CloseCode() {}

    /** Whether a Close frame may carry this code: the registered ones but 1004, 1005, 1006 and 1015, and 3000 to 4999. */
    public static boolean maySend(int code) {
        return (code >= NORMAL && code <= UNSUPPORTED_DATA)
                || (code >= INVALID_DATA && code <= BAD_GATEWAY)
                || (code >= 3000 && code <= 4999);
    }
}
