package io.sluice.nginx.directive;

import java.util.List;
import java.util.Locale;

/**
 * What the arguments of a directive are.
 *
 * @param kind how they are read
 * @param words the words that are good, of {@link Kind#ONE_OF} and {@link Kind#SOME_OF}
 * @param low the least number that is good
 * @param high the greatest number that is good
 */
public record ValueRule(Kind kind, List<String> words, long low, long high) {
    /** Kinds of arguments, as nginx has functions to read them. */
    public enum Kind {
        /** {@code on} or {@code off}. */
        FLAG,
        /** A number. */
        NUMBER,
        /** A number of bytes with k or m. */
        SIZE,
        /** A number of bytes with k, m or g. */
        OFFSET,
        /** A length of time, as fine as milliseconds. */
        MILLISECONDS,
        /** A length of time in seconds. */
        SECONDS,
        /** A number of buffers, and the size of one. */
        BUFFERS,
        /** Any word, once at a level. */
        TEXT,
        /** One of some words. */
        ONE_OF,
        /** Some of some words. */
        SOME_OF,
        /** May be repeated at a level, and all count. */
        LIST,
        /** Has a rule of its own; once at a level. */
        ONCE,
        /** Has a rule of its own; may be repeated. */
        OWN,
        /** A block of lines that are no directives. */
        ENTRIES,
        /** A block of a module whose directives are not looked into. */
        OPAQUE;

        /** Whether nginx refuses a second one at the same level. */
        public boolean isOnce() {
            return switch (this) {
                case SOME_OF, LIST, OWN, ENTRIES, OPAQUE -> false;
                default -> true;
            };
        }
    }

    /** Copies the list. */
    public ValueRule {
        words = List.copyOf(words);
    }

    static ValueRule of(String text) {
        int colon = text.indexOf(':');
        String name = (colon < 0 ? text : text.substring(0, colon)).toUpperCase(Locale.ROOT);
        Kind kind = Kind.valueOf(name.replace('-', '_'));
        String rest = text.substring(colon + 1);
        if (kind == Kind.NUMBER && colon > 0) {
            String[] bounds = rest.split("\\.\\.", -1);
            long high = bounds[1].isEmpty() ? Long.MAX_VALUE : Long.parseLong(bounds[1]);
            return new ValueRule(kind, List.of(), Long.parseLong(bounds[0]), high);
        }
        List<String> words = colon < 0 ? List.of() : List.of(rest.split("\\|"));
        return new ValueRule(kind, words, 0, Long.MAX_VALUE);
    }
}
