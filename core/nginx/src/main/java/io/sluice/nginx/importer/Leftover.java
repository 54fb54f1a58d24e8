package io.sluice.nginx.importer;

import io.sluice.nginx.syntax.Directive;
import java.util.Objects;

/**
 * A directive that is not in the configuration that was written.
 *
 * @param directive the directive, which knows its place
 * @param why what is missing, and what to do instead where there is something
 * @param within the number of the directive whose block it stands in; -1 outside of all
 */
public record Leftover(Directive directive, String why, int within) {
    /** Checks that nothing is null. */
    public Leftover {
        Objects.requireNonNull(directive);
        Objects.requireNonNull(why);
    }

    /** {@code /etc/nginx/nginx.conf:12: directive 'x': why}. */
    @Override
    public String toString() {
        return directive.place() + ": directive '" + directive.name() + "': " + why;
    }
}
