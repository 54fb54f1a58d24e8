package io.sluice.api.balance;

import java.net.InetSocketAddress;

/** One address of an upstream. Read-only, thread-safe; two endpoints are equal only when they are the same object. */
public interface Endpoint {
    /**
     * The address as the configuration writes it, such as {@code 10.0.0.1:8080} or {@code chat.internal}; what nginx
     * hashes for its consistent ring.
     */
    String name();

    /** The resolved address to connect to. */
    InetSocketAddress address();

    /** The weight, 1 or more. */
    int weight();

    /** Whether this endpoint is used only when no other can be. */
    boolean backup();

    /** Whether the configuration has marked this endpoint as not to be used; it keeps its place in hash strategies. */
    boolean down();

    /** Exchanges that this endpoint serves now: requests in flight and open tunnels. Changes while one looks. */
    int activeExchanges();
}
