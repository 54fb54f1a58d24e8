package io.sluice.nginx.syntax;

import java.util.Objects;
import java.util.Optional;

/**
 * Something for which nginx would refuse the configuration.
 *
 * @param ordinal how many directives had been read when it was met: problems are told in this order, and nginx, which stops
 *     at one, tells the first
 * @param place where nginx sees it, mostly the line on which the directive's words end; empty where nginx names no place
 * @param message what is wrong, in nginx's words
 * @param hint what to do about it; empty where the message says it all
 */
public record Problem(int ordinal, Optional<Place> place, String message, Optional<String> hint) {
    /** Checks that nothing is null. */
    public Problem {
        Objects.requireNonNull(place);
        Objects.requireNonNull(message);
        Objects.requireNonNull(hint);
    }

    /** A problem that needs no hint, where a directive's words end. */
    public static Problem of(Directive directive, String message) {
        return new Problem(directive.ordinal(), Optional.of(directive.end()), message, Optional.empty());
    }

    /** The same with a hint. */
    public Problem withHint(String text) {
        return new Problem(ordinal, place, message, Optional.of(text));
    }

    /** nginx's line: {@code unknown directive "foo" in /etc/nginx/nginx.conf:12}, and the hint behind it in brackets. */
    @Override
    public String toString() {
        return message
                + place.map(where -> " in " + where).orElse("")
                + hint.map(text -> " (" + text + ")").orElse("");
    }
}
