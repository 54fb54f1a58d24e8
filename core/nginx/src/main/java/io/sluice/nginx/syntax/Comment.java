package io.sluice.nginx.syntax;

import java.util.Objects;

/**
 * A comment, from its {@code #} to the end of the line.
 *
 * @param text what follows the {@code #}, without a carriage return at its end
 * @param line from 1
 * @param ownLine whether nothing but blanks stands before it on its line
 */
public record Comment(String text, int line, boolean ownLine) {
    /** Checks that there is a text. */
    public Comment {
        Objects.requireNonNull(text);
    }
}
