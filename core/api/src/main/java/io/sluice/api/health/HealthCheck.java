package io.sluice.api.health;

import io.sluice.api.balance.Endpoint;
import java.time.Duration;
import java.util.concurrent.CompletionStage;

/** Asks one endpoint whether it can serve. Called off the workers; thread-safe. */
public interface HealthCheck {
    /**
     * Probes the endpoint. The stage completes normally when it is healthy and with an exception, whose message is logged,
     * when it is not. The server counts a probe that has not completed after {@code timeout} as failed.
     */
    CompletionStage<Void> probe(Endpoint endpoint, Duration timeout);
}
