package io.sluice.server.http;

import io.sluice.server.config.HeadLimits;
import io.sluice.server.error.ErrorKind;
import io.sluice.server.error.ProxyException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Reads one head, however it is cut into pieces: a state machine whose verdict depends on the bytes alone, with a fast
 * path for whole lines. Subclasses know the start line; the header fields (RFC 9112 section 5) are read here.
 *
 * <p>While no head has begun it holds no buffer. A head that arrives in one piece with nothing after it is copied once, to
 * an array of just its size; one that arrives in several is gathered in a growing array, never larger than the limits.
 */
abstract class HeadReader {
    /** The states of the start line are the subclass's, from {@link #START} on up. */
    static final int START = 16;

    static final int FIELD_START = 0;
    private static final int FIELD_NAME = 1;
    private static final int FIELD_BLANK = 2;
    private static final int FIELD_VALUE = 3;
    private static final int FIELD_LF = 4;
    private static final int LAST_LF = 5;

    private static final int STRIDE = 4;
    private static final int[] NO_SPANS = {};
    /** The most that is copied at once: nearly every head is smaller, and what follows it is copied in vain. */
    private static final int PIECE = 4096;
    /** The least room that a head which comes in pieces is given. */
    private static final int SMALLEST_BUFFER = 512;

    final HeadLimits limits;
    /** What was read of the head; null while none has begun. */
    byte[] bytes;
    /** How many of {@link #bytes} are filled, and the next to look at. */
    int length;

    int at;
    int state = START;
    /** Where the line may not reach. */
    int lineStop;

    private int[] spans = NO_SPANS;
    int count;
    private int nameStart;
    private int nameEnd;
    private int valueStart;

    HeadReader(HeadLimits limits) {
        this.limits = limits;
    }

    /** Whether a head has begun and is not complete; empty lines before a request begin none. */
    public final boolean begun() {
        return bytes != null;
    }

    /** Forgets what was read, after an error or when the connection ends; a complete head needs no call. */
    public void reset() {
        bytes = null;
        spans = NO_SPANS;
        length = 0;
        at = 0;
        count = 0;
        state = START;
    }

    /** Consumes some of the start line at {@link #at}, at least one byte; ends by state {@link #FIELD_START}. */
    abstract void startLine();

    abstract ProxyException bad(String message);

    abstract ProxyException tooLarge(ErrorKind kind, String message);

    /** The longest start line. */
    final int startLineStop() {
        return Math.min(limits.requestLine(), limits.head()) + 1;
    }

    /** Takes in what belongs to the head; true when it is complete and {@link #at} is its length. */
    final boolean advance(ByteBuffer in) {
        boolean complete = false;
        while (!complete && in.hasRemaining()) {
            // One byte more than the limit is always enough for the verdict that it is exceeded.
            int taken = Math.min(in.remaining(), Math.min(PIECE, limits.head() + 1 - length));
            int before = length;
            makeRoom(taken);
            in.get(bytes, before, taken);
            length = before + taken;
            complete = parse();
            if (!complete && length > limits.head()) {
                throw headTooLarge();
            }
            in.position(in.position() - (length - at));
        }
        return complete;
    }

    private void makeRoom(int taken) {
        if (bytes == null) {
            bytes = new byte[taken];
            lineStop = startLineStop();
        } else if (length + taken > bytes.length) {
            int doubled = Math.min(limits.head() + 1, Math.max(SMALLEST_BUFFER, bytes.length * 2));
            bytes = Arrays.copyOf(bytes, Math.max(length + taken, doubled));
        }
    }

    /** The bytes of the complete head, in an array of its size. */
    final byte[] exact() {
        return bytes.length == at ? bytes : Arrays.copyOf(bytes, at);
    }

    /** The offsets of the complete head's fields. */
    final int[] spans() {
        return spans;
    }

    /** Whether a field is kept whose name is this part of {@link #bytes}. */
    boolean keeps(int start, int end) {
        return true;
    }

    /** Leaves out the fields that are not kept. */
    final void dropInvalid() {
        int kept = 0;
        for (int field = 0; field < count; field++) {
            int span = field * STRIDE;
            if (keeps(spans[span], spans[span + 1])) {
                if (kept < field) {
                    System.arraycopy(spans, span, spans, kept * STRIDE, STRIDE);
                }
                kept++;
            }
        }
        count = kept;
    }

    /** The first CR or LF from {@code from} on, or the end of what was read. */
    final int endOfLine(int from) {
        int end = from;
        while (end < length && bytes[end] != Bytes.CR && bytes[end] != Bytes.LF) {
            end++;
        }
        return end;
    }

    /** Where this line ends for now: at the last byte there is, or at the limit. */
    final int stop() {
        return Math.min(length, lineStop);
    }

    /** Steps over the LF that must follow a CR. */
    final void lineFeed(int next) {
        if (bytes[at] != Bytes.LF) {
            throw bad("CR without LF" + place());
        }
        at++;
        state = next;
        if (at > limits.head()) {
            throw headTooLarge();
        }
    }

