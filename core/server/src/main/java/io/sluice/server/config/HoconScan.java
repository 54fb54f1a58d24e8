package io.sluice.server.config;

import io.sluice.server.config.HoconTokens.Kind;
import io.sluice.server.config.HoconTokens.Token;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the first place at which a text is not HOCON, and says what is wrong in terms of what one writes: the library speaks
 * of its own tokens, and of the end of the file where a brace is missing.
 */
final class HoconScan {
    private static final Pattern RESERVED = Pattern.compile("[$^?!@*&\\\\`]");
    private static final Pattern BAD_ESCAPE = Pattern.compile("\\\\(?:[\"\\\\/bfnrt]|u[0-9A-Fa-f]{4})|(\\\\.?)");
    private static final Pattern BRACKETED_ADDRESS = Pattern.compile("\\[[0-9A-Fa-f:.]*](?::\\d+)?");
    private static final String NEITHER_KEY_NOR_BLOCK = "a key, then = and its value, or a block { … }";

    private final String text;
    private final Deque<Frame> frames = new ArrayDeque<>();
    private Frame suspect;
    private Fault first;

    /**
     * What is wrong.
     *
     * @param path the whole name of the key that it stands at; empty where there is none
     * @param words what was found, and what was expected
     */
    record Fault(int line, String path, String words) {}

    /** An object or a list that is open, and how far its reading has come. */
    private static final class Frame {
        final Token opening;
        final String path;
        StringBuilder key;
        Token keyStart;
        Token valueStart;
        Token lastWord;
        boolean inValue;
        boolean valueBegun;
        boolean lineAfterKey;
        boolean includeNamed;

        Frame(Token opening, String path) {
            this.opening = opening;
            this.path = path;
            next();
        }

        void next() {
            key = new StringBuilder();
            keyStart = null;
            valueStart = null;
            lastWord = null;
            inValue = isList();
            valueBegun = false;
            lineAfterKey = false;
            includeNamed = false;
        }

        boolean isList() {
            return opening != null && opening.is("[");
        }

        boolean hasKey() {
            return keyStart != null;
        }

        boolean includes() {
            return hasKey() && keyStart.is(Kind.WORD) && keyStart.text().startsWith("include") && !inValue;
        }

        String at() {
            String name = key.toString().strip();
            return isList() || name.isEmpty() ? path : path.isEmpty() ? name : path + "." + name;
        }
    }

    private HoconScan(String text) {
        this.text = text;
    }

    /** The first fault; empty where this scan sees none, which does not mean that there is none. */
    static Optional<Fault> of(String text) {
        HoconScan scan = new HoconScan(text);
        scan.frames.push(new Frame(null, ""));
        for (Token token : HoconTokens.of(text)) {
            scan.step(token, scan.frames.element());
            if (scan.first != null) {
                return Optional.of(scan.first);
            }
        }
        scan.end();
        return Optional.ofNullable(scan.first);
    }

    private void step(Token token, Frame frame) {
        switch (token.kind()) {
            case QUOTED, REFERENCE, WORD -> part(token, frame);
            case OPEN -> open(token, frame);
            case CLOSE -> close(token, frame);
            case SEPARATOR -> separate(token, frame);
            case COMMA -> {
                endOfEntry(frame);
                frame.next();
            }
            case LINE -> endOfLine(frame);
            case SPACE -> frame.key.append(frame.hasKey() ? " " : "");
            case COMMENT -> {
                // Says nothing.
            }
        }
    }

    private void part(Token token, Frame frame) {
        if (token.is(Kind.QUOTED)) {
            checkQuotes(token, frame);
        } else if (!token.closed()) {
            fault(token.line(), frame.at(), "found " + token.text() + ", which is not closed (expected: ${name})");
        }
        if (frame.inValue) {
            frame.valueBegun = true;
            frame.valueStart = frame.valueStart == null ? token : frame.valueStart;
            if (token.is(Kind.WORD) && RESERVED.matcher(token.text()).find()) {
                unquoted(frame);
            }
            frame.lastWord = token;
            return;
        }
        if (frame.lineAfterKey) {
            statement(frame);
        } else if (frame.includes()) {
            frame.includeNamed |= token.is(Kind.QUOTED);
        } else {
            frame.keyStart = frame.hasKey() ? frame.keyStart : token;
            frame.key.append(token.text());
            if (token.is(Kind.WORD) && RESERVED.matcher(token.text()).find()) {
                fault(
                        token.line(),
                        frame.path,
                        "found the key " + token.text() + " without quotes (expected: \"" + escaped(token.text())
                                + "\")");
            }
        }
    }

    private void checkQuotes(Token token, Frame frame) {
        boolean triple = text.startsWith("\"\"\"", token.start());
        if (!token.closed()) {
            fault(
                    token.line(),
                    frame.at(),
                    "a text is not closed (expected: another " + (triple ? "\"\"\"" : "\"") + " behind it)");
        } else if (!triple) {
            Matcher escape = BAD_ESCAPE.matcher(token.text());
            while (escape.find()) {
                if (escape.group(1) != null) {
                    fault(
                            token.line(),
                            frame.at(),
                            "found " + escape.group(1) + " in \"" + token.text() + "\" (expected: \\" + escape.group(1)
                                    + ", as a backslash is written twice in quotes)");
                }
            }
        }
    }

