package io.sluice.server.http;

import io.sluice.server.error.ErrorKind;
import io.sluice.server.error.ProxyException;
import java.nio.ByteBuffer;

/**
 * Finds the end of a chunked body (RFC 9112 section 7.1). Lines end by CR LF alone; a size is hexadecimal digits and
 * nothing else; extensions are let pass within bounds when they keep to the grammar, without the blanks that it tolerates.
 */
final class ChunkScanner {
    private static final int SIZE_START = 0;
    private static final int SIZE = 1;
    private static final int EXTENSION = 2;
    private static final int SIZE_LF = 3;
    private static final int DATA = 4;
    private static final int DATA_CR = 5;
    private static final int DATA_LF = 6;
    private static final int TRAILERS = 7;
    private static final int DONE = 8;

    /** 60 bits: no sum of sizes that a connection can bring overflows a long. */
    private static final int MOST_SIZE_DIGITS = 15;
    /** Of all extensions of a body together: they carry nothing that a proxy passes on knowingly. */
    private static final int MOST_EXTENSION_BYTES = 16_384;

    private static final int LONGEST_EXTENSIONS = 1024;

    private final ErrorKind fault;
    private int state = SIZE_START;
    private int digits;
    private long left;
    private long payload;
    private ChunkExtension extension;
    private int extensions;
    private TrailerScanner trailers;

    ChunkScanner(ErrorKind fault) {
        this.fault = fault;
    }

    boolean done() {
        return state == DONE;
    }

    long payloadBytes() {
        return payload;
    }

    /** The position after the last byte of {@code in} that belongs to the body. */
    int scan(ByteBuffer in, PayloadSink sink) {
        int at = in.position();
        int limit = in.limit();
        while (at < limit && state != DONE) {
            if (state == DATA) {
                int run = (int) Math.min(left, limit - at);
                if (sink != null) {
                    sink.payload(at, run);
                }
                payload += run;
                left -= run;
                at += run;
                state = left == 0 ? DATA_CR : DATA;
            } else if (state == TRAILERS) {
                at = trailers.scan(in, at);
                state = trailers.done() ? DONE : TRAILERS;
            } else {
                framing(in.get(at));
                at++;
            }
        }
        return at;
    }

    private void framing(byte b) {
        switch (state) {
            case SIZE_START:
            case SIZE:
                size(b);
                break;
            case EXTENSION:
                extension(b);
                break;
            case SIZE_LF:
                expect(b, Bytes.LF, "after the CR of a chunk size");
                sizeEnds();
                break;
            case DATA_CR:
                expect(b, Bytes.CR, "after the data of a chunk");
                state = DATA_LF;
                break;
            default:
                expect(b, Bytes.LF, "after the CR of a chunk's data");
                state = SIZE_START;
        }
    }

    private void size(byte b) {
        int digit = Bytes.hex(b);
        if (digit >= 0) {
            if (++digits > MOST_SIZE_DIGITS) {
                throw bad("a chunk size of more than " + MOST_SIZE_DIGITS + " digits");
            }
            left = left << 4 | digit;
            state = SIZE;
        } else if (state == SIZE && b == Bytes.CR) {
            state = SIZE_LF;
        } else if (state == SIZE && b == ';') {
            extension = new ChunkExtension();
            state = EXTENSION;
        } else {
            throw bad("a chunk size holds " + Bytes.show(b));
        }
    }

    private void extension(byte b) {
        if (b == Bytes.CR && extension.mayEnd()) {
            state = SIZE_LF;
        } else if (!extension.take(b)) {
            throw bad("a chunk extension holds " + Bytes.show(b));
        } else if (extension.length() > LONGEST_EXTENSIONS || ++extensions > MOST_EXTENSION_BYTES) {
            throw bad("chunk extensions of more than " + LONGEST_EXTENSIONS + " bytes in a chunk or "
                    + MOST_EXTENSION_BYTES + " in a body");
        }
    }

    private void sizeEnds() {
        digits = 0;
        if (left > 0) {
            state = DATA;
        } else {
            trailers = new TrailerScanner(fault);
            state = TRAILERS;
        }
    }

    private void expect(byte found, byte expected, String where) {
        if (found != expected) {
            throw bad(where + " stands " + Bytes.show(found) + ", expected " + Bytes.show(expected));
        }
    }

    private ProxyException bad(String message) {
        return new ProxyException(fault, message);
    }
}
