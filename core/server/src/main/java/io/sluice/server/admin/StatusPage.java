package io.sluice.server.admin;

import io.sluice.api.exchange.ExchangeView;
import io.sluice.api.status.StatusEndpoint;
import io.sluice.api.status.StatusResponse;
import io.sluice.server.exchange.StatusPages;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** A status endpoint as a page of the admin listener. */
record StatusPage(StatusEndpoint endpoint, StatusPages pages) implements Handler {
    @Override
    public List<String> methods(String path) {
        return PAGE;
    }

    @Override
    public CompletionStage<StatusResponse> handle(ExchangeView exchange, String client) {
        return pages.page(endpoint, exchange);
    }
}
