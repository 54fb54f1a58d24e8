package io.sluice.server.config;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds named blocks that are written twice in one file. HOCON merges them without a word, so that a host copied and not
 * renamed would lose its names and routes to its copy. The library does not show what it merged, hence this scan of text
 * that it has accepted. To add to a block on purpose, one writes {@code hosts.site.names = …}, {@code site = ${base} {…}}
 * or an include: these are not refused.
 */
final class Repeated {
    private static final String ROOT = "sluice";
    private static final Set<String> NAMED = Set.of("listeners", "maps", "upstreams", "hosts");
    private static final String INCLUDE = "include";

    private final String text;
    private final Map<List<String>, Integer> seen = new HashMap<>();
    private final List<Found> found = new ArrayList<>();
    private final Deque<Frame> frames = new ArrayDeque<>();
    private int at;
    private int line = 1;

    /** A block that was there before: its path, its line and that of the first. */
    record Found(List<String> path, int line, int first) {}

    /** An object or a list that is open, and the key in it that is being read, or whose value is. */
    private static final class Frame {
        /** Empty for the root, null below a list, where nothing has a path. */
        final List<String> path;

        List<String> key = new ArrayList<>();
        StringBuilder segment;
        boolean inValue;
        boolean valueBegun;

        Frame(List<String> path) {
            this.path = path;
        }

        void next() {
            key = new ArrayList<>();
            segment = null;
            inValue = false;
            valueBegun = false;
        }

        void add(String characters) {
            if (inValue) {
                valueBegun = true;
            } else {
                segment = segment == null ? new StringBuilder() : segment;
                segment.append(characters);
            }
        }

        void endSegment() {
            if (segment != null) {
                key.add(segment.toString().strip());
                segment = null;
            }
        }

        boolean includes() {
            return key.isEmpty() && segment != null && segment.toString().startsWith(INCLUDE);
        }
    }

    private Repeated(String text) {
        this.text = text;
    }

    /** The repeated blocks of a file's text, which must be HOCON. */
    static List<Found> in(String hocon) {
        Repeated scan = new Repeated(hocon);
        scan.frames.push(new Frame(List.of()));
        while (scan.at < hocon.length()) {
            scan.step();
        }
        return scan.found;
    }

    private void step() {
        Frame frame = frames.element();
        char c = text.charAt(at);
        switch (c) {
            case '"' -> frame.add(quoted());
            case '#' -> skipTo("\n");
            case '$' -> reference(frame);
            case '{' -> openObject(frame);
            case '[' -> open(null);
            case '}', ']' -> close();
            case '=', ':' -> separate(frame);
            case ',' -> frame.next();
            case '\n' -> newLine(frame);
            case '.' -> dot(frame);
            default -> other(frame, c);
        }
        at++;
    }

    private void other(Frame frame, char c) {
        if (text.startsWith("//", at)) {
            skipTo("\n");
        } else if (!Character.isWhitespace(c) && c != '+') {
            frame.add(String.valueOf(c));
        } else if (frame.segment != null) {
            frame.segment.append(c);
        }
    }

    private void dot(Frame frame) {
        if (frame.inValue) {
            frame.valueBegun = true;
        } else {
            frame.endSegment();
        }
    }

    private void separate(Frame frame) {
        if (!frame.inValue) {
            frame.endSegment();
            frame.inValue = true;
        }
    }

    private void newLine(Frame frame) {
        line++;
        if (frame.valueBegun || frame.includes()) {
            frame.next();
        }
    }

    private void reference(Frame frame) {
        if (text.startsWith("${", at)) {
            skipTo("}");
        }
        frame.add("");
    }

    private void openObject(Frame frame) {
        boolean merged = frame.valueBegun;
        separate(frame);
        if (frame.path == null) {
            open(null);
            return;
        }
        List<String> path = new ArrayList<>(frame.path);
        path.addAll(frame.key);
        if (path.size() == 3 && path.get(0).equals(ROOT) && NAMED.contains(path.get(1)) && !merged) {
            Integer first = seen.putIfAbsent(path, line);
            if (first != null) {
                found.add(new Found(path, line, first));
            }
        }
        open(path);
    }

    private void open(List<String> path) {
        frames.element().valueBegun = true;
        frames.push(new Frame(path));
    }

    private void close() {
        if (frames.size() > 1) {
            frames.pop();
        }
    }

    /** The string at this place; ends on its last quotation mark. */
    private String quoted() {
        int start = at;
        if (text.startsWith("\"\"\"", at)) {
            at += 3;
            skipTo("\"\"\"");
            at += 2;
            while (text.startsWith("\"", at + 1)) {
                at++;
            }
            return text.substring(start + 3, Math.max(start + 3, Math.min(at, text.length()) - 2));
        }
        at++;
        while (at < text.length() && text.charAt(at) != '"') {
            at += text.charAt(at) == '\\' ? 2 : 1;
        }
        return text.substring(start + 1, Math.min(at, text.length()));
    }

    /** To the next {@code end}; to just before a line's end, as that counts. */
    private void skipTo(String end) {
        int next = text.indexOf(end, at);
        int stop = next < 0 ? text.length() : next;
        line += (int) text.substring(at, stop).chars().filter(c -> c == '\n').count();
        at = end.equals("\n") ? stop - 1 : stop;
    }
}
