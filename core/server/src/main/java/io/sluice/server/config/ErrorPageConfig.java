package io.sluice.server.config;

import io.sluice.api.Template;
import java.util.List;
import java.util.OptionalInt;

/**
 * What is served in place of an error (nginx: error_page).
 *
 * @param place file and line, for messages
 * @param on the statuses, 300 to 599
 * @param to a path, from which on the request is routed again; {@code @name}, the route of that name; or a URL, to which the
 *     client is sent
 * @param status the status that the client gets; empty: that of the error. Of a URL: the status of the redirect
 * @param asAnswered whether the client gets the status of what answers in place of the error
 */
public record ErrorPageConfig(String place, List<Integer> on, Template to, OptionalInt status, boolean asAnswered) {
    /** Copies the list. */
    public ErrorPageConfig {
        on = List.copyOf(on);
    }
}
