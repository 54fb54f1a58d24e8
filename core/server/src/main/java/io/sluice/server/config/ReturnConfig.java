package io.sluice.server.config;

import io.sluice.api.Template;
import java.util.Optional;
import java.util.Set;

/**
 * An answer that a route gives by itself (nginx: return).
 *
 * @param status 200 to 599; 444 closes the connection without an answer
 * @param location where the client is sent, with variables; there where {@code status} is that of a redirect, and only then
 * @param body the text, with variables; without it, statuses from 400 have their page and others an empty body
 * @param types the media type of {@code body}
 */
public record ReturnConfig(int status, Optional<Template> location, Optional<Template> body, MediaTypes types) {
    /** The statuses that send a client elsewhere. */
    public static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);

    /** The status by which nginx says that a connection is closed without an answer. */
    public static final int CLOSE = 444;
}
