package io.sluice.api.status;

import java.util.Objects;

/**
 * What a status endpoint answers.
 *
 * @param status the HTTP status, 200 to 599
 * @param contentType the value of Content-Type
 * @param body the body, sent in UTF-8
 */
public record StatusResponse(int status, String contentType, String body) {
    /** Checks the range and that nothing is null. */
    public StatusResponse {
        if (status < 200 || status > 599) {
            throw new IllegalArgumentException("status: " + status + " (expected: 200 to 599)");
        }
        Objects.requireNonNull(contentType, "contentType");
        Objects.requireNonNull(body, "body");
    }

    /** A 200 with this body. */
    public static StatusResponse ok(String contentType, String body) {
        return new StatusResponse(200, contentType, body);
    }
}
