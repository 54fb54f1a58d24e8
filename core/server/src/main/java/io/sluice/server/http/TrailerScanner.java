package io.sluice.server.http;

import io.sluice.server.error.ErrorKind;
import io.sluice.server.error.ProxyException;
import java.nio.ByteBuffer;

/**
 * Finds the end of a chunked body's trailer section (RFC 9112 section 7.1.2) and holds it to the rules of header fields.
 * Fields that say where a message goes or ends are refused there (RFC 9110 section 6.5.1): a back end that merges trailers
 * into the header would believe them.
 */
final class TrailerScanner {
    private static final int LINE_START = 0;
    private static final int NAME = 1;
    private static final int VALUE = 2;
    private static final int LINE_LF = 3;
    private static final int LAST_LF = 4;
    private static final int DONE = 5;

    private static final int MOST_BYTES = 8192;
    private static final String[] FORBIDDEN = {
        "Content-Length", "Transfer-Encoding", "Host", "Connection", "Upgrade", "Trailer"
    };
    private static final int LONGEST_FORBIDDEN = 17;

    private final ErrorKind fault;
    private final byte[] name = new byte[LONGEST_FORBIDDEN];
    private int nameLength;
    private int total;
    private int state = LINE_START;

    TrailerScanner(ErrorKind fault) {
        this.fault = fault;
    }

    boolean done() {
        return state == DONE;
    }

    /** Takes bytes from {@code from} on; returns the position after the last that belongs to the trailers. */
    int scan(ByteBuffer in, int from) {
        int at = from;
        while (at < in.limit() && state != DONE) {
            if (++total > MOST_BYTES) {
                throw bad("trailers of more than " + MOST_BYTES + " bytes");
            }
            take(in.get(at++));
        }
        return at;
    }

    private void take(byte b) {
        switch (state) {
            case LINE_START:
                nameLength = 0;
                if (b == Bytes.CR) {
                    state = LAST_LF;
                } else {
                    state = NAME;
                    name(b);
                }
                break;
            case NAME:
                name(b);
                break;
            case VALUE:
                if (b == Bytes.CR) {
                    state = LINE_LF;
                } else if (!Bytes.isText(b)) {
                    throw bad("a trailer's value holds " + Bytes.show(b));
                }
                break;
            default:
                if (b != Bytes.LF) {
                    throw bad("CR without LF in the trailers");
                }
                state = state == LAST_LF ? DONE : LINE_START;
        }
    }

    private void name(byte b) {
        if (Bytes.isToken(b)) {
            if (nameLength < name.length) {
                name[nameLength] = b;
            }
            nameLength++;
            return;
        }
        if (b != ':' || nameLength == 0) {
            throw bad("a trailer's name holds " + Bytes.show(b));
        }
        for (String forbidden : FORBIDDEN) {
            if (nameLength == forbidden.length() && Bytes.equalIgnoreCase(name, 0, nameLength, forbidden)) {
                throw bad("field " + forbidden + " in the trailers");
            }
        }
        state = VALUE;
    }

    private ProxyException bad(String message) {
        return new ProxyException(fault, message);
    }
}
