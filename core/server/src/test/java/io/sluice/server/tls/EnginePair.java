package io.sluice.server.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.server.transport.Codes;
import io.sluice.server.transport.TlsServer;
import io.sluice.server.transport.TlsSession;
import java.nio.ByteBuffer;
import java.util.Arrays;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSession;

/** A client's and a server's engine that talk in memory. The session is the server's view. */
record EnginePair(SSLEngine client, SSLEngine server, Object attachment, String serverName, boolean resumed)
        implements TlsSession {
    private static final int ROUNDS = 60;

    static EnginePair shake(SSLEngine client, TlsServer.Chosen chosen, String name) throws SSLException {
        return shake(client, chosen.engine(), chosen.attachment(), name);
    }

    static EnginePair shake(SSLEngine client, SSLEngine server) throws SSLException {
        return shake(client, server, null, "");
    }

    /** Until neither has more to say, messages after the handshake (tickets) included. */
    private static EnginePair shake(SSLEngine client, SSLEngine server, Object attachment, String name)
            throws SSLException {
        long begun = System.currentTimeMillis();
        ByteBuffer toServer = ByteBuffer.allocate(64 * 1024);
        ByteBuffer toClient = ByteBuffer.allocate(64 * 1024);
        ByteBuffer sink = ByteBuffer.allocate(64 * 1024);
        client.setUseClientMode(true);
        server.setUseClientMode(false);
        client.beginHandshake();
        server.beginHandshake();
        for (int i = 0; i < ROUNDS; i++) {
            step(client, toServer, toClient, sink);
            step(server, toClient, toServer, sink);
        }
        assertThat(client.getHandshakeStatus()).isEqualTo(HandshakeStatus.NOT_HANDSHAKING);
        assertThat(server.getHandshakeStatus()).isEqualTo(HandshakeStatus.NOT_HANDSHAKING);
        boolean resumed = client.getSession().getCreationTime() < begun;
        return new EnginePair(client, server, attachment, name, resumed);
    }

    private static void step(SSLEngine engine, ByteBuffer out, ByteBuffer in, ByteBuffer sink) throws SSLException {
        if (engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP) {
            engine.wrap(ByteBuffer.allocate(0), out);
        }
        in.flip();
        if (in.hasRemaining()) {
            engine.unwrap(in, sink);
        }
        in.compact();
        while (engine.getHandshakeStatus() == HandshakeStatus.NEED_TASK) {
            engine.getDelegatedTask().run();
        }
    }

    /** Sends bytes from the client; answers what the server read. */
    byte[] send(byte... data) throws SSLException {
        ByteBuffer record = ByteBuffer.allocate(64 * 1024);
        ByteBuffer read = ByteBuffer.allocate(64 * 1024);
        client.wrap(ByteBuffer.wrap(data), record);
        server.unwrap(record.flip(), read);
        return Arrays.copyOf(read.array(), read.position());
    }

    @Override
    public SSLSession session() {
        return server.getSession();
    }

    @Override
    public String applicationProtocol() {
        return server.getApplicationProtocol();
    }

    @Override
    public Codes offeredSuites() {
        return Codes.NONE;
    }

    @Override
    public Codes offeredGroups() {
        return Codes.NONE;
    }

    @Override
    public boolean reused() {
        return resumed;
    }
}
