package io.sluice.server.transport;

import java.nio.ByteBuffer;

/**
 * What happens on a connection. All calls come on the connection's worker. What a handler throws closes that connection
 * and is reported by {@link #onClosed}; it never reaches the thread.
 */
public interface ConnectionHandler {
    /**
     * Bytes were read. {@code data} is the worker's scratch buffer: valid only during the call. What the handler leaves in
     * it is kept (copied), reading is suspended, and the same bytes come again after {@link Connection#resumeRead()}.
     */
    void onData(Connection connection, ByteBuffer data);

    /** The peer sent FIN: no more data will come. Writing still works. At most once. */
    void onEnd(Connection connection);

    /** The TLS handshake of a connection that a client made is done; {@link Connection#tls()} tells how. */
    default void onSecured(Connection connection) {}

    /** What was waiting to be written fell below the low-water mark after it had been above the high one, or to zero. */
    default void onDrained(Connection connection) {}

    /** The peer took no byte for longer than the connection's send timeout. */
    default void onStalled(Connection connection) {
        connection.reset();
    }

    /**
     * The connection is closed and gone. Exactly once, the last call.
     *
     * @param cause what broke it; null when this side closed it
     */
    void onClosed(Connection connection, Throwable cause);
}
