package io.sluice.server.exchange;

import io.sluice.api.exchange.ExchangeView;
import io.sluice.api.status.StatusResponse;

/**
 * What a route does when it is asked to by POST; by another method it is answered with 405, as links, images and crawlers ask
 * by GET. The body of the request is not read: where there is one, the connection ends with the answer.
 */
@FunctionalInterface
public interface Command {
    /** Does it, and tells what came of it. On the exchange's worker: it must not block. */
    StatusResponse perform(ExchangeView exchange);
}
