package io.sluice.server.http;

import io.sluice.server.error.ErrorKind;

/** A complete, valid response head. It never changes; what is to be sent on is edited in a {@link Fields#copy}. */
public final class ResponseHead {
    private final byte[] bytes;
    private final int status;
    private final int reasonStart;
    private final int reasonEnd;
    private final int minorVersion;
    private final Fields fields;
    private final long framing;

    ResponseHead(byte[] bytes, int status, int reasonStart, int reasonEnd, int minorVersion, Fields fields) {
        this.bytes = bytes;
        this.status = status;
        this.reasonStart = reasonStart;
        this.reasonEnd = reasonEnd;
        this.minorVersion = minorVersion;
        this.fields = fields;
        this.framing = Framing.of(fields, minorVersion, ErrorKind.BAD_RESPONSE);
    }

    /** 100 to 999. */
    public int status() {
        return status;
    }

    /** The reason phrase as received, often empty. */
    public String reason() {
        return Reasons.isStandard(bytes, reasonStart, reasonEnd, status)
                ? Reasons.of(status)
                : Bytes.string(bytes, reasonStart, reasonEnd);
    }

    /** 0 for HTTP/1.0, 1 for HTTP/1.1. */
    public int minorVersion() {
        return minorVersion;
    }

    /** The header fields as received. */
    public Fields fields() {
        return fields;
    }

    /** The bytes of the head on the wire, its empty line included. */
    public int byteLength() {
        return bytes.length;
    }

    /** Whether the back end keeps the connection after this exchange (RFC 9112 section 9.3), if the body ends by itself. */
    public boolean keepAlive() {
        return Persistence.keepAlive(fields, minorVersion);
    }

    /** The content length, or a constant of {@link Framing}. */
    long framing() {
        return framing;
    }
}
