package io.sluice.api.balance;

import io.sluice.api.exchange.ExchangeView;
import io.sluice.api.headers.Headers;
import java.util.List;

/**
 * Brings clients back to the endpoint they had, whatever the strategy of the upstream.
 *
 * <p>Called on worker threads, several at once: thread-safe, and it never blocks. An exception fails that one exchange
 * with the kind {@code plugin-failure}.
 */
public interface Stickiness {
    /**
     * The endpoints that the exchange is held to, the first of them first; empty where it is held to none. The server tries
     * those that can be used before it asks the strategy. One that drains can be, as it takes no clients but those it has;
     * so can a backup, as it may be the one that knows the client.
     *
     * @return some of the endpoints that the factory was given
     */
    List<Endpoint> heldTo(ExchangeView exchange);

    /**
     * Holds the client to the endpoint that has answered, by fields of the answer, such as a cookie. Called for the answer
     * of an endpoint, plain or 101, that is none of those the exchange was held to; not for answers that an error page
     * replaces. The header policies see the fields afterwards.
     *
     * @param chosen one of the endpoints that the factory was given
     */
    default void hold(Endpoint chosen, Headers headers, ExchangeView exchange) {}
}
