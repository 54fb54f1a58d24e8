package io.sluice.server.http;

import io.sluice.server.config.HeadLimits;
import io.sluice.server.error.ErrorKind;
import io.sluice.server.error.ProxyException;
import java.nio.ByteBuffer;

/**
 * Reads response heads (RFC 9112 sections 4 and 5), one after the other, as strictly as {@link RequestHeadReader} reads
 * requests. One thing is let pass: a status line may end right after its code, without the space before the reason.
 */
public final class ResponseHeadReader extends HeadReader {
    private static final int VERSION = START;
    private static final int REASON = START + 1;
    private static final int LINE_LF = START + 2;

    /** The start line up to its reason; 'v' is the minor version, 'd' a digit. */
    private static final String PATTERN = "HTTP/1.v ddd";

    private static final int MINOR = 7;
    private static final int CODE = 9;
    private static final int REASON_START = PATTERN.length() + 1;

    private int reasonEnd;

    /** A reader under these limits; a status line may be as long as a request line. */
    public ResponseHeadReader(HeadLimits limits) {
        super(limits);
    }

    /**
     * Takes in what belongs to the head and leaves the rest. After a head it is ready for the next one.
     *
     * @return the head, or null while it is incomplete; then {@code in} is used up
     * @throws ProxyException of kind {@link ErrorKind#BAD_RESPONSE}, as soon as it is certain; the position of {@code in} is
     *     then undefined and the connection cannot be read on
     */
    public ResponseHead read(ByteBuffer in) {
        if (!advance(in)) {
            return null;
        }
        byte[] exact = exact();
        ResponseHead head = new ResponseHead(
                exact,
                status(),
                Math.min(REASON_START, reasonEnd),
                reasonEnd,
                bytes[MINOR] - '0',
                new Fields(exact, spans(), count));
        reset();
        return head;
    }

    @Override
    void startLine() {
        switch (state) {
            case VERSION:
                version();
                break;
            case REASON:
                reason();
                break;
            default:
                lineFeed(FIELD_START);
        }
    }

    @Override
    ProxyException bad(String message) {
        return new ProxyException(ErrorKind.BAD_RESPONSE, message);
    }

    @Override
    ProxyException tooLarge(ErrorKind kind, String message) {
        return bad(message);
    }

    private int status() {
        return (bytes[CODE] - '0') * 100 + (bytes[CODE + 1] - '0') * 10 + bytes[CODE + 2] - '0';
    }

    private void version() {
        int stop = stop();
        while (at < stop) {
            byte b = bytes[at];
            if (at == PATTERN.length()) {
                lineEndOrSpace(b);
                return;
            }
            char expected = PATTERN.charAt(at);
            boolean fits =
                    switch (expected) {
                        case 'v' -> b == '0' || b == '1';
                        case 'd' -> Bytes.isDigit(b) && (at != CODE || b != '0');
                        default -> b == expected;
                    };
            if (!fits) {
                throw bad("a status line holds " + Bytes.show(b) + place()
                        + ", expected \"HTTP/1.1 200 OK\" or the like");
            }
            at++;
        }
        checkStartLine();
    }

    private void lineEndOrSpace(byte b) {
        if (b == Bytes.CR) {
            reasonEnd = at;
            state = LINE_LF;
        } else if (b == Bytes.SP) {
            state = REASON;
        } else {
            throw bad("after the status code stands " + Bytes.show(b) + place());
        }
        at++;
        checkStartLine();
    }

    private void reason() {
        byte[] b = bytes;
        int stop = stop();
        int i = at;
        while (i < stop && Bytes.isText(b[i])) {
            i++;
        }
        at = i;
        if (i == stop) {
            checkStartLine();
            return;
        }
        if (b[i] != Bytes.CR) {
            throw bad("a reason phrase holds " + Bytes.show(b[i]) + place());
        }
        reasonEnd = i;
        at = i + 1;
        state = LINE_LF;
    }

    private void checkStartLine() {
        if (at == lineStop && state != LINE_LF) {
            throw bad("the status line is longer than " + limits.requestLine() + " bytes");
        }
    }
}
