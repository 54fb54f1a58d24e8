package io.sluice.server.transport;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSession;

/**
 * TLS of one connection. Records go through the worker's scratch buffers: what one read brought is decrypted at once and
 * handed on in one piece, what is written is put into as few records as it fits into, and those into one write. Between
 * events a connection keeps nothing but its engine and the beginning of a record that has not come whole.
 *
 * <p>Confined to the connection's worker, but for costly steps of the handshake; the engine is left alone meanwhile.
 */
final class TlsLayer implements TlsSession {
    private enum State {
        /** A client's first bytes are looked at. */
        HELLO,
        HANDSHAKE,
        OPEN,
        /** Failed: all that comes is dropped. */
        BROKEN
    }

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);
    private static final int MOST_USELESS = 32;

    private final Connection connection;
    private final Worker worker;
    private final TlsServer server;
    private final Deadline handshakeDeadline;
    private final long handshakeNanos;
    private State state;
    private SSLEngine engine;
    private Object attachment;
    private String serverName = "";
    private Codes offeredSuites = Codes.NONE;
    private Codes offeredGroups = Codes.NONE;
    private long begunMillis;
    private boolean reused;

    /** Ciphertext that waits for the rest of its record, or for a delegated task. */
    private ByteBuffer partial = NOTHING;

    private boolean working;
    private boolean inboundClosed;
    private int useless;
    private long bytesWritten;

    /** The server's side of a connection that a client made. */
    TlsLayer(Connection connection, TlsServer server, long handshakeNanos) {
        this.connection = connection;
        this.worker = connection.worker();
        this.server = server;
        this.state = State.HELLO;
        this.handshakeNanos = handshakeNanos;
        this.handshakeDeadline = worker.deadline(() -> connection.fail(new SocketTimeoutException("timed out")));
    }

    /** The client's side of a connection to a back end. */
    TlsLayer(Connection connection, SSLEngine engine) {
        this.connection = connection;
        this.worker = connection.worker();
        this.server = null;
        this.state = State.HANDSHAKE;
        this.handshakeNanos = 0;
        this.handshakeDeadline = null;
        this.engine = engine;
    }

    /** The connection is established: a server waits, a client says the first word. */
    void begin() {
        if (state == State.HELLO) {
            handshakeDeadline.set(handshakeNanos);
            return;
        }
        begunMillis = System.currentTimeMillis();
        try {
            engine.beginHandshake();
            advance(NOTHING);
        } catch (SSLException | RuntimeException e) {
            refuse(e);
        }
    }

    boolean open() {
        return state == State.OPEN;
    }

    /** Whether it can go on with what may be read. */
    boolean wantsRead() {
        return !working;
    }

    /** Bytes of plain text written so far. */
    long bytesWritten() {
        return bytesWritten;
    }

    /** Reads ciphertext; as {@link SocketChannel#read}. What comes of it is told before this returns. */
    int read(SocketChannel channel) throws IOException {
        ByteBuffer in = worker.cipherInput();
        if (partial.hasRemaining()) {
            in.put(partial.duplicate());
        }
        int n = channel.read(in);
        if (n > 0) {
            partial = NOTHING;
            received(in.flip());
        }
        return n;
    }

    private void received(ByteBuffer in) {
        try {
            if (state == State.HELLO) {
                if (!HelloReader.isTls(in.get(in.position()))) {
                    stop();
                    connection.spokePlain(in);
                    return;
                }
                hello(in);
            }
            if (state == State.HANDSHAKE || state == State.OPEN) {
                advance(in);
            }
        } catch (SSLException | TlsRefusal | RuntimeException e) {
            refuse(e);
        }
    }

    private void hello(ByteBuffer in) throws TlsRefusal, SSLException {
        ClientHello hello = HelloReader.read(in);
        if (hello == null) {
            keep(in);
            return;
        }
        begunMillis = System.currentTimeMillis();
        serverName = hello.serverName();
        offeredSuites = hello.cipherSuites();
        offeredGroups = hello.groups();
        TlsServer.Chosen chosen = server.choose(hello);
        engine = chosen.engine();
        attachment = chosen.attachment();
        state = State.HANDSHAKE;
        engine.beginHandshake();
    }

    /** Decrypts all of {@code in}, answers what the handshake wants answered, and hands on what is for the handler. */
    private void advance(ByteBuffer in) throws SSLException {
        ByteBuffer plain = worker.plainInput();
        HandshakeStatus status = engine.getHandshakeStatus();
        while (!working && !inboundClosed) {
            if (status == HandshakeStatus.NEED_TASK) {
                if (state == State.OPEN) {
                    throw new SSLException("renegotiation is not served"); // TLS 1.3 has no steps after its handshake
                }
                work();
                status = engine.getHandshakeStatus();
            } else if (status == HandshakeStatus.NEED_WRAP) {
                status = wrapHandshake();
            } else if (in.hasRemaining()) {
                SSLEngineResult result = engine.unwrap(in, plain);
                status = result.getHandshakeStatus();
                if (status == HandshakeStatus.FINISHED) {
                    finished();
                    status = engine.getHandshakeStatus();
                }
                inboundClosed = result.getStatus() == SSLEngineResult.Status.CLOSED;
                checkUse(result);
                if (result.getStatus() == SSLEngineResult.Status.BUFFER_UNDERFLOW) {
                    break; // the rest of the record is still to come
                }
                if (result.getStatus() == SSLEngineResult.Status.BUFFER_OVERFLOW) {
                    throw new SSLException("a record holds more than it is long");
                }
            } else {
                break;
            }
        }
        if (inboundClosed && status == HandshakeStatus.NEED_WRAP) {
            wrapHandshake(); // TLS 1.2 answers close_notify at once
        }
        keep(inboundClosed ? NOTHING : in);
        if (plain.position() > 0 && connection.isOpen()) {
            connection.inlet().take(plain.flip(), connection);
        }
        if (inboundClosed) {
            connection.inlet().end(null, connection);
        }
    }

    /** A peer that sends nothing but records without content, such as requests for new keys, keeps the worker from others. */
    private void checkUse(SSLEngineResult result) throws SSLException {
        if (result.bytesProduced() > 0) {
            useless = 0;
        } else if (state == State.OPEN && result.bytesConsumed() > 0 && ++useless > MOST_USELESS) {
            throw new SSLException("more than " + MOST_USELESS + " records without content in a row");
        }
    }

    private void work() {
        working = true;
        worker.handshakes().run(engine, worker, this::worked);
    }

    /** A costly step has been done: the handshake goes on. */
    private void worked() {
        working = false;
        if (connection.isOpen() && state != State.BROKEN) {
            try {
                ByteBuffer in = worker.cipherInput();
                in.put(partial);
                partial = NOTHING;
                advance(in.flip());
            } catch (SSLException | RuntimeException e) {
                refuse(e);
            }
            connection.updateInterest();
        }
    }

    /** Sends what the engine has to say of itself, several messages in one write. */
    private HandshakeStatus wrapHandshake() throws SSLException {
        ByteBuffer out = worker.cipherOutput();
        SSLEngineResult result;
        do {
            result = engine.wrap(NOTHING, out);
            if (result.getStatus() == SSLEngineResult.Status.BUFFER_OVERFLOW) {
                connection.send(out.flip());
                out.clear();
            }
        } while (result.getHandshakeStatus() == HandshakeStatus.NEED_WRAP
                && result.getStatus() != SSLEngineResult.Status.CLOSED);
        connection.send(out.flip());
        if (result.getHandshakeStatus() == HandshakeStatus.FINISHED) {
            finished();
        }
        return result.getStatus() == SSLEngineResult.Status.CLOSED
                ? HandshakeStatus.NOT_HANDSHAKING
                : engine.getHandshakeStatus();
    }

    private void finished() {
        if (state == State.HANDSHAKE) {
            state = State.OPEN;
            stop();
            reused = engine.getSession().getCreationTime() < begunMillis;
            connection.handler().onSecured(connection);
        }
    }

    /** Encrypts and sends all of {@code data}; after {@link #end()} it is dropped. */
    void write(ByteBuffer data) throws SSLException {
        ByteBuffer out = worker.cipherOutput();
        int before = data.remaining();
        while (data.hasRemaining()) {
            SSLEngineResult result = engine.wrap(data, out);
            switch (result.getStatus()) {
                case BUFFER_OVERFLOW -> {
                    connection.send(out.flip());
                    out.clear();
                }
                case CLOSED -> {
                    before -= data.remaining();
                    data.position(data.limit());
                }
                default -> {
                    if (result.bytesProduced() == 0) {
                        throw new SSLException("data cannot be sent within a handshake");
                    }
                }
            }
        }
        bytesWritten += before;
        connection.send(out.flip());
    }

    /** Sends close_notify; nothing can be written any more. */
    void end() {
        if (engine == null || working || state == State.BROKEN || engine.isOutboundDone()) {
            return;
        }
        try {
            engine.closeOutbound();
            wrapAlert();
        } catch (SSLException e) {
            state = State.BROKEN; // there is nothing more to be said
        }
    }

    private void wrapAlert() throws SSLException {
        ByteBuffer out = worker.cipherOutput();
        for (int i = 0; i < 4 && !engine.isOutboundDone(); i++) {
            if (engine.wrap(NOTHING, out).bytesProduced() == 0) {
                break;
            }
        }
        connection.send(out.flip());
    }

    /** Ends the connection with the alert that belongs to what went wrong. */
    private void refuse(Exception why) {
        if (state == State.BROKEN) {
            return;
        }
        boolean begun = engine != null;
        state = State.BROKEN;
        partial = NOTHING;
        stop();
        try {
            if (why instanceof TlsRefusal refusal) {
                connection.send(alert(refusal.alert()));
            } else if (begun) {
                engine.closeOutbound(); // says goodbye where the engine itself sees no fault
                wrapAlert();
            }
        } catch (SSLException e) {
            why.addSuppressed(e);
        }
        connection.refused(why instanceof IOException ? why : new SSLException(why));
    }

    /** A fatal alert in plain text, before there is an engine (RFC 8446 section 6). */
    private static ByteBuffer alert(int number) {
        return ByteBuffer.wrap(new byte[] {21, 3, 3, 0, 2, 2, (byte) number});
    }

    /** The connection is gone. */
    void stop() {
        if (handshakeDeadline != null) {
            handshakeDeadline.stop();
        }
    }

    private void keep(ByteBuffer in) {
        partial =
                in.hasRemaining() ? ByteBuffer.allocate(in.remaining()).put(in).flip() : NOTHING;
    }

    @Override
    public SSLSession session() {
        return engine.getSession();
    }

    @Override
    public String serverName() {
        return serverName;
    }

    @Override
    public String applicationProtocol() {
        String protocol = engine.getApplicationProtocol();
        return protocol == null ? "" : protocol;
    }

    @Override
    public Codes offeredSuites() {
        return offeredSuites;
    }

    @Override
    public Codes offeredGroups() {
        return offeredGroups;
    }

    @Override
    public boolean reused() {
        return reused;
    }

    @Override
    public Object attachment() {
        return attachment;
    }
}
