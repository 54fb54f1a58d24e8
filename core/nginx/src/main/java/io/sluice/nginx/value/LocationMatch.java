package io.sluice.nginx.value;

import java.util.List;

/**
 * What a {@code location} matches.
 *
 * @param kind how it is compared
 * @param pattern the path, the regular expression, or the name with its {@code @}
 */
public record LocationMatch(Kind kind, String pattern) {
    /** How a location is compared. */
    public enum Kind {
        /** No modifier: the longest prefix, unless a regular expression matches. */
        PREFIX,
        /** {@code ^~}: a prefix before which no regular expression goes. */
        PREFIX_FIRST,
        /** {@code =}: the whole path. */
        EXACT,
        /** {@code ~}: a regular expression. */
        REGEX,
        /** {@code ~*}: a regular expression, without regard to case. */
        REGEX_IGNORE_CASE,
        /** {@code @name}: only by an internal redirect. */
        NAMED
    }

    /**
     * Reads the arguments of a {@code location}: one or two words, where a modifier may also stand in one word with what
     * follows it.
     *
     * @throws ValueException with {@code invalid location modifier "x"}
     */
    public static LocationMatch of(List<String> words) throws ValueException {
        if (words.size() == 2) {
            Kind kind = kind(words.get(0));
            if (kind == Kind.PREFIX) {
                throw new ValueException("invalid location modifier \"" + words.get(0) + "\"");
            }
            return new LocationMatch(kind, words.get(1));
        }
        String word = words.get(0);
        for (String modifier : List.of("=", "^~", "~*", "~")) {
            if (word.startsWith(modifier)) {
                return new LocationMatch(kind(modifier), word.substring(modifier.length()));
            }
        }
        return new LocationMatch(word.startsWith("@") ? Kind.NAMED : Kind.PREFIX, word);
    }

    /** Whether it is a regular expression. */
    public boolean isRegex() {
        return kind == Kind.REGEX || kind == Kind.REGEX_IGNORE_CASE;
    }

    private static Kind kind(String modifier) {
        return switch (modifier) {
            case "=" -> Kind.EXACT;
            case "^~" -> Kind.PREFIX_FIRST;
            case "~" -> Kind.REGEX;
            case "~*" -> Kind.REGEX_IGNORE_CASE;
            default -> Kind.PREFIX;
        };
    }
}
