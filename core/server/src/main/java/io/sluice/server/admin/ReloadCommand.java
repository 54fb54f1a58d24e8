package io.sluice.server.admin;

import io.sluice.api.exchange.ExchangeView;
import io.sluice.api.status.StatusResponse;
import io.sluice.server.config.Json;
import io.sluice.server.exchange.Command;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * {@code POST /reload}: the configuration is read again, and the answer tells what came of it, in JSON: 200 with {@code
 * generation}, {@code changes}, {@code warnings} and {@code millis}; 422 with {@code problems} where it was refused.
 */
final class ReloadCommand implements Command {
    static final String PATH = "/reload";

    private final Supplier<CompletionStage<StatusResponse>> reload;

    ReloadCommand(Supplier<CompletionStage<StatusResponse>> reload) {
        this.reload = reload;
    }

    @Override
    public CompletionStage<StatusResponse> begin(ExchangeView exchange) {
        Optional<String> refusal = LocalOnly.refusal(exchange);
        return refusal.isPresent()
                ? CompletableFuture.completedFuture(new StatusResponse(
                        403, "application/json", Json.write(Map.of("error", "refused: " + refusal.get()))))
                : reload.get();
    }

    /** It takes longer than a worker may wait: {@link #begin}. */
    @Override
    public StatusResponse perform(ExchangeView exchange) {
        throw new IllegalStateException("a reload is begun, not performed");
    }
}
