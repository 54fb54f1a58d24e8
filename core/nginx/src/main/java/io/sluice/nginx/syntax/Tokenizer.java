package io.sluice.nginx.syntax;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;

/**
 * Splits the bytes of a file into words, by the rules of nginx's ngx_conf_read_token: where a word begins decides what may
 * stand in it, and a backslash, a dollar and a quote mean something else inside a word than before one.
 */
final class Tokenizer {
    /** nginx's NGX_CONF_BUFFER: no word and no comment may be longer. */
    static final int LONGEST = 4096;

    /** How much of a word that is too long nginx shows. */
    private static final int SHOWN = 10;

    private enum State {
        /** Between words. */
        BLANK,
        /** In a word without quotes. */
        WORD,
        /** In single or double quotes. */
        QUOTED,
        /** Behind a closing quote, where a blank or an end must follow. */
        CLOSED,
        /** From # to the end of the line. */
        COMMENT
    }

    private final byte[] content;
    private final Charset charset;
    private final List<Comment> comments = new ArrayList<>();

    private int position;
    private int line = 1;
    private int lineOfCode;

    // Of the words being read.
    private List<Argument> words = List.of();
    private int startOfWords;
    private State state = State.BLANK;
    private int quote;
    private boolean escaped;
    private boolean dollar;
    private int start;
    private int startLine;

    Tokenizer(byte[] content) {
        this.content = content;
        this.charset = Encoding.of(content);
    }

    /** The comments met since the last call, in order. */
    List<Comment> takeComments() {
        List<Comment> taken = List.copyOf(comments);
        comments.clear();
        return taken;
    }

    /** The line being read. */
    int line() {
        return line;
    }

    /**
     * The next words with what ends them.
     *
     * @throws SyntaxException in nginx's words; nothing can be read after it
     */
    Token next() throws SyntaxException {
        words = new ArrayList<>();
        state = State.BLANK;
        start = position;
        startLine = line;
        while (position < content.length) {
            if (position - start >= LONGEST) {
                throw tooLong();
            }
            int c = content[position++];
            if (c == '\n') {
                line++;
            }
            Token token = accept(c);
            if (token != null) {
                return token;
            }
        }
        if (state == State.COMMENT) {
            endComment(position);
            state = State.BLANK;
        }
        if (!words.isEmpty() || state != State.BLANK) {
            throw new SyntaxException("unexpected end of file, expecting \";\" or \"}\"", line);
        }
        return new Token(Token.End.FILE_DONE, List.of(), line, line);
    }

    /** Takes one byte; the token that it ends, or null. */
    private Token accept(int c) throws SyntaxException {
        if (state == State.COMMENT) {
            if (c == '\n') {
                endComment(position - 1);
                state = State.BLANK;
                begin();
            }
            return null;
        }
        if (escaped) {
            escaped = false;
            return null;
        }
        return switch (state) {
            case BLANK -> between(c);
            case CLOSED -> behindQuote(c);
            default -> inside(c);
        };
    }

    private Token behindQuote(int c) throws SyntaxException {
        if (isBlank(c)) {
            state = State.BLANK;
            return null;
        }
        if (c == ';' || c == '{') {
            return end(c);
        }
        if (c != ')') {
            throw unexpected(c);
        }
        // As in: if ($a = "b") {
        return between(c);
    }

    private Token between(int c) throws SyntaxException {
        begin();
        if (isBlank(c)) {
            state = State.BLANK;
            return null;
        }
        if (c == '#') {
            state = State.COMMENT;
            return null;
        }
        if (c == ';' || c == '{') {
            if (words.isEmpty()) {
                throw unexpected(c);
            }
            return end(c);
        }
        lineOfCode = line;
        if (c == '}') {
            if (!words.isEmpty()) {
                throw unexpected(c);
            }
            return new Token(Token.End.BLOCK_DONE, List.of(), line, line);
        }
        if (words.isEmpty()) {
            startOfWords = line;
        }
        dollar = c == '$';
        escaped = c == '\\';
        state = State.WORD;
        if (c == '"' || c == '\'') {
            quote = c;
            state = State.QUOTED;
            start++;
        }
        return null;
    }

    private Token inside(int c) throws SyntaxException {
        if (c == '{' && dollar) {
            // ${name} in a word; a second brace after it is looked at in the same way, as nginx does.
            return null;
        }
        dollar = c == '$';
        escaped = c == '\\';
        if (dollar || escaped) {
            return null;
        }
        if (state == State.QUOTED) {
            if (c == quote) {
                addWord(true);
                state = State.CLOSED;
            }
            return null;
        }
        if (isBlank(c) || c == ';' || c == '{') {
            addWord(false);
            state = State.BLANK;
            return isBlank(c) ? null : end(c);
        }
        return null;
    }

    private void begin() {
        start = position - 1;
        startLine = line;
    }

    private Token end(int c) {
        lineOfCode = line;
        Token.End end = c == ';' ? Token.End.SEMICOLON : Token.End.BLOCK_START;
        return new Token(end, List.copyOf(words), startOfWords, line);
    }

    private void addWord(boolean quoted) {
        lineOfCode = content[position - 1] == '\n' ? line - 1 : line;
        words.add(new Argument(text(start, position - 1), quoted));
    }

    /** The word with its escapes resolved; a backslash before any other character stays. */
    private String text(int from, int to) {
        ByteArrayOutputStream text = new ByteArrayOutputStream(to - from);
        for (int i = from; i < to; i++) {
            int c = content[i];
            if (c == '\\') {
                // In bounds: at least the byte that ended the word follows.
                int next = content[i + 1];
                switch (next) {
                    case '"', '\'', '\\' -> {
                        i++;
                        c = next;
                    }
                    case 't' -> {
                        i++;
                        c = '\t';
                    }
                    case 'r' -> {
                        i++;
                        c = '\r';
                    }
                    case 'n' -> {
                        i++;
                        c = '\n';
                    }
                    default -> {
                        // Stays, as in the regular expression \.php$
                    }
                }
            }
            text.write(c);
        }
        return text.toString(charset);
    }

    private void endComment(int to) {
        int end = to > start + 1 && content[to - 1] == '\r' ? to - 1 : to;
        comments.add(new Comment(
                new String(content, start + 1, end - start - 1, charset), startLine, lineOfCode != startLine));
    }

    private SyntaxException unexpected(int c) {
        return new SyntaxException("unexpected \"" + (char) (c & 0xff) + "\"", line);
    }

    private SyntaxException tooLong() {
        if (state == State.QUOTED) {
            return new SyntaxException(
                    "too long parameter, probably missing terminating \"" + (char) quote + "\" character", startLine);
        }
        return new SyntaxException(
                "too long parameter \"" + new String(content, start, SHOWN, charset) + "...\" started", startLine);
    }

    private static boolean isBlank(int c) {
        return c == ' ' || c == '\t' || c == '\r' || c == '\n';
    }
}
