package io.sluice.server.http;

/**
 * The extensions of one chunk after their first semicolon (RFC 9112 section 7.1.1): {@code name}, {@code name=value} or
 * {@code name="quoted"}, more of them after further semicolons. What is inside quotes matters: a parser that minds quotes
 * and one that does not end the line at different places.
 */
final class ChunkExtension {
    private static final int NAME_START = 0;
    private static final int NAME = 1;
    private static final int VALUE_START = 2;
    private static final int VALUE = 3;
    private static final int QUOTED = 4;
    private static final int ESCAPED = 5;
    private static final int QUOTE_END = 6;

    private int state = NAME_START;
    private int length;

    /** Takes the next byte; false when it cannot stand there. */
    boolean take(byte b) {
        length++;
        int next = next(b);
        state = next;
        return next >= 0;
    }

    /** Whether the line may end here. */
    boolean mayEnd() {
        return state == NAME || state == VALUE || state == QUOTE_END;
    }

    /** Bytes taken. */
    int length() {
        return length;
    }

    private int next(byte b) {
        switch (state) {
            case NAME_START:
                return Bytes.isToken(b) ? NAME : -1;
            case NAME:
                return b == '=' ? VALUE_START : tokenOrNext(b, NAME);
            case VALUE_START:
                return b == '"' ? QUOTED : Bytes.isToken(b) ? VALUE : -1;
            case VALUE:
                return tokenOrNext(b, VALUE);
            case QUOTED:
                if (b == '"') {
                    return QUOTE_END;
                }
                return b == '\\' ? ESCAPED : Bytes.isText(b) ? QUOTED : -1;
            case ESCAPED:
                return Bytes.isText(b) ? QUOTED : -1;
            default:
                return b == ';' ? NAME_START : -1;
        }
    }

    private static int tokenOrNext(byte b, int token) {
        if (b == ';') {
            return NAME_START;
        }
        return Bytes.isToken(b) ? token : -1;
    }
}
