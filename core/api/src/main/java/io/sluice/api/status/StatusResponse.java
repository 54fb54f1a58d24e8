package io.sluice.api.status;

import java.util.Objects;

/**
 * What a status endpoint answers.
 *
 * @param status the HTTP status, 200 to 599
 * @param contentType the value of Content-Type
 * @param body the body, sent in UTF-8
 * @param stream what is sent behind the body as time goes on; null for nothing: the body is all. On the admin listener
 *     alone; on a route of another listener such an answer fails
 */
public record StatusResponse(int status, String contentType, String body, StatusStream stream) {
    /** The content type of server-sent events. */
    public static final String EVENTS = "text/event-stream";

    /** Checks the range and that nothing is null. */
    public StatusResponse {
        if (status < 200 || status > 599) {
            throw new IllegalArgumentException("status: " + status + " (expected: 200 to 599)");
        }
        Objects.requireNonNull(contentType, "contentType");
        Objects.requireNonNull(body, "body");
    }

    /** An answer whose body is all. */
    public StatusResponse(int status, String contentType, String body) {
        this(status, contentType, body, null);
    }

    /** A 200 that begins with this body and goes on; {@link #EVENTS} is its content type for a browser's EventSource. */
    public static StatusResponse streaming(String contentType, String body, StatusStream stream) {
        return new StatusResponse(200, contentType, body, Objects.requireNonNull(stream, "stream"));
    }

    /** A 200 with this body. */
    public static StatusResponse ok(String contentType, String body) {
        return new StatusResponse(200, contentType, body);
    }
}
