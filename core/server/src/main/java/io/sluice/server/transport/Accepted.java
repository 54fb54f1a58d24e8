package io.sluice.server.transport;

import java.nio.ByteBuffer;

/** The handler of an accepted connection until its worker has taken it over. */
final class Accepted implements Opening {
    private final AcceptHandler handler;

    Accepted(AcceptHandler handler) {
        this.handler = handler;
    }

    @Override
    public void opened(Connection connection) {
        handler.accepted(connection);
    }

    @Override
    public void onData(Connection connection, ByteBuffer data) {
        throw new IllegalStateException("the handler was not set on accept");
    }

    @Override
    public void onEnd(Connection connection) {
        throw new IllegalStateException("the handler was not set on accept");
    }

    @Override
    public void onClosed(Connection connection, Throwable cause) {
        // It never came to be served.
    }
}
