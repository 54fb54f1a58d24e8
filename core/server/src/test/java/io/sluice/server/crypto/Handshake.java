package io.sluice.server.crypto;

import java.nio.ByteBuffer;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;

/** A handshake of two engines in memory. */
final class Handshake {
    private static final int BUFFER = 1 << 16;
    private static final int MOST_FLIGHTS = 10;
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final SSLEngine server;
    private final SSLEngine client;

    private Handshake(SSLEngine server, SSLEngine client) {
        this.server = server;
        this.client = client;
    }

    /** A handshake to its end; the client trusts the server and shows what it has. */
    static Handshake between(SSLContext server, SSLContext client, SSLParameters parameters) throws SSLException {
        SSLEngine serverEngine = server.createSSLEngine();
        serverEngine.setUseClientMode(false);
        serverEngine.setNeedClientAuth(parameters.getNeedClientAuth());
        SSLEngine clientEngine = client.createSSLEngine("www.example.com", 443);
        clientEngine.setUseClientMode(true);
        clientEngine.setSSLParameters(parameters);
        Handshake handshake = new Handshake(serverEngine, clientEngine);
        handshake.run();
        return handshake;
    }

    SSLEngine server() {
        return server;
    }

    private void run() throws SSLException {
        server.beginHandshake();
        client.beginHandshake();
        ByteBuffer toServer = ByteBuffer.allocate(BUFFER);
        ByteBuffer toClient = ByteBuffer.allocate(BUFFER);
        for (int i = 0; i < MOST_FLIGHTS; i++) {
            flight(client, toClient, toServer);
            flight(server, toServer, toClient);
        }
        if (server.getHandshakeStatus() != HandshakeStatus.NOT_HANDSHAKING) {
            throw new SSLException("the handshake does not end: " + server.getHandshakeStatus());
        }
    }

    /** All that an engine can do with what it has got. */
    private static void flight(SSLEngine engine, ByteBuffer from, ByteBuffer to) throws SSLException {
        from.flip();
        boolean more = true;
        while (more) {
            switch (engine.getHandshakeStatus()) {
                case NEED_TASK -> engine.getDelegatedTask().run();
                case NEED_WRAP -> engine.wrap(NOTHING, to);
                default -> {
                    more = from.hasRemaining();
                    if (more) {
                        engine.unwrap(from, ByteBuffer.allocate(BUFFER));
                    }
                }
            }
        }
        from.compact();
    }
}