    /** Where in the head the parser stands, for messages. */
    final String place() {
        return " at byte " + at + (state < START ? " of the head, in header line " + (count + 1) : " of the head");
    }

    private boolean parse() {
        while (at < length) {
            switch (state) {
                case FIELD_START:
                    wholeFields();
                    if (at < length) {
                        fieldStart();
                    }
                    break;
                case FIELD_NAME:
                    fieldName();
                    break;
                case FIELD_BLANK:
                    fieldBlank();
                    break;
                case FIELD_VALUE:
                    fieldValue();
                    break;
                case FIELD_LF:
                    lineFeed(FIELD_START);
                    break;
                case LAST_LF:
                    lineFeed(START);
                    return true;
                default:
                    startLine();
            }
        }
        return false;
    }

    /**
     * The fast path: takes lines that are there to their end and free of fault. At the first that is not it stops, and the
     * states go over that one byte by byte, to wait in its middle or to say what is wrong with it.
     */
    private void wholeFields() {
        byte[] b = bytes;
        int line = at;
        while (count < limits.headerCount()) {
            int stop = Math.min(length, Math.min(line + limits.headerLine(), limits.head()) + 1);
            int i = line;
            while (i < stop && Bytes.isToken(b[i])) {
                i++;
            }
            int colon = i;
            if (i == line || i == stop || b[i] != ':') {
                break;
            }
            i++;
            while (i < stop && Bytes.isBlank(b[i])) {
                i++;
            }
            int value = i;
            while (i < stop && Bytes.isText(b[i])) {
                i++;
            }
            if (i == stop || b[i] != Bytes.CR || i + 1 >= Math.min(length, limits.head()) || b[i + 1] != Bytes.LF) {
                break;
            }
            nameStart = line;
            nameEnd = colon;
            valueStart = value;
            field(i);
            line = i + 2;
        }
        at = line;
    }

    private void fieldStart() {
        if (bytes[at] == Bytes.CR) {
            at++;
            state = LAST_LF;
            return;
        }
        if (Bytes.isBlank(bytes[at])) {
            throw bad(count == 0 ? "whitespace before the first header field" : "a folded header line" + place());
        }
        if (count == limits.headerCount()) {
            throw tooLarge(ErrorKind.HEADERS_TOO_LARGE, "more than " + limits.headerCount() + " header lines");
        }
        lineStop = Math.min(at + limits.headerLine(), limits.head()) + 1;
        nameStart = at;
        state = FIELD_NAME;
    }

    private void fieldName() {
        byte[] b = bytes;
        int stop = stop();
        int i = at;
        while (i < stop && Bytes.isToken(b[i])) {
            i++;
        }
        at = i;
        if (i == stop) {
            checkLine();
            return;
        }
        if (b[i] != ':') {
            throw bad("a header field's name holds " + Bytes.show(b[i]) + place());
        }
        if (i == nameStart) {
            throw bad("a header field without a name" + place());
        }
        nameEnd = i;
        at = i + 1;
        state = FIELD_BLANK;
        checkLine();
    }

    private void fieldBlank() {
        int stop = stop();
        int i = at;
        while (i < stop && Bytes.isBlank(bytes[i])) {
            i++;
        }
        at = i;
        if (i == stop) {
            checkLine();
            return;
        }
        valueStart = i;
        state = FIELD_VALUE;
    }

    private void fieldValue() {
        byte[] b = bytes;
        int stop = stop();
        int i = at;
        while (i < stop && Bytes.isText(b[i])) {
            i++;
        }
        at = i;
        if (i == stop) {
            checkLine();
            return;
        }
        if (b[i] != Bytes.CR) {
            throw bad("a header field's value holds " + Bytes.show(b[i]) + place());
        }
        field(i);
        at = i + 1;
        state = FIELD_LF;
    }

    private void field(int lineEnd) {
        int valueEnd = lineEnd;
        while (valueEnd > valueStart && Bytes.isBlank(bytes[valueEnd - 1])) {
            valueEnd--;
        }
        int span = count * STRIDE;
        if (span == spans.length) {
            spans = Arrays.copyOf(spans, Math.max(16 * STRIDE, span * 2));
        }
        spans[span] = nameStart;
        spans[span + 1] = nameEnd;
        spans[span + 2] = valueStart;
        spans[span + 3] = valueEnd;
        count++;
    }

    private void checkLine() {
        if (at == lineStop) {
            if (at > limits.head()) {
                throw headTooLarge();
            }
            throw tooLarge(
                    ErrorKind.HEADERS_TOO_LARGE,
                    "header line " + (count + 1) + " is longer than " + limits.headerLine() + " bytes");
        }
    }

    private ProxyException headTooLarge() {
        return tooLarge(ErrorKind.HEADERS_TOO_LARGE, "the head is longer than " + limits.head() + " bytes");
    }
}
