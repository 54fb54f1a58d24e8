package io.sluice.server.config;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.Optional;

/** Checks regular expressions against the engine that will run them. */
final class Regexes {
    private Regexes() {}

    /** What was expected where the expression cannot be compiled. */
    static Optional<String> problem(String expression) {
        if (expression.isEmpty()) {
            return Optional.of("a regular expression");
        }
        try {
            Pattern.compile(expression);
            return Optional.empty();
        } catch (PatternSyntaxException e) {
            return Optional.of("a regular expression in RE2's syntax, which has no look-around, back-references or"
                    + " possessive repetition; " + e.getDescription() + ": " + e.getPattern());
        }
    }
}
