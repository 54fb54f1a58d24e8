package io.sluice.server.http;

import io.sluice.server.error.ErrorKind;
import io.sluice.server.error.ProxyException;

/** What Content-Length and Transfer-Encoding say together (RFC 9112 section 6), as one number. */
final class Framing {
    /** Neither field. */
    static final long UNSAID = -1;
    /** Transfer-Encoding: chunked. */
    static final long CHUNKED = -2;

    private Framing() {}

    /**
     * The content length, {@link #UNSAID} or {@link #CHUNKED}.
     *
     * @throws ProxyException of this kind for all that two readers could take differently: both fields, either of them
     *     twice, a list, a sign, another coding, Transfer-Encoding in HTTP/1.0
     */
    static long of(Fields fields, int minorVersion, ErrorKind kind) {
        int length = fields.find("Content-Length", 0);
        int coding = fields.find("Transfer-Encoding", 0);
        if (coding >= 0) {
            if (length >= 0) {
                throw new ProxyException(kind, "both Content-Length and Transfer-Encoding");
            }
            if (minorVersion == 0) {
                throw new ProxyException(kind, "Transfer-Encoding in HTTP/1.0");
            }
            if (!fields.valueIs(coding, "chunked") || fields.find("Transfer-Encoding", coding + 1) >= 0) {
                throw new ProxyException(
                        kind,
                        "Transfer-Encoding \"" + fields.value(coding) + "\", expected \"chunked\" alone and once");
            }
            return CHUNKED;
        }
        if (length < 0) {
            return UNSAID;
        }
        if (fields.find("Content-Length", length + 1) >= 0) {
            throw new ProxyException(kind, "more than one Content-Length");
        }
        long number = fields.number(length);
        if (number < 0) {
            throw new ProxyException(
                    kind,
                    "Content-Length \"" + fields.value(length) + "\", expected digits, at most " + Long.MAX_VALUE);
        }
        return number;
    }
}
