package io.sluice.server.admin;

import java.util.Map;

/**
 * Why a request gets nothing.
 *
 * @param status of the answer
 * @param message what was expected; no secret, no text of the request's
 * @param fields further fields of the answer
 */
record Refusal(int status, String message, Map<String, String> fields) {
    static Refusal forbidden(String message) {
        return new Refusal(403, "refused: " + message, Map.of());
    }
}
