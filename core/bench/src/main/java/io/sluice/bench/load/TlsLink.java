package io.sluice.bench.load;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;

/** A connection with TLS. A record of which only a part has come is kept here, all else is in the thread's buffers. */
final class TlsLink extends Link {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final SSLEngine engine;
    private ByteBuffer part = NOTHING;
    private boolean secured;

    TlsLink(Client client, Buffers buffers, SocketChannel channel, SelectionKey key, SSLEngine engine) {
        super(client, buffers, channel, key);
        this.engine = engine;
    }

    @Override
    void begin() throws IOException {
        engine.beginHandshake();
        shake();
    }

    @Override
    void readable() throws IOException {
        ByteBuffer in = buffers.in.clear();
        in.put(part);
        int got = read(in);
        part.clear().flip();
        if (got <= 0 && in.position() == 0) {
            if (got < 0) {
                client.ended();
            }
            return;
        }
        in.flip();
        open(in);
        if (isClosed()) {
            return;
        }
        if (in.hasRemaining()) {
            if (part.capacity() < in.remaining()) {
                part = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
            }
            part.clear();
            part.put(in).flip();
        }
        if (got < 0) {
            client.ended();
        }
    }

    /** Opens all whole records, and gives the client what is in them, as much at a time as there is room for. */
    private void open(ByteBuffer in) throws IOException {
        ByteBuffer opened = buffers.opened.clear();
        while (true) {
            SSLEngineResult result = engine.unwrap(in, opened);
            if (result.getHandshakeStatus() != HandshakeStatus.NOT_HANDSHAKING) {
                if (result.getHandshakeStatus() == HandshakeStatus.FINISHED) {
                    finished();
                } else {
                    shake();
                }
            }
            boolean full = result.getStatus() == Status.BUFFER_OVERFLOW;
            boolean last = !full
                    && (result.getStatus() != Status.OK
                            || (result.bytesConsumed() == 0 && result.bytesProduced() == 0 && !shaking()));
            if ((full || last) && opened.position() > 0) {
                client.data(opened.flip(), System.nanoTime());
                opened.clear();
                if (isClosed()) {
                    return;
                }
            } else if (full) {
                throw new SSLException("a record that is longer than it may be");
            }
            if (result.getStatus() == Status.CLOSED) {
                client.ended();
                return;
            }
            if (last || isClosed()) {
                return;
            }
        }
    }

    private boolean shaking() {
        return engine.getHandshakeStatus() != HandshakeStatus.NOT_HANDSHAKING;
    }

    /** Does what the handshake wants, up to where something must come from the server. */
    private void shake() throws IOException {
        while (true) {
            switch (engine.getHandshakeStatus()) {
                case NEED_TASK -> {
                    for (Runnable task = engine.getDelegatedTask(); task != null; task = engine.getDelegatedTask()) {
                        task.run();
                    }
                }
                case NEED_WRAP -> {
                    ByteBuffer closed = buffers.closed.clear();
                    SSLEngineResult result = engine.wrap(NOTHING, closed);
                    send(closed.flip());
                    if (result.getHandshakeStatus() == HandshakeStatus.FINISHED) {
                        finished();
                    }
                    if (result.getStatus() == Status.CLOSED) {
                        return;
                    }
                }
                default -> {
                    return;
                }
            }
        }
    }

    private void finished() throws IOException {
        if (!secured) {
            secured = true;
            client.secured(System.nanoTime());
        }
    }

    @Override
    void write(ByteBuffer data) throws IOException {
        ByteBuffer closed = buffers.closed.clear();
        do {
            SSLEngineResult result = engine.wrap(data, closed);
            if (result.getStatus() == Status.BUFFER_OVERFLOW && closed.position() > 0) {
                send(closed.flip());
                closed.clear();
            } else if (result.getStatus() != Status.OK) {
                throw new SSLException("nothing can be sent any more: " + result.getStatus());
            }
        } while (data.hasRemaining());
        send(closed.flip());
    }

    @Override
    void finish() throws IOException {
        engine.closeOutbound();
        if (secured) {
            ByteBuffer closed = buffers.closed.clear();
            engine.wrap(NOTHING, closed);
            send(closed.flip());
        }
    }
}
