package io.sluice.server.transport;

import java.io.IOException;
import java.net.ConnectException;
import java.nio.ByteBuffer;

/** The handler of a connection that is not established yet. */
final class Connecting implements Opening {
    private final ConnectCallback callback;
    private final Deadline timeout;
    private boolean done;

    Connecting(ConnectCallback callback, Deadline timeout) {
        this.callback = callback;
        this.timeout = timeout;
    }

    @Override
    public void opened(Connection connection) {
        timeout.stop();
        done = true;
        callback.onConnected(connection);
    }

    @Override
    public void onData(Connection connection, ByteBuffer data) {
        throw new IllegalStateException("the handler was not set on connect");
    }

    @Override
    public void onEnd(Connection connection) {
        throw new IllegalStateException("the handler was not set on connect");
    }

    @Override
    public void onClosed(Connection connection, Throwable cause) {
        timeout.stop();
        if (!done) {
            done = true;
            callback.onFailed(cause instanceof IOException io ? io : new ConnectException(String.valueOf(cause)));
        }
    }
}
