package io.sluice.server.transport;

import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;

/**
 * The handler of a connection that is being closed politely: what waits is written, FIN is sent, and what the peer still
 * sends is dropped until it ends or time is up.
 */
final class Lingering implements ConnectionHandler {
    private static final long LINGER_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final ConnectionHandler last;
    private Deadline deadline;

    Lingering(ConnectionHandler last) {
        this.last = last;
    }

    void begin(Connection connection) {
        if (connection.pending() == 0) {
            onDrained(connection);
        }
    }

    @Override
    public void onData(Connection connection, ByteBuffer data) {
        data.position(data.limit());
    }

    @Override
    public void onEnd(Connection connection) {
        if (connection.pending() == 0) {
            connection.closeNow();
        }
    }

    @Override
    public void onDrained(Connection connection) {
        if (connection.pending() > 0) {
            return;
        }
        if (connection.inputEnded()) {
            connection.closeNow();
        } else if (deadline == null) {
            deadline = connection.worker().deadline(connection::closeNow);
            deadline.set(LINGER_NANOS);
        }
    }

    @Override
    public void onClosed(Connection connection, Throwable cause) {
        if (deadline != null) {
            deadline.stop();
        }
        last.onClosed(connection, cause);
    }
}
