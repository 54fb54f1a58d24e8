package io.sluice.nginx.syntax;

import java.util.Objects;

/**
 * One word behind a directive's name.
 *
 * @param text the word without its quotes, its escapes resolved; variables are still written as such
 * @param quoted whether it stood in single or double quotes
 */
public record Argument(String text, boolean quoted) {
    /** Checks that there is a text. */
    public Argument {
        Objects.requireNonNull(text);
    }

    /** The text. */
    @Override
    public String toString() {
        return text;
    }
}
