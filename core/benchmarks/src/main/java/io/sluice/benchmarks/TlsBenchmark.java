package io.sluice.benchmarks;

import io.sluice.testkit.tls.Key;
import io.sluice.testkit.tls.TestCertificates;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Encrypts and decrypts records of TLS 1.3 with TLS_AES_128_GCM_SHA256, between buffers as a worker has them: plain text
 * outside the heap, ciphertext in arrays. A record can be decrypted once, so that decrypting is the difference of the two.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class TlsBenchmark {
    private static final int ROOM = 64 * 1024;
    private static final int ROUNDS = 60;

    /** Bytes of plain text in a record; 16384 is the most (RFC 8446 section 5.1). */
    @Param({"64", "16384"})
    public int size;

    private SSLEngine client;
    private SSLEngine server;
    private SSLEngine talker;
    private ByteBuffer plain;
    private final ByteBuffer cipher = ByteBuffer.allocate(ROOM);
    private final ByteBuffer received = ByteBuffer.allocateDirect(ROOM);

    /** Makes two pairs of engines whose handshakes are done: the second one's client never listens. */
    @Setup
    public void prepare() throws IOException {
        Path folder = Files.createTempDirectory("sluice-benchmark");
        try {
            TestCertificates ca = TestCertificates.ca(folder);
            var serverContext = ca.server("localhost", Key.EC).serverContext();
            var clientContext = ca.clientContext();
            client = suite(clientContext.createSSLEngine("localhost", 443));
            server = suite(serverContext.createSSLEngine());
            shake(client, server);
            talker = suite(serverContext.createSSLEngine());
            shake(suite(clientContext.createSSLEngine("localhost", 443)), talker);
        } finally {
            delete(folder);
        }
        plain = ByteBuffer.allocateDirect(size);
    }

    /** The server encrypts a record. */
    @Benchmark
    public int wrap() throws SSLException {
        return talker.wrap(plain.clear(), cipher.clear()).bytesProduced();
    }

    /** The client encrypts a record, the server decrypts it. */
    @Benchmark
    public int wrapAndUnwrap() throws SSLException {
        client.wrap(plain.clear(), cipher.clear());
        return server.unwrap(cipher.flip(), received.clear()).bytesProduced();
    }

    private static SSLEngine suite(SSLEngine engine) {
        engine.setEnabledProtocols(new String[] {"TLSv1.3"});
        engine.setEnabledCipherSuites(new String[] {"TLS_AES_128_GCM_SHA256"});
        return engine;
    }

    /** Until neither has more to say, tickets included. */
    private static void shake(SSLEngine client, SSLEngine server) throws SSLException {
        ByteBuffer toServer = ByteBuffer.allocate(ROOM);
        ByteBuffer toClient = ByteBuffer.allocate(ROOM);
        client.setUseClientMode(true);
        server.setUseClientMode(false);
        client.beginHandshake();
        server.beginHandshake();
        for (int i = 0; i < ROUNDS; i++) {
            step(client, toServer, toClient);
            step(server, toClient, toServer);
        }
        if (client.getHandshakeStatus() != HandshakeStatus.NOT_HANDSHAKING
                || server.getHandshakeStatus() != HandshakeStatus.NOT_HANDSHAKING) {
            throw new SSLException("the handshake is not done after " + ROUNDS + " rounds");
        }
    }

    private static void step(SSLEngine engine, ByteBuffer out, ByteBuffer in) throws SSLException {
        if (engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP) {
            engine.wrap(ByteBuffer.allocate(0), out);
        }
        in.flip();
        if (in.hasRemaining()) {
            engine.unwrap(in, ByteBuffer.allocate(ROOM));
        }
        in.compact();
        while (engine.getHandshakeStatus() == HandshakeStatus.NEED_TASK) {
            engine.getDelegatedTask().run();
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> {
                try {
                    Files.delete(file);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }
}
