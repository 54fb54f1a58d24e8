package io.sluice.server.exchange;

import io.sluice.api.exchange.ExchangeView;
import java.util.concurrent.CompletionStage;

/**
 * What answers a route by the server's own means, whatever the method: the pages and commands of the admin listener. The body
 * of the request is not read: where there is one, the connection ends with the answer.
 */
@FunctionalInterface
public interface Command {
    /**
     * Does it, and tells what came of it. On the exchange's worker: it must not block. The view is valid during the call.
     *
     * @return completed now or later, on any thread
     */
    CompletionStage<CommandAnswer> perform(ExchangeView exchange);
}
