package io.sluice.server.upstream;

import io.sluice.server.config.NextUpstreamConfig;
import io.sluice.server.config.NextUpstreamConfig.Condition;

/**
 * How one exchange may go from endpoint to endpoint.
 *
 * @param connectNanos how long each endpoint may take to accept
 * @param next when another is asked
 * @param idempotent whether the request does no more when it is sent twice than when it is sent once
 * @param bodiless whether it has no body, of which nothing is held to be sent again
 */
public record Attempts(long connectNanos, NextUpstreamConfig next, boolean idempotent, boolean bodiless) {
    /** Whether it may be sent again though it was sent, without having been asked about. */
    boolean harmless() {
        return idempotent && bodiless;
    }

    /**
     * Whether another endpoint may be asked.
     *
     * @param sent whether the request was sent to the one that failed
     * @param elapsedNanos since the search began
     */
    boolean allow(Condition why, boolean sent, long elapsedNanos) {
        if (!next.on().contains(why)) {
            return false;
        }
        if (sent && !(bodiless && (idempotent || next.on().contains(Condition.NON_IDEMPOTENT)))) {
            return false;
        }
        return next.timeout().isZero() || elapsedNanos < next.timeout().toNanos();
    }

    /** How many endpoints may be asked of so many. */
    int tries(int endpoints) {
        return next.tries() == 0 ? endpoints : Math.min(next.tries(), endpoints);
    }
}
