package io.sluice.server.transport;

import java.io.IOException;

/** The end of an attempt to connect; exactly one of the two is called, once, on the worker that was asked. */
public interface ConnectCallback {
    /** The connection is established, with TLS its handshake done; its handler must be set before this returns. */
    void onConnected(Connection connection);

    /** It is not: a {@link java.net.SocketTimeoutException} after the timeout, else what the kernel said. */
    void onFailed(IOException cause);
}
