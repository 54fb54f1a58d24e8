package io.sluice.server.transport;

import javax.net.ssl.SSLEngine;

/** Chooses how TLS is spoken with a client. Thread-safe; called on workers, so it must not block. */
public interface TlsServer {
    /**
     * The engine for a client that said this, in server mode and ready for the same bytes.
     *
     * @return the engine with what is to be remembered of the choice
     * @throws TlsRefusal when it is not served
     */
    Chosen choose(ClientHello hello) throws TlsRefusal;

    /**
     * A choice.
     *
     * @param attachment anything; {@link TlsSession#attachment()} gives it back
     */
    record Chosen(SSLEngine engine, Object attachment) {}
}