    private void separate(Token token, Frame frame) {
        if (frame.isList() && token.is("=")) {
            fault(
                    token.line(),
                    frame.path,
                    "found = in the list of line " + frame.opening.line()
                            + " (expected: ] before it, or quotes around a text with =)");
        } else if (frame.inValue) {
            frame.valueStart = frame.valueStart == null ? token : frame.valueStart;
            if (token.is("=") && frame.lastWord != null && !frame.lastWord.equals(frame.valueStart)) {
                Token start = frame.valueStart.is(Kind.OPEN) ? frame.lastWord : frame.valueStart;
                fault(
                        token.line(),
                        frame.at(),
                        "found " + raw(start.start()) + " (expected: a comma or a new line before "
                                + frame.lastWord.text() + ")");
            } else {
                unquoted(frame);
            }
        } else if (!frame.hasKey()) {
            fault(
                    token.line(),
                    frame.path,
                    "found " + token.text() + " without a key (expected: " + NEITHER_KEY_NOR_BLOCK + ")");
        } else {
            frame.inValue = true;
        }
    }

    private void open(Token token, Frame frame) {
        boolean bare = frame.opening == null && !frame.hasKey() && token.is("{");
        if (!frame.inValue && !bare && (!frame.hasKey() || token.is("["))) {
            fault(
                    token.line(),
                    frame.at(),
                    "found " + token.text() + " without " + (frame.hasKey() ? "= before it" : "a key") + " (expected: "
                            + NEITHER_KEY_NOR_BLOCK + ")");
        }
        String path = frame.at();
        frame.valueStart = frame.valueStart == null ? token : frame.valueStart;
        frame.inValue = true;
        frame.valueBegun = true;
        frames.push(new Frame(token, path));
    }

    private void close(Token token, Frame frame) {
        endOfEntry(frame);
        if (frame.opening == null) {
            fault(
                    token.line(),
                    "",
                    "found " + token.text() + ", which closes nothing (expected: as many " + token.text()
                            + " as there are opening ones)");
            return;
        }
        if (frame.isList() != token.is("]")) {
            fault(
                    token.line(),
                    frame.path,
                    "found " + token.text() + " while the " + frame.opening.text() + " of line " + frame.opening.line()
                            + " is open (expected: " + (frame.isList() ? "]" : "}") + " before it)");
        }
        if (suspect == null && beginsItsLine(token) && indent(token) < indent(frame.opening)) {
            suspect = frame; // it closes the block around, as people indent
        }
        frames.pop();
    }

    private void endOfLine(Frame frame) {
        if (frame.includes()) {
            endOfEntry(frame);
            frame.next();
        } else if (frame.inValue && frame.valueBegun) {
            frame.next();
        } else {
            frame.lineAfterKey = frame.hasKey() && !frame.inValue;
        }
    }

    /** An entry ends here: is it one? */
    private void endOfEntry(Frame frame) {
        if (frame.includes()) {
            if (!frame.includeNamed) {
                fault(
                        frame.keyStart.line(),
                        "",
                        "found " + raw(frame.keyStart.start())
                                + " (expected: a file in quotes: include \"hosts/site.conf\")");
            }
        } else if (frame.hasKey() && !frame.inValue) {
            statement(frame);
        } else if (frame.hasKey() && !frame.valueBegun) {
            fault(frame.keyStart.line(), frame.at(), "there is no value behind it (expected: one, or null)");
        }
    }

    private void end() {
        Frame innermost = frames.element();
        endOfEntry(innermost);
        if (innermost.opening != null) {
            Frame open = suspect == null ? innermost : suspect;
            fault(
                    open.opening.line(),
                    open.path,
                    "the " + open.opening.text() + " is not closed (expected: " + (open.isList() ? "]" : "}")
                            + " for it before the end of the file)");
        }
    }

    /** Words that no = follows. */
    private void statement(Frame frame) {
        String word = frame.keyStart.text();
        String hint = NginxWords.hint(frame.path.isEmpty() ? word : frame.path + "." + word);
        fault(
                frame.keyStart.line(),
                frame.path,
                "found " + raw(frame.keyStart.start()) + " (expected: " + NEITHER_KEY_NOR_BLOCK + hint + ")");
    }

    /** A value with a sign that needs quotes. */
    private void unquoted(Frame frame) {
        int start = frame.valueStart.start();
        if (start > 0 && text.charAt(start - 1) == '[') {
            Matcher address = BRACKETED_ADDRESS.matcher(text).region(start - 1, text.length());
            if (address.lookingAt()) {
                needsQuotes(frame, address.group());
                return;
            }
        }
        needsQuotes(frame, raw(start));
    }

    private void needsQuotes(Frame frame, String value) {
        fault(
                frame.valueStart.line(),
                frame.at(),
                "found " + value + " without quotes (expected: \"" + escaped(value) + "\")");
    }

    private void fault(int line, String path, String words) {
        if (first == null) {
            first = new Fault(line, path, words);
        }
    }

    private static String escaped(String value) {
        return value.replace("\\", "\\\\").replace("\"", "\\\"");
    }

    /** What is written from there on, to the end of its line or of its place in a list or block. */
    private String raw(int start) {
        int end = start;
        while (end < text.length()
                && ",}]\n".indexOf(text.charAt(end)) < 0
                && !text.startsWith(" #", end)
                && !text.startsWith(" //", end)) {
            end++;
        }
        return text.substring(start, end).strip();
    }

    private boolean beginsItsLine(Token token) {
        return text.substring(startOfLine(token), token.start()).isBlank();
    }

    private int indent(Token token) {
        int start = startOfLine(token);
        int at = start;
        while (at < text.length() && Character.isWhitespace(text.charAt(at)) && text.charAt(at) != '\n') {
            at++;
        }
        return at - start;
    }

    private int startOfLine(Token token) {
        return text.lastIndexOf('\n', token.start() - 1) + 1;
    }
}
