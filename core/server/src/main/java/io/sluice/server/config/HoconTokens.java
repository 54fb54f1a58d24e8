package io.sluice.server.config;

import java.util.ArrayList;
import java.util.List;

/**
 * Cuts HOCON into the tokens that show its blocks, keys and places, which the library does not show. Takes any text: what is
 * not closed ends with its line or with the text.
 */
final class HoconTokens {
    private static final String TRIPLE = "\"\"\"";
    private static final String SIGNS = "\"#{}[]=:,";

    private final String text;
    private final List<Token> tokens = new ArrayList<>();
    private int at;
    private int line = 1;

    /** What a token is. */
    enum Kind {
        /** A text in quotes. */
        QUOTED,
        /** To the end of its line, which is no part of it. */
        COMMENT,
        /** {@code ${…}}. */
        REFERENCE,
        /** An opening brace or bracket. */
        OPEN,
        /** A closing one. */
        CLOSE,
        /** {@code =} or {@code :}. */
        SEPARATOR,
        COMMA,
        /** The end of a line. */
        LINE,
        /** White space within a line. */
        SPACE,
        /** Anything else. */
        WORD
    }

    /**
     * A token.
     *
     * @param text as it is written; of a text in quotes, what is between them
     * @param line the line that it begins in
     * @param start where it begins in the whole text
     * @param closed whether it has its end; of texts in quotes and references
     */
    record Token(Kind kind, String text, int line, int start, boolean closed) {
        boolean is(Kind other) {
            return kind == other;
        }

        boolean is(String other) {
            return kind != Kind.QUOTED && text.equals(other);
        }
    }

    private HoconTokens(String text) {
        this.text = text;
    }

    static List<Token> of(String hocon) {
        HoconTokens all = new HoconTokens(hocon);
        while (all.at < hocon.length()) {
            all.next();
        }
        return all.tokens;
    }

    private void next() {
        char c = text.charAt(at);
        if (text.startsWith(TRIPLE, at)) {
            tripleQuoted();
        } else if (c == '"') {
            quoted();
        } else if (c == '#' || text.startsWith("//", at)) {
            add(Kind.COMMENT, endOfLine());
        } else if (text.startsWith("${", at)) {
            int end = text.indexOf('}', at);
            add(Kind.REFERENCE, end < 0 ? endOfLine() : end + 1, end >= 0);
        } else if (c == '\n') {
            add(Kind.LINE, at + 1);
        } else if (SIGNS.indexOf(c) >= 0) {
            add(sign(c), at + 1);
        } else {
            boolean space = Character.isWhitespace(c);
            int end = at + 1;
            while (end < text.length() && (space ? inSpace(end) : inWord(end))) {
                end++;
            }
            add(space ? Kind.SPACE : Kind.WORD, end);
        }
    }

    private static Kind sign(char c) {
        return switch (c) {
            case '{', '[' -> Kind.OPEN;
            case '}', ']' -> Kind.CLOSE;
            case ',' -> Kind.COMMA;
            default -> Kind.SEPARATOR;
        };
    }

    private boolean inSpace(int index) {
        char c = text.charAt(index);
        return Character.isWhitespace(c) && c != '\n';
    }

    private boolean inWord(int index) {
        char c = text.charAt(index);
        return !Character.isWhitespace(c)
                && SIGNS.indexOf(c) < 0
                && !text.startsWith("//", index)
                && !text.startsWith("${", index);
    }

    private void quoted() {
        int end = at + 1;
        while (end < text.length() && text.charAt(end) != '"' && text.charAt(end) != '\n') {
            end += text.charAt(end) == '\\' ? 2 : 1;
        }
        end = Math.min(end, text.length());
        boolean closed = end < text.length() && text.charAt(end) == '"';
        add(Kind.QUOTED, text.substring(at + 1, end), closed ? end + 1 : end, closed);
    }

    /** Ends with the last of the quotation marks that end it. */
    private void tripleQuoted() {
        int content = at + TRIPLE.length();
        int end = text.indexOf(TRIPLE, content);
        if (end < 0) {
            add(Kind.QUOTED, text.substring(content), text.length(), false);
            return;
        }
        while (text.startsWith("\"", end + TRIPLE.length())) {
            end++;
        }
        add(Kind.QUOTED, text.substring(content, end), end + TRIPLE.length(), true);
    }

    private int endOfLine() {
        int end = text.indexOf('\n', at);
        return end < 0 ? text.length() : end;
    }

    private void add(Kind kind, int end) {
        add(kind, end, true);
    }

    private void add(Kind kind, int end, boolean closed) {
        add(kind, text.substring(at, end), end, closed);
    }

    private void add(Kind kind, String content, int end, boolean closed) {
        tokens.add(new Token(kind, content, line, at, closed));
        for (; at < end; at++) {
            line += text.charAt(at) == '\n' ? 1 : 0;
        }
    }
}
