package io.sluice.server.transport;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/**
 * The writing half of a connection: straight to the kernel while nothing waits, through a queue while something does.
 * Confined to the connection's worker.
 */
final class Outlet {
    private final SocketChannel channel;
    private WriteQueue queue;
    private Deadline stall;
    private long sendTimeoutNanos;
    private boolean aboveHigh;
    private boolean endWanted;
    private boolean ended;
    private long written;

    Outlet(SocketChannel channel) {
        this.channel = channel;
    }

    void sendTimeout(long nanos) {
        sendTimeoutNanos = nanos;
    }

    long written() {
        return written;
    }

    int pending() {
        return queue == null ? 0 : queue.size();
    }

    /** Uses all of {@code data} up; after {@link #end()} it is dropped. */
    void write(ByteBuffer data, Connection connection) {
        if (endWanted) {
            data.position(data.limit());
            return;
        }
        try {
            if (queue == null) {
                written += channel.write(data);
            }
        } catch (IOException e) {
            data.position(data.limit());
            connection.fail(e);
            return;
        }
        if (data.hasRemaining()) {
            enqueue(data, connection);
            connection.updateInterest();
        }
    }

    /** Sends FIN after what waits. */
    void end() throws IOException {
        endWanted = true;
        if (queue == null && !ended) {
            ended = true;
            channel.shutdownOutput();
        }
    }

    /** The kernel takes bytes again: tells the handler when whoever held back may go on. */
    void flush(Connection connection) throws IOException {
        boolean tell = writeOn();
        connection.updateInterest();
        if (tell) {
            connection.handler().onDrained(connection);
        }
    }

    private boolean writeOn() throws IOException {
        int n = queue.writeTo(channel);
        written += n;
        if (queue.isEmpty()) {
            stop();
            aboveHigh = false;
            if (endWanted) {
                end();
            }
            return true;
        }
        if (n > 0 && stall != null) {
            stall.set(sendTimeoutNanos);
        }
        boolean fellBelow = aboveHigh && queue.size() < Connection.LOW_WATER;
        aboveHigh &= !fellBelow;
        return fellBelow;
    }

    /** What waits is of no more use. */
    void stop() {
        queue = null;
        if (stall != null) {
            stall.stop();
        }
    }

    private void enqueue(ByteBuffer data, Connection connection) {
        if (queue == null) {
            queue = new WriteQueue();
        }
        queue.add(data);
        aboveHigh |= queue.size() >= Connection.HIGH_WATER;
        if (sendTimeoutNanos > 0) {
            if (stall == null) {
                stall = connection.worker().deadline(() -> stalled(connection));
            }
            if (!stall.isSet()) {
                stall.set(sendTimeoutNanos);
            }
        }
    }

    /** The peer has taken nothing for too long. */
    private static void stalled(Connection connection) {
        if (connection.isOpen()) {
            try {
                connection.handler().onStalled(connection);
            } catch (Throwable t) {
                connection.broken(t);
            }
        }
    }
}
