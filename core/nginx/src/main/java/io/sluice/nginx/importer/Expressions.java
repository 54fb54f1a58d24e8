package io.sluice.nginx.importer;

import java.util.Optional;
import java.util.regex.Pattern;

/** nginx's regular expressions, which are PCRE's, as those of Sluice, which are RE2's. */
final class Expressions {
    private static final Pattern BEYOND =
            Pattern.compile("\\(\\?[=!>|#&R(0-9]|\\(\\?<[=!]|(?<!\\\\)\\\\[1-9GKX]|[*+?}]\\+|\\(\\*[A-Z]");
    private static final Pattern QUOTED_NAME = Pattern.compile("\\(\\?'([A-Za-z_][A-Za-z0-9_]*)'");

    private Expressions() {}

    /** What stands against an expression; empty where nothing does. */
    static Optional<String> problem(String expression) {
        return BEYOND.matcher(expression).find()
                ? Optional.of("RE2 has no look-around, back-references or possessive repetition, which \"" + expression
                        + "\" needs; write it without")
                : Optional.empty();
    }

    /** The expression in Sluice's spelling. */
    static String of(String expression) {
        return QUOTED_NAME.matcher(expression).replaceAll("(?<$1>");
    }
}
