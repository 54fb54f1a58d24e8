package io.sluice.server.tls;

import java.nio.ByteBuffer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;

/** Lets two engines shake hands, and talk, on one thread. */
final class InMemoryHandshake {
    private static final int ROUNDS = 100;

    private final SSLEngine client;
    private final SSLEngine server;
    private final ByteBuffer toServer = ByteBuffer.allocate(1 << 16);
    private final ByteBuffer toClient = ByteBuffer.allocate(1 << 16);
    private final ByteBuffer atServer = ByteBuffer.allocate(1 << 16);
    private final ByteBuffer atClient = ByteBuffer.allocate(1 << 16);

    InMemoryHandshake(SSLEngine client, SSLEngine server) {
        this.client = client;
        this.server = server;
        client.setUseClientMode(true);
        server.setUseClientMode(false);
    }

    /** Both sides finish. */
    InMemoryHandshake run() throws SSLException {
        for (int round = 0; round < ROUNDS; round++) {
            pass(ByteBuffer.allocate(0));
        }
        if (client.getHandshakeStatus() != HandshakeStatus.NOT_HANDSHAKING
                || server.getHandshakeStatus() != HandshakeStatus.NOT_HANDSHAKING) {
            throw new AssertionError(client.getHandshakeStatus() + " " + server.getHandshakeStatus());
        }
        return this;
    }

    /** Sends a byte from the client; answers what the server read. */
    int send(int value) throws SSLException {
        atServer.clear();
        pass(ByteBuffer.wrap(new byte[] {(byte) value}));
        return atServer.flip().get();
    }

    private void pass(ByteBuffer data) throws SSLException {
        step(client, data, toServer, toClient, atClient);
        step(server, ByteBuffer.allocate(0), toClient, toServer, atServer);
    }

    private static void step(SSLEngine engine, ByteBuffer data, ByteBuffer out, ByteBuffer in, ByteBuffer plain)
            throws SSLException {
        SSLEngineResult wrapped = engine.wrap(data, out);
        in.flip();
        while (in.hasRemaining()) {
            SSLEngineResult result = engine.unwrap(in, plain);
            tasks(engine);
            if (result.bytesConsumed() == 0) {
                break;
            }
        }
        in.compact();
        tasks(engine);
        if (wrapped.getStatus() != SSLEngineResult.Status.OK) {
            throw new AssertionError(wrapped);
        }
    }

    private static void tasks(SSLEngine engine) {
        for (Runnable task = engine.getDelegatedTask(); task != null; task = engine.getDelegatedTask()) {
            task.run();
        }
    }
}
