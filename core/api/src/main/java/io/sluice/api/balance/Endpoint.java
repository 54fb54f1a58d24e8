package io.sluice.api.balance;

import java.net.SocketAddress;

/** One address of an upstream. Read-only, thread-safe; two endpoints are equal only when they are the same object. */
public interface Endpoint {
    /**
     * The address as the configuration writes it, such as {@code 10.0.0.1:8080}, {@code chat.internal} or {@code unix:/run/app.sock}; what nginx
     * hashes for its consistent ring.
     */
    String name();

    /**
     * What to connect to: a {@link java.net.InetSocketAddress}, resolved, or a {@link java.net.UnixDomainSocketAddress}.
     * {@link io.sluice.api.exchange.AddressText#of(SocketAddress)} makes a text of either.
     */
    SocketAddress address();

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

    /**
     * Where changes of {@link #available}, {@link #weightLost} and {@link #ramp} are told; all endpoints of an upstream tell
     * the same. Null where nobody is told: then they are asked at each choice.
     */
    default Changes changes() {
        return null;
    }

    /**
     * For how long, in nanoseconds from now, {@link #available}, {@link #weightLost} and {@link #ramp} stay as they are unless
     * {@link #changes()} tells of a change; a ramp may move by a hundredth meanwhile. 0 where that is not known, {@link
     * Long#MAX_VALUE} where time alone changes nothing.
     */
    default long unchangedNanos() {
        return 0;
    }

    /** Exchanges that this endpoint serves now: requests in flight and open tunnels. Changes while one looks. */
    int activeExchanges();

    /**
     * The name by which routing information calls it ({@code route} of the server's entry; nginx: {@code route=}); empty
     * where it has none. Endpoints that come from one entry share it.
     */
    default String route() {
        return "";
    }

    /**
     * The average time in nanoseconds from the start of a try to the whole head of the answer, the connecting included
     * [$upstream_header_time]; 0 while it is not known. Each answer moves the average by a tenth of the difference; what is
     * known fades, so that one that is not chosen because it was slow is tried again: with each ten seconds without an
     * answer the average halves, and counts half against the next one.
     *
     * <p>A handshake's 101 counts as any answer, and a try that timed out counts with the time that was waited. Answers with
     * a status of 500 and up, and tries that fail at once, do not count: to fail fast is not to be quick.
     */
    default long headerNanos() {
        return 0;
    }

    /**
     * As {@link #headerNanos}, to the last byte of the answer [$upstream_response_time]; an answer that was cut off does
     * not count. The answer to a handshake ends with its head, so the life of a tunnel is no part of this.
     */
    default long responseNanos() {
        return 0;
    }

    /** For how long, on average, the tries that wait for a head have waited until now, in nanoseconds; 0 where none does. */
    default long headerWaitNanos() {
        return 0;
    }

    /** As {@link #headerWaitNanos}, for the tries whose answer is not complete. Tunnels are not among them. */
    default long responseWaitNanos() {
        return 0;
    }
}
