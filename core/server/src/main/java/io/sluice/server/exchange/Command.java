package io.sluice.server.exchange;

import io.sluice.api.exchange.ExchangeView;
import io.sluice.api.status.StatusResponse;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * What a route does when it is asked to by POST; by another method it is answered with 405, as links, images and crawlers ask
 * by GET. The body of the request is not read: where there is one, the connection ends with the answer.
 */
@FunctionalInterface
public interface Command {
    /** Does it, and tells what came of it. On the exchange's worker: it must not block. */
    StatusResponse perform(ExchangeView exchange);

    /**
     * Begins what takes longer; called in place of {@link #perform}, and as that. The stage ends on any thread, with what came
     * of it. The exchange is not to be looked at after this call.
     */
    default CompletionStage<StatusResponse> begin(ExchangeView exchange) {
        return CompletableFuture.completedFuture(perform(exchange));
    }
}
