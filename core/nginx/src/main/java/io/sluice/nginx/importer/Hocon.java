package io.sluice.nginx.importer;

import io.sluice.nginx.syntax.Comment;
import io.sluice.nginx.syntax.Directive;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.function.IntFunction;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Writes HOCON for people: indented, with comments, with quotes only where they are needed. */
final class Hocon {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z_][A-Za-z0-9_-]*");
    private static final Pattern RESERVED = Pattern.compile("(?i)(true|false|null|yes|no|on|off|include).*");

    private static final String MARK = "\u0001";

    private final StringBuilder text = new StringBuilder();
    private final String folder;
    private int depth;

    /**
     * Nothing written yet.
     *
     * @param folder what is taken off the names of files in remarks; ends with a slash
     */
    Hocon(String folder) {
        this.folder = folder;
    }

    /** Opens a block with a name, and says where it came from. */
    void open(String name, Directive source) {
        comments(source.comments());
        line(key(name) + " { # " + place(source)
                + source.remark().map(remark -> ":" + remark.text()).orElse(""));
        depth++;
    }

    /** Opens a block. */
    void open(String name) {
        line(name + " {");
        depth++;
    }

    /** Opens a list, or a block in a list. */
    void openList(String start) {
        line(start);
        depth++;
    }

    void close(String end) {
        depth--;
        line(end);
    }

    /** A key with a value that is written as it is. */
    void set(String key, String value) {
        line(key + " = " + value);
    }

    void comment(String words) {
        line("# " + words);
    }

    void comments(List<Comment> comments) {
        comments.forEach(comment -> line("#" + comment.text()));
    }

    /** The comments at directives that have no line of their own here; those of blocks are written with the blocks. */
    void commentsAt(List<Directive> directives) {
        for (Directive directive : directives) {
            if (directive.block().isEmpty()) {
                comments(directive.comments());
                comments(directive.remark().stream().toList());
            }
        }
    }

    /** Keeps a place for what is left out at the level that a directive opens; null: outside of all blocks. */
    void mark(Directive opening) {
        line(MARK + (opening == null ? -1 : opening.ordinal()));
    }

    /** What was written, with the words of {@code notes} at each mark, by the number of what opened the level. */
    String text(IntFunction<List<String>> notes) {
        StringBuilder all = new StringBuilder();
        for (String line : text.toString().split("\n", -1)) {
            int mark = line.indexOf(MARK);
            if (mark < 0) {
                all.append(line).append('\n');
            } else {
                String indent = line.substring(0, mark);
                notes.apply(Integer.parseInt(line.substring(mark + 1)))
                        .forEach(note ->
                                all.append(indent).append("# ").append(note).append('\n'));
            }
        }
        all.setLength(all.length() - 1);
        return all.toString();
    }

    void blank() {
        text.append('\n');
    }

    void line(String line) {
        text.append(line.isEmpty() ? "" : "  ".repeat(depth)).append(line).append('\n');
    }

    /** Where a directive stands, seen from the folder of the main file. */
    String place(Directive directive) {
        String file = directive.place().file();
        return (file.startsWith(folder) ? file.substring(folder.length()) : file) + ":"
                + directive.place().line();
    }

    @Override
    public String toString() {
        return text.toString();
    }

    /** A text as a value. */
    static String value(String text) {
        return PLAIN.matcher(text).matches() && !RESERVED.matcher(text).matches() ? text : quote(text);
    }

    /** A text as a key. */
    static String key(String text) {
        return PLAIN.matcher(text).matches() && !RESERVED.matcher(text).matches() ? text : quote(text);
    }

    static String list(Collection<String> texts) {
        return texts.stream().map(Hocon::value).collect(Collectors.joining(", ", "[", "]"));
    }

    /** A text in quotes. */
    static String quote(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"', '\\' -> quoted.append('\\').append(c);
                case '\n' -> quoted.append("\\n");
                case '\r' -> quoted.append("\\r");
                case '\t' -> quoted.append("\\t");
                default -> {
                    if (c < ' ') {
                        quoted.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
                    } else {
                        quoted.append(c);
                    }
                }
            }
        }
        return quoted.append('"').toString();
    }
}
