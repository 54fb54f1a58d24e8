package io.sluice.server.http;

import io.sluice.server.error.ErrorKind;
import io.sluice.server.error.ProxyException;
import java.nio.ByteBuffer;

/**
 * Tells where a body ends (RFC 9112 section 6.3) while its bytes pass by unchanged. One object for each message; it keeps
 * no bytes.
 */
public final class BodyFraming {
    /** How the end of a body is told. */
    public enum Kind {
        /** There is no body. */
        NONE,
        /** By Content-Length. */
        LENGTH,
        /** By a chunk of size zero. */
        CHUNKED,
        /** By the end of the connection; responses only. */
        UNTIL_CLOSE
    }

    private final Kind kind;
    private final long contentLength;
    private final ChunkScanner chunks;
    private long payloadBytes;

    private BodyFraming(Kind kind, long contentLength, ErrorKind fault) {
        this.kind = kind;
        this.contentLength = contentLength;
        this.chunks = kind == Kind.CHUNKED ? new ChunkScanner(fault) : null;
    }

    /** The framing of the body that follows a request head. */
    public static BodyFraming forRequest(RequestHead head) {
        return of(head.framing(), Kind.NONE, ErrorKind.BAD_REQUEST_BODY);
    }

    /** No body. */
    public static BodyFraming none() {
        return new BodyFraming(Kind.NONE, -1, ErrorKind.BAD_REQUEST_BODY);
    }

    /**
     * The framing of the body that follows a response head: none for 1xx, 204 and 304 and in answer to HEAD.
     *
     * @param requestMethod the method of the request that was sent to the back end
     * @throws ProxyException of kind {@link ErrorKind#BAD_RESPONSE} for a 1xx or 204 that announces a body, which RFC 9112
     *     section 6.1 and RFC 9110 section 8.6 forbid; a Content-Length of 0 is let pass
     */
    public static BodyFraming forResponse(ResponseHead head, String requestMethod) {
        int status = head.status();
        if (status < 200 || status == 204) {
            if (head.framing() == Framing.CHUNKED || head.framing() > 0) {
                throw new ProxyException(ErrorKind.BAD_RESPONSE, "a " + status + " that announces a body");
            }
            return of(0, Kind.NONE, ErrorKind.BAD_RESPONSE);
        }
        if (status == 304 || requestMethod.equals("HEAD")) {
            return new BodyFraming(Kind.NONE, head.framing() >= 0 ? head.framing() : -1, ErrorKind.BAD_RESPONSE);
        }
        return of(head.framing(), Kind.UNTIL_CLOSE, ErrorKind.BAD_RESPONSE);
    }

    private static BodyFraming of(long framing, Kind unsaid, ErrorKind fault) {
        if (framing == Framing.CHUNKED) {
            return new BodyFraming(Kind.CHUNKED, -1, fault);
        }
        if (framing == Framing.UNSAID) {
            return new BodyFraming(unsaid, -1, fault);
        }
        return new BodyFraming(framing == 0 ? Kind.NONE : Kind.LENGTH, framing, fault);
    }

    /** How the end is told; {@link Kind#NONE} also for a Content-Length of 0. */
    public Kind kind() {
        return kind;
    }

    /** The Content-Length that was declared, also where the answer to HEAD and a 304 have no body; else -1. */
    public long contentLength() {
        return contentLength;
    }

    /** Body bytes measured so far, without chunk sizes and trailers. */
    public long payloadBytes() {
        return payloadBytes;
    }

    /** Whether the body has ended by itself; never so for {@link Kind#UNTIL_CLOSE}. */
    public boolean complete() {
        return switch (kind) {
            case NONE -> true;
            case LENGTH -> payloadBytes == contentLength;
            case CHUNKED -> chunks.done();
            case UNTIL_CLOSE -> false;
        };
    }

    /** Whether the body is whole when the connection ends now. */
    public boolean completeAtEnd() {
        return kind == Kind.UNTIL_CLOSE || complete();
    }

    /**
     * How many bytes from {@code in}'s position on belong to this body on the wire, chunk sizes and trailers included. They
     * count as passed: each byte is to be measured once. The position stays.
     *
     * @throws ProxyException of kind {@link ErrorKind#BAD_REQUEST_BODY} or {@link ErrorKind#BAD_RESPONSE} for a chunk that
     *     breaks RFC 9112 section 7.1
     */
    public int measure(ByteBuffer in) {
        return measure(in, null);
    }

    /** As {@link #measure(ByteBuffer)}, and reports each run of body bytes to {@code sink} unless it is null. */
    public int measure(ByteBuffer in, PayloadSink sink) {
        switch (kind) {
            case NONE:
                return 0;
            case CHUNKED:
                int before = in.position();
                int end = chunks.scan(in, sink);
                payloadBytes = chunks.payloadBytes();
                return end - before;
            default:
                int length = in.remaining();
                if (kind == Kind.LENGTH) {
                    length = (int) Math.min(length, contentLength - payloadBytes);
                }
                payloadBytes += length;
                if (sink != null && length > 0) {
                    sink.payload(in.position(), length);
                }
                return length;
        }
    }
}
