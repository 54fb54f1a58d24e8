package io.sluice.api.health;

import java.util.concurrent.CompletionStage;

/**
 * Asks one endpoint whether it can serve. When and how often, how long it may take, how many answers in a row it takes to
 * believe one, and which endpoints: all that is the server's affair.
 */
public interface HealthCheck {
    /**
     * Probes an endpoint. Called on the one thread of all probes, for several endpoints in turn: it must not block. Most
     * checks are a {@link Conversation}: {@code return probe.talk(new …)}. One that has other means than a connection to the
     * endpoint may complete its stage on any thread.
     *
     * @return completes normally when the endpoint is well, and with an exception, whose message is logged, when it is not.
     *     One that has not completed after {@link Probe#timeout()} counts as failed and is given up: the server cancels it
     *     where it is a future
     */
    CompletionStage<Void> probe(Probe probe);
}
