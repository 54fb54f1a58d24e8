package io.sluice.server.admin;

import io.sluice.api.exchange.ExchangeView;
import io.sluice.api.status.StatusResponse;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * What is at all other paths: nothing, but behind the guard like everything else, and with a word on what there is.
 *
 * @param paths where something is
 */
record Nothing(Collection<String> paths) implements Handler {
    @Override
    public List<String> methods(String path) {
        return List.of();
    }

    @Override
    public StatusResponse nothing() {
        return Handler.error(
                404,
                "nothing is here (expected: one of " + String.join(", ", paths)
                        + "; sluice.admin.status says which pages there are)");
    }

    @Override
    public CompletionStage<StatusResponse> handle(ExchangeView exchange, String client) {
        return Handler.now(nothing());
    }
}
