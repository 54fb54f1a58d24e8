package io.sluice.server.transport;

import java.io.IOException;
import java.nio.ByteBuffer;
import javax.net.ssl.SSLException;

/**
 * The reading half of a connection: what comes goes to the handler at once, and only what it leaves is kept. Confined to
 * the connection's worker.
 */
final class Inlet {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    /** What the handler left unread; comes again when reading is resumed. */
    private ByteBuffer stash = NOTHING;

    private boolean suspended;
    private boolean ended;
    private boolean truncated;
    private boolean delivering;
    private boolean resumed;
    private long bytesRead;

    long bytesRead() {
        return bytesRead;
    }

    /** Whether the peer has ended its side. */
    boolean ended() {
        return ended;
    }

    /** Whether it ended without the close_notify that TLS wants. */
    boolean truncated() {
        return truncated;
    }

    boolean suspended() {
        return suspended;
    }

    /** Whether more is wanted from the kernel. */
    boolean wantsRead() {
        return !suspended && !ended && !stash.hasRemaining();
    }

    void suspend() {
        suspended = true;
        resumed = false;
    }

    void resume(Connection connection) {
        resumed = true;
        if (suspended && connection.isOpen()) {
            suspended = false;
            if (stash.hasRemaining()) {
                connection.worker().execute(() -> deliverStash(connection));
            } else if (!delivering) {
                connection.updateInterest();
            }
        }
    }

    /** Nobody wants what was kept; what still comes is for another handler. */
    void discard() {
        stash = NOTHING;
        suspended = false;
    }

    /** The kernel has bytes, or the end. */
    void read(TlsLayer tls, Connection connection) {
        ByteBuffer in = tls == null ? connection.worker().input() : null;
        int n;
        try {
            n = in == null
                    ? tls.read(connection.channel())
                    : connection.channel().read(in);
        } catch (IOException e) {
            connection.fail(e);
            return;
        }
        if (n < 0) {
            end(tls, connection);
        } else if (in == null) {
            connection.updateInterest();
        } else if (n > 0) {
            take(in.flip(), connection);
        }
    }

    /** Hands on what has just come, or was decrypted from that. */
    void take(ByteBuffer data, Connection connection) {
        bytesRead += data.remaining();
        deliver(data, connection);
    }

    /**
     * No more will come.
     *
     * @param cutOff the TLS whose close_notify is missing; null where nothing is
     */
    void end(TlsLayer cutOff, Connection connection) {
        if (ended || !connection.isOpen()) {
            return;
        }
        if (cutOff != null && !cutOff.open()) {
            connection.fail(new SSLException("peer closed connection in SSL handshake"));
            return;
        }
        truncated = cutOff != null;
        ended = true;
        connection.updateInterest();
        connection.handler().onEnd(connection);
    }

    private void deliver(ByteBuffer data, Connection connection) {
        delivering = true;
        resumed = false;
        connection.handler().onData(connection, data);
        delivering = false;
        if (data.hasRemaining() && connection.isOpen() && !(connection.handler() instanceof Lingering)) {
            stash = ByteBuffer.allocate(data.remaining()).put(data).flip();
            suspended = !resumed;
            if (resumed) {
                connection.worker().execute(() -> deliverStash(connection));
            }
        }
        connection.updateInterest(); // the handler may have suspended and resumed
    }

    private void deliverStash(Connection connection) {
        if (!connection.isOpen() || suspended || !stash.hasRemaining()) {
            return;
        }
        ByteBuffer data = stash;
        stash = NOTHING;
        try {
            deliver(data, connection);
        } catch (Throwable t) {
            connection.broken(t);
        }
    }
}
