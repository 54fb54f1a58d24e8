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

    /** Whether this endpoint is marked as not to be used; it keeps its place in hash strategies. */
    boolean down();

    /**
     * Whether it can take one more exchange at this moment: not down, not found ill, not failing too often, not full. Changes
     * while one looks, so that the server asks once more for the one that is chosen.
     */
    default boolean available() {
        return !down();
    }

    /**
     * How much of its weight failures have cost it since it exists; it only grows. Each failure costs {@code weight /
     * max-fails}, as in nginx; a strategy that wants it to recover gives back what it sees fit.
     */
    default long weightLost() {
        return 0;
    }

    /** The part of its weight that it may use, above 0 and up to 1: less than 1 while it starts slowly after a recovery. */
    default double ramp() {
        return 1;
    }

    /** Exchanges that this endpoint serves now: requests in flight and open tunnels. Changes while one looks. */
    int activeExchanges();
}
