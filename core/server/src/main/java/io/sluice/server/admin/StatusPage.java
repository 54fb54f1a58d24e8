package io.sluice.server.admin;

import io.sluice.api.exchange.ExchangeView;
import io.sluice.api.status.StatusEndpoint;
import io.sluice.api.status.StatusResponse;
import io.sluice.api.status.StatusView;
import io.sluice.server.error.ErrorKind;
import io.sluice.server.error.ProxyException;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** A status endpoint as a page of the admin listener. */
record StatusPage(StatusEndpoint endpoint, Supplier<StatusView> figures) implements Handler {
    @Override
    public List<String> methods(String path) {
        return PAGE;
    }

    @Override
    public CompletionStage<StatusResponse> handle(ExchangeView exchange, String client) {
        try {
            return Handler.now(endpoint.respond(figures.get(), exchange));
        } catch (RuntimeException | LinkageError e) {
            throw new ProxyException(ErrorKind.PLUGIN_FAILURE, "status endpoint failed: " + e, e);
        }
    }
}
