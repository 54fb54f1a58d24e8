package io.sluice.api.headers;

import io.sluice.api.exchange.ExchangeView;

/**
 * Changes header fields on their way through, for plain requests and for upgrades alike.
 *
 * <p>Called on worker threads, several at once: thread-safe, and it never blocks. An exception fails that one exchange
 * with the kind {@code plugin-failure}. One that stands at a host is the same object for all its routes, and for the requests
 * that none of them serves: what it counts or keeps is the host's.
 */
public interface HeaderPolicy {
    /** Changes the header fields that go to the back end. {@code exchange} shows the request as it was received. */
    default void onRequest(Headers headers, ExchangeView exchange) {}

    /** Changes the header fields that go to the client, also those of the server's own error answers. */
    default void onResponse(Headers headers, ExchangeView exchange) {}
}
