package io.sluice.nginx.syntax;

import java.util.List;
import java.util.Objects;

/**
 * What stands between two braces.
 *
 * @param directives in order, those of included files in the place of their {@code include}, behind it
 * @param closing comments after the last directive, and the one behind the closing brace
 * @param end where the closing brace stands; where it is missing, where reading ended
 * @param closed whether all of it was read
 */
public record Block(List<Directive> directives, List<Comment> closing, Place end, boolean closed) {
    /** Copies the lists. */
    public Block {
        directives = List.copyOf(directives);
        closing = List.copyOf(closing);
        Objects.requireNonNull(end);
    }
}
