package io.sluice.bench.load;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;

/** A connection of a {@link Client} without TLS. What the system does not take at once waits here. */
class Link {
    private static final int PIECE = 128 * 1024;

    final Client client;
    final Buffers buffers;
    private final SocketChannel channel;
    private final SelectionKey key;
    private ByteBuffer waiting;
    private boolean closed;

    Link(Client client, Buffers buffers, SocketChannel channel, SelectionKey key) {
        this.client = client;
        this.buffers = buffers;
        this.channel = channel;
        this.key = key;
    }

    /** The connection is there: {@link Client#secured} is called when it may be used. */
    void begin() throws IOException {
        client.secured(System.nanoTime());
    }

    /** Reads what has come, and gives it to the client. */
    void readable() throws IOException {
        ByteBuffer in = buffers.in.clear();
        int got = read(in);
        if (got < 0) {
            client.ended();
        } else if (got > 0) {
            client.data(in.flip(), System.nanoTime());
        }
    }

    /** Sends all that remains in {@code data}, now or when the system takes it. */
    void write(ByteBuffer data) throws IOException {
        send(data);
    }

    /** The other side is told that nothing more comes; called once at most, before {@link #close}. */
    void finish() throws IOException {}

    final int read(ByteBuffer to) throws IOException {
        return channel.read(to);
    }

    final void send(ByteBuffer data) throws IOException {
        if (waiting == null) {
            channel.write(data);
            if (!data.hasRemaining()) {
                return;
            }
            waiting = ByteBuffer.allocate(data.remaining()).limit(0);
            key.interestOps(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
        }
        ByteBuffer all = waiting;
        if (all.capacity() - all.limit() < data.remaining()) {
            all = ByteBuffer.allocate(2 * (waiting.remaining() + data.remaining()))
                    .put(waiting)
                    .flip();
        }
        int position = all.position();
        all.position(all.limit()).limit(all.limit() + data.remaining());
        all.put(data);
        waiting = all.position(position);
    }

    /** Sends what waits, as far as the system takes it. In pieces: the JDK copies all that an array has for each call. */
    final void writable() throws IOException {
        while (waiting != null) {
            int end = waiting.limit();
            int piece = Math.min(waiting.remaining(), PIECE);
            waiting.limit(waiting.position() + piece);
            int written = channel.write(waiting);
            waiting.limit(end);
            if (!waiting.hasRemaining()) {
                waiting = null;
                key.interestOps(SelectionKey.OP_READ);
            } else if (written < piece) {
                return;
            }
        }
    }

    /** Whether something waits that has been written. */
    final boolean congested() {
        return waiting != null;
    }

    final boolean isClosed() {
        return closed;
    }

    final void close() {
        closed = true;
        try {
            channel.close();
        } catch (IOException ignored) {
            // it is gone, which is what was wanted
        }
    }
}
