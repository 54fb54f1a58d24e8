package io.sluice.server.listener;

import io.sluice.api.exchange.TlsView;
import io.sluice.server.exchange.Exchange;
import io.sluice.server.transport.Connection;

/** A client's connection as it is now. On its worker, during the call it is handed to. */
public interface LiveConnection {
    /** Its serial number, 1 for the first [$connection]. */
    long number();

    /** The name of its listener. */
    String listener();

    /** The connection itself. */
    Connection connection();

    /** What is known of its TLS; null where it has none, and before the end of the handshake. */
    TlsView tls();

    /** The request that is answered, or the tunnel; null while it waits for a request. */
    Exchange exchange();

    /** Nanoseconds since it was accepted. */
    long ageNanos();

    /** Nanoseconds for which it has been waiting for a request; 0 while there is one. */
    long waitingNanos();

    /** How many requests it has brought. */
    long requests();

    /**
     * Ends it: a tunnel by what is usual there, else at once; a request that is under way is broken off.
     * A tunnel that is being ended already goes on as it began to.
     *
     * @param code the code of the Close frame that both sides of a WebSocket are sent
     * @param reason its reason, at most 123 bytes of UTF-8
     * @return false for a tunnel that is being ended already
     */
    boolean close(int code, String reason);
}
