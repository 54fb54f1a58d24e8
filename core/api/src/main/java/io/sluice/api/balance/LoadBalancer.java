package io.sluice.api.balance;

import io.sluice.api.exchange.ExchangeView;
import java.util.Iterator;

/**
 * Ranks the endpoints of one upstream for one exchange.
 *
 * <p>Called on worker threads, several at once: thread-safe, and it never blocks. An exception fails that one exchange
 * with the kind {@code plugin-failure}.
 */
public interface LoadBalancer {
    /**
     * Endpoints for this exchange, best first, each at most once. The server takes the first that is usable and comes
     * back to the iterator only when that one failed, so the iterator should be lazy. An iterator that ends early is
     * allowed: endpoints it left out are not used for this exchange.
     */
    Iterator<Endpoint> rank(ExchangeView exchange);
}
