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

    private final Map<List<String>, Integer> seen = new HashMap<>();
    private final List<Found> found = new ArrayList<>();
    private final Deque<Frame> frames = new ArrayDeque<>();

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

        /** Space counts within a segment. */
        void space(String characters) {
            if (segment != null) {
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

    private Repeated() {}

    /** The repeated blocks of a file's text, which must be HOCON. */
    static List<Found> in(String hocon) {
        Repeated scan = new Repeated();
        scan.frames.push(new Frame(List.of()));
        HoconTokens.of(hocon).forEach(scan::step);
        return scan.found;
    }

    private void step(HoconTokens.Token token) {
        Frame frame = frames.element();
        switch (token.kind()) {
            case QUOTED -> frame.add(token.text());
            case REFERENCE -> frame.add("");
            case OPEN -> {
                if (token.is("{")) {
                    openObject(frame, token.line());
                } else {
                    open(null);
                }
            }
            case CLOSE -> close();
            case SEPARATOR -> separate(frame);
            case COMMA -> frame.next();
            case LINE -> newLine(frame);
            case WORD -> word(frame, token.text());
            case SPACE -> frame.space(token.text());
            case COMMENT -> {
                // Says nothing.
            }
        }
    }

    private static void word(Frame frame, String word) {
        for (int i = 0; i < word.length(); i++) {
            switch (word.charAt(i)) {
                case '.' -> dot(frame);
                case '+' -> frame.space("+"); // of +=
                default -> frame.add(word.substring(i, i + 1));
            }
        }
    }

    private static void dot(Frame frame) {
        if (frame.inValue) {
            frame.valueBegun = true;
        } else {
            frame.endSegment();
        }
    }

    private static void separate(Frame frame) {
        if (!frame.inValue) {
            frame.endSegment();
            frame.inValue = true;
        }
    }

    private static void newLine(Frame frame) {
        if (frame.valueBegun || frame.includes()) {
            frame.next();
        }
    }

    private void openObject(Frame frame, int line) {
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
}
