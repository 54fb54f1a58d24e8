package io.sluice.api.health;

import java.nio.ByteBuffer;

/**
 * What is said on the connection of one probe. All calls come on the thread of probes, one after the other; none may block.
 * It ends by {@link Peer#pass()}, by an exception out of a call, or when the time of the probe is up.
 */
public interface Conversation {
    /** The most that {@link #received} may leave unread; more fails the probe. */
    int MOST_UNREAD = 64 * 1024;

    /**
     * The connection stands, its TLS handshake done.
     *
     * @throws ProbeFailure the endpoint is not well
     */
    void opened(Peer peer) throws ProbeFailure;

    /**
     * Bytes have come. What is left unread in {@code data} comes again, with what follows it.
     *
     * @param data valid during the call alone
     * @throws ProbeFailure the endpoint is not well
     */
    void received(Peer peer, ByteBuffer data) throws ProbeFailure;

    /**
     * The endpoint will send no more (FIN). By default that fails the probe.
     *
     * @throws ProbeFailure the endpoint is not well
     */
    default void ended(Peer peer) throws ProbeFailure {
        throw new ProbeFailure("the connection was closed while waiting for " + awaited());
    }

    /** What is waited for now, for messages: {@code the pong}, as in "timed out after 2s while waiting for the pong". */
    String awaited();
}
