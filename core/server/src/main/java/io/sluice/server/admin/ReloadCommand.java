package io.sluice.server.admin;

import io.sluice.api.exchange.ExchangeView;
import io.sluice.api.status.StatusResponse;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * {@code POST /reload}: the configuration is read again, and the answer tells what came of it, in JSON: 200 with {@code
 * generation}, {@code changes}, {@code warnings} and {@code millis}; 422 with {@code problems} where it was refused.
 */
final class ReloadCommand implements Handler {
    static final String PATH = "/reload";

    private final Supplier<CompletionStage<StatusResponse>> reload;

    ReloadCommand(Supplier<CompletionStage<StatusResponse>> reload) {
        this.reload = reload;
    }

    @Override
    public List<String> methods(String path) {
        return COMMAND;
    }

    @Override
    public CompletionStage<StatusResponse> handle(ExchangeView exchange, String client) {
        return reload.get();
    }
}
