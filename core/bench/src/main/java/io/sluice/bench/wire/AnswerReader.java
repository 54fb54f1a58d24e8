package io.sluice.bench.wire;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Reads answers of HTTP/1.1 (RFC 9112) one after the other, in pieces of any size: heads, bodies by Content-Length, in chunks
 * or up to the end of the connection; interim answers are passed over. Bodies are counted, not kept. One thread.
 */
public final class AnswerReader {
    private static final int LONGEST_LINE = 64 * 1024;
    private static final int MOST_LINES = 1000;
    private static final int FIRST_LINE = 256;

    private enum State {
        START,
        FIELDS,
        BODY,
        UNTIL_CLOSE,
        CHUNK_SIZE,
        CHUNK,
        CHUNK_END,
        TRAILERS,
    }

    private final AnswerHead head;
    private final boolean bodiless;
    private byte[] line = new byte[FIRST_LINE];
    private int size;
    private int lines;
    private State state = State.START;
    private long left;
    private long bodyBytes;

    private AnswerReader(boolean bodiless, boolean keepFields) {
        this.bodiless = bodiless;
        this.head = new AnswerHead(keepFields);
    }

    /** Reads answers to requests; those to HEAD have no body whatever their heads say. */
    public static AnswerReader ofRequests(boolean head) {
        return new AnswerReader(head, false);
    }

    /** Reads the answer to a WebSocket handshake, and keeps its fields. */
    public static AnswerReader ofHandshake() {
        return new AnswerReader(false, true);
    }

    /**
     * Reads up to the end of one answer; what follows it stays in {@code data}.
     *
     * @return whether an answer has ended
     * @throws WireException at what is no answer; the connection cannot be read on
     */
    public boolean read(ByteBuffer data) throws WireException {
        while (data.hasRemaining()) {
            boolean ended =
                    switch (state) {
                        case BODY, CHUNK -> skip(data);
                        case UNTIL_CLOSE -> {
                            bodyBytes += data.remaining();
                            data.position(data.limit());
                            yield false;
                        }
                        default -> readLine(data) && lineEnd();
                    };
            if (ended) {
                state = State.START;
                return true;
            }
        }
        return false;
    }

    /** The connection has ended; whether that ends an answer in order. Without one under way it does not. */
    public boolean end() {
        return state == State.UNTIL_CLOSE;
    }

    /** Whether a part of an answer has come, but not all of it. */
    public boolean midway() {
        return state != State.START || size > 0;
    }

    /** The status of the answer that has ended last. */
    public int status() {
        return head.status;
    }

    /** The bytes of its body. */
    public long bodyBytes() {
        return bodyBytes;
    }

    /** Whether the server keeps the connection for another request. */
    public boolean keepsAlive() {
        return !head.close;
    }

    /** The value of a field of a handshake's answer; null where there is none. */
    public String field(String name) {
        return head.value(name);
    }

    private boolean skip(ByteBuffer data) {
        int length = (int) Math.min(left, data.remaining());
        data.position(data.position() + length);
        bodyBytes += length;
        left -= length;
        if (left > 0) {
            return false;
        }
        if (state == State.CHUNK) {
            state = State.CHUNK_END;
            return false;
        }
        return true;
    }

    /** Adds to the line under way; whether it has ended. Its end, LF with or without CR, is left out. */
    private boolean readLine(ByteBuffer data) throws WireException {
        while (data.hasRemaining()) {
            byte c = data.get();
            if (c == '\n') {
                if (size > 0 && line[size - 1] == '\r') {
                    size--;
                }
                return true;
            }
            if (size == line.length) {
                if (size == LONGEST_LINE) {
                    throw new WireException("a line of more than " + LONGEST_LINE + " bytes");
                }
                line = Arrays.copyOf(line, 2 * size);
            }
            line[size++] = c;
        }
        return false;
    }

    /** Whether the line that is whole now ends the answer. */
    private boolean lineEnd() throws WireException {
        int length = size;
        size = 0;
        switch (state) {
            case START -> {
                head.start(line, length);
                bodyBytes = 0;
                lines = 0;
                state = State.FIELDS;
            }
            case FIELDS, TRAILERS -> {
                if (++lines > MOST_LINES) {
                    throw new WireException("a head of more than " + MOST_LINES + " lines");
                }
                if (length > 0 && state == State.FIELDS) {
                    head.field(line, length);
                } else if (length == 0) {
                    return state == State.TRAILERS || headEnd();
                }
            }
            case CHUNK_SIZE -> {
                left = chunkSize(length);
                state = left == 0 ? State.TRAILERS : State.CHUNK;
            }
            case CHUNK_END -> {
                if (length != 0) {
                    throw new WireException("a chunk is longer than its size says");
                }
                state = State.CHUNK_SIZE;
            }
            default -> throw new IllegalStateException(state.toString());
        }
        return false;
    }

    /** RFC 9112, section 6.3. */
    private boolean headEnd() {
        int status = head.status;
        if (status < 200 && status != 101) {
            state = State.START;
            return false;
        }
        if (bodiless || status == 101 || status == 204 || status == 304) {
            return true;
        }
        if (head.chunked) {
            state = State.CHUNK_SIZE;
        } else if (head.length >= 0) {
            left = head.length;
            state = State.BODY;
            return left == 0;
        } else {
            head.close = true;
            state = State.UNTIL_CLOSE;
        }
        return false;
    }

    private long chunkSize(int length) throws WireException {
        long value = 0;
        int digits = 0;
        while (digits < length && Character.digit(line[digits], 16) >= 0) {
            value = value << 4 | Character.digit(line[digits++], 16);
        }
        boolean ended = digits == length || line[digits] == ';' || line[digits] == ' ' || line[digits] == '\t';
        if (digits == 0 || digits > 15 || !ended) {
            throw new WireException("a chunk without a size in hexadecimal digits");
        }
        return value;
    }
}
