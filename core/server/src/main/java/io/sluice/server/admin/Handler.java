package io.sluice.server.admin;

import io.sluice.api.exchange.ExchangeView;
import io.sluice.api.status.StatusResponse;
import io.sluice.server.config.Json;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** What is behind the guard, on some paths. Thread-safe. */
interface Handler {
    /** Methods of a page. */
    List<String> PAGE = List.of("GET", "HEAD");

    /** The method of a command. */
    List<String> COMMAND = List.of("POST");

    /** The methods allowed at a path, decoded; empty where there is nothing. */
    List<String> methods(String path);

    /**
     * Answers a request with one of these methods. On a worker: it must not block.
     *
     * @param client who asks, for the log: an address, and the token's name where one was shown
     */
    CompletionStage<StatusResponse> handle(ExchangeView exchange, String client);

    /** What is answered where {@link #methods} has none. */
    default StatusResponse nothing() {
        return error(404, "nothing is here");
    }

    /** An answer that is there at once. */
    static CompletionStage<StatusResponse> now(StatusResponse answer) {
        return CompletableFuture.completedFuture(answer);
    }

    /** {@code {"error": …}}. */
    static StatusResponse error(int status, String message) {
        return json(status, Map.of("error", message));
    }

    /** An object as JSON. */
    static StatusResponse json(int status, Map<String, ?> values) {
        return new StatusResponse(status, "application/json", Json.write(values));
    }
}
