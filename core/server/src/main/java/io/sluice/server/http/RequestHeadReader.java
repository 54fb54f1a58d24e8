package io.sluice.server.http;

import io.sluice.server.config.HeadLimits;
import io.sluice.server.config.HeadRules;
import io.sluice.server.error.ErrorKind;
import io.sluice.server.error.ProxyException;
import java.nio.ByteBuffer;

/**
 * Reads request heads (RFC 9112 sections 3 and 5), one after the other, from the bytes of one connection.
 *
 * <p>Strict: lines end by CR LF alone, one space stands between the parts of the request line, nothing is folded, no
 * space stands before a colon, and a head whose body two readers could measure differently is refused.
 */
public final class RequestHeadReader extends HeadReader {
    private static final int METHOD = START;
    private static final int TARGET = START + 1;
    private static final int VERSION = START + 2;
    private static final int LINE_LF = START + 3;

    private static final String VERSION_PREFIX = "HTTP/1.";
    /** RFC 9112 section 2.2 asks for tolerance of "at least one empty line" before a request line. */
    private static final int MOST_EMPTY_LINES = 4;

    private final HeadRules rules;

    private int emptyLines;
    private boolean inEmptyLine;
    private int methodEnd;
    private int targetEnd;
    private int minorVersion;

    /** A reader under these limits; a request line over its limit is {@link ErrorKind#URI_TOO_LONG}. */
    public RequestHeadReader(HeadLimits limits, HeadRules rules) {
        super(limits);
        this.rules = rules;
    }

    /** A reader that takes all fields as they come. */
    public RequestHeadReader(HeadLimits limits) {
        this(limits, HeadRules.LENIENT);
    }

    /**
     * Takes in what belongs to the head and leaves the rest. After a head it is ready for the next one.
     *
     * @return the head, or null while it is incomplete; then {@code in} is used up
     * @throws ProxyException of kind {@link ErrorKind#BAD_REQUEST}, {@link ErrorKind#URI_TOO_LONG}, {@link
     *     ErrorKind#HEADERS_TOO_LARGE} or {@link ErrorKind#METHOD_NOT_ALLOWED}, as soon as it is certain; the position of
     *     {@code in} is then undefined and the connection cannot be read on
     */
    public RequestHead read(ByteBuffer in) {
        if (bytes == null) {
            skipEmptyLines(in);
        }
        if (!advance(in)) {
            return null;
        }
        byte[] exact = exact();
        if (rules.dropInvalid()) {
            dropInvalid();
        }
        RequestHead head = new RequestHead(
                exact, methodEnd, targetEnd, minorVersion, new Fields(exact, spans(), count), rules.mergeSlashes());
        reset();
        return head;
    }

    /**
     * As much of the request line as was read, up to its first CR or LF, for the log when {@link #read} threw or the
     * client went away; empty when nothing was. Kept until {@link #reset}.
     */
    public String partialRequestLine() {
        return bytes == null ? "" : Bytes.string(bytes, 0, Math.min(endOfLine(0), limits.requestLine()));
    }

    @Override
    public void reset() {
        super.reset();
        emptyLines = 0;
        inEmptyLine = false;
    }

    @Override
    void startLine() {
        switch (state) {
            case METHOD:
                method();
                break;
            case TARGET:
                target();
                break;
            case VERSION:
                version();
                break;
            default:
                lineFeed(FIELD_START);
        }
    }

    @Override
    ProxyException bad(String message) {
        return new ProxyException(ErrorKind.BAD_REQUEST, message);
    }

    @Override
    ProxyException tooLarge(ErrorKind kind, String message) {
        return new ProxyException(kind, message);
    }

    @Override
    boolean keeps(int start, int end) {
        for (int i = start; i < end; i++) {
            byte b = bytes[i];
            boolean good = (b >= 'a' && b <= 'z')
                    || (b >= 'A' && b <= 'Z')
                    || (b >= '0' && b <= '9')
                    || b == '-'
                    || (b == '_' && rules.underscores());
            if (!good) {
                return false;
            }
        }
        return true;
    }

    private void skipEmptyLines(ByteBuffer in) {
        for (int i = in.position(); i < in.limit(); i++) {
            byte b = in.get(i);
            if (inEmptyLine) {
                if (b != Bytes.LF) {
                    throw bad("CR without LF before the request line");
                }
                inEmptyLine = false;
                if (++emptyLines > MOST_EMPTY_LINES) {
                    throw bad("more than " + MOST_EMPTY_LINES + " empty lines before the request line");
                }
            } else if (b == Bytes.CR) {
                inEmptyLine = true;
            } else {
                return;
            }
            in.position(i + 1);
        }
    }

    private void method() {
        byte[] b = bytes;
        int stop = stop();
        int i = at;
        while (i < stop && Bytes.isToken(b[i])) {
            i++;
        }
        at = i;
        if (i == stop) {
            checkStartLine();
            return;
        }
        if (i == 0 || b[i] != Bytes.SP) {
            throw bad("a method holds " + Bytes.show(b[i]) + place());
        }
        methodEnd = i;
        at = i + 1;
        state = TARGET;
        checkStartLine();
    }

    private void target() {
        byte[] b = bytes;
        int stop = stop();
        int i = at;
        while (i < stop && Bytes.isTarget(b[i])) {
            i++;
        }
        at = i;
        if (i == stop) {
            checkStartLine();
            return;
        }
        if (b[i] != Bytes.SP || i == methodEnd + 1) {
            throw bad("a request target holds " + Bytes.show(b[i]) + place());
        }
        targetEnd = i;
        at = i + 1;
        state = VERSION;
        checkStartLine();
    }

    private void version() {
        int stop = stop();
        int digit = targetEnd + 1 + VERSION_PREFIX.length();
        while (at < stop) {
            byte b = bytes[at];
            if (at < digit ? b != VERSION_PREFIX.charAt(at - targetEnd - 1) : (at == digit && b != '0' && b != '1')) {
                throw bad("a version that is neither HTTP/1.0 nor HTTP/1.1" + place());
            }
            if (at > digit) {
                if (b != Bytes.CR) {
                    throw bad("after the version stands " + Bytes.show(b) + ", expected CR LF" + place());
                }
                minorVersion = bytes[digit] - '0';
                at++;
                state = LINE_LF;
                return;
            }
            at++;
        }
        checkStartLine();
    }

    private void checkStartLine() {
        if (at == lineStop) {
            throw tooLarge(
                    ErrorKind.URI_TOO_LONG, "the request line is longer than " + limits.requestLine() + " bytes");
        }
    }
}
