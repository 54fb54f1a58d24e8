package io.sluice.server.admin;

import io.sluice.api.exchange.ExchangeView;
import io.sluice.api.status.StatusResponse;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** What is at all other paths: nothing, but behind the guard like everything else. */
final class Nothing implements Handler {
    @Override
    public List<String> methods(String path) {
        return List.of();
    }

    @Override
    public CompletionStage<StatusResponse> handle(ExchangeView exchange, String client) {
        return Handler.now(Handler.error(404, "nothing is here"));
    }
}
