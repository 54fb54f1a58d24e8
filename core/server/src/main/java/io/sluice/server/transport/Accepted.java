package io.sluice.server.transport;

import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;

/** The handler of an accepted connection until its worker has taken it over. */
final class Accepted implements Opening {
    private final AcceptHandler handler;
    private final AtomicInteger arriving;
    private boolean arrived;

    /** {@code arriving} counts those that their workers have not taken over yet, this one from now on. */
    Accepted(AcceptHandler handler, AtomicInteger arriving) {
        this.handler = handler;
        this.arriving = arriving;
        arriving.incrementAndGet();
    }

    @Override
    public void opened(Connection connection) {
        try {
            handler.accepted(connection);
        } finally {
            arrived();
        }
    }

    /** It is with its worker, or is gone. */
    void arrived() {
        if (!arrived) {
            arrived = true;
            arriving.decrementAndGet();
        }
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
        arrived(); // without having come to be served
    }
}
