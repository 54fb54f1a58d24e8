package io.sluice.server.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.testkit.Eventually;
import io.sluice.testkit.Wire;
import io.sluice.testkit.tls.Key;
import io.sluice.testkit.tls.TestCertificates;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TlsTest {
    private static final String TLS_12 = "TLSv1.2";
    private static final String TLS_13 = "TLSv1.3";
    private static final int ALERT = 21;

    private static SSLContext server;
    private static SSLContext client;

    private Loopback loopback;

    @BeforeAll
    static void issue(@TempDir Path folder) {
        TestCertificates ca = TestCertificates.ca(folder);
        server = ca.server("chat.example.com", Key.EC).serverContext();
        client = ca.clientContext();
    }

    @AfterEach
    void close() {
        loopback.close();
    }

    @ParameterizedTest
    @CsvSource({"TLSv1.2, 65536", "TLSv1.3, 65536", "TLSv1.2, 1", "TLSv1.3, 1", "TLSv1.3, 7"})
    void whateverTheSegmentsBytesPassBothWays(String protocol, int piece) throws Exception {
        loopback = listening().handlers(Echo::new);
        try (SSLSocket socket = secured(protocol, new OddSocket(piece))) {
            socket.getOutputStream().write("over TLS".getBytes(StandardCharsets.US_ASCII));
            assertThat(new String(socket.getInputStream().readNBytes(8), StandardCharsets.US_ASCII))
                    .isEqualTo("over TLS");
            TlsSession session = loopback.served().tls();
            assertThat(session.session().getProtocol()).isEqualTo(protocol);
            assertThat(session.serverName()).isEqualTo("chat.example.com");
            assertThat(session.attachment()).isEqualTo("chosen for chat.example.com");
            assertThat(session.offeredSuites().size()).isBetween(1, socket.getSupportedCipherSuites().length);
            assertThat(session.offeredGroups().size()).isPositive();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {TLS_12, TLS_13})
    void burstsOfAnySizeArriveUnchangedAtAReaderThatIsSlow(String protocol) throws Exception {
        loopback = listening().handlers(Recorder::new);
        byte[] sent = new byte[20_000_000];
        new Random(protocol.hashCode()).nextBytes(sent);
        OddSocket narrow = new OddSocket(1 << 16);
        narrow.setReceiveBufferSize(8 * 1024);
        try (SSLSocket socket = secured(protocol, narrow)) {
            Connection connection = loopback.served();
            Loopback.run(connection.worker(), () -> {
                Random sizes = new Random(7);
                ByteBuffer data = ByteBuffer.wrap(sent);
                while (data.hasRemaining()) {
                    ByteBuffer burst =
                            data.slice(data.position(), Math.min(data.remaining(), 1 + sizes.nextInt(100_000)));
                    connection.write(burst);
                    data.position(data.position() + burst.limit());
                }
                assertThat(connection.pending()).as("what TLS holds is counted").isGreaterThan(Connection.HIGH_WATER);
            });
            assertThat(socket.getInputStream().readNBytes(sent.length)).isEqualTo(sent);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {TLS_12, TLS_13})
    void twentyMegabytesComeBackUnchanged(String protocol) throws Exception {
        loopback = listening().handlers(Echo::new);
        byte[] sent = new byte[20_000_000];
        new Random(3).nextBytes(sent);
        try (SSLSocket socket = secured(protocol, new OddSocket(3_001))) {
            CompletableFuture<Void> sender = CompletableFuture.runAsync(() -> {
                try {
                    Random sizes = new Random(8);
                    OutputStream out = socket.getOutputStream();
                    for (int at = 0; at < sent.length; ) {
                        int n = Math.min(sent.length - at, 1 + sizes.nextInt(50_000));
                        out.write(sent, at, n);
                        at += n;
                    }
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
            });
            assertThat(socket.getInputStream().readNBytes(sent.length)).isEqualTo(sent);
            sender.get(Eventually.DEADLINE.toSeconds(), TimeUnit.SECONDS);
        }
    }

    @Test
    void aPoliteEndSendsCloseNotifyBeforeFin() throws Exception {
        loopback = listening().handlers(Recorder::new);
        OddSocket wire = new OddSocket(1 << 16);
        try (SSLSocket socket = secured(TLS_12, wire)) {
            Connection connection = loopback.served();
            Loopback.run(connection.worker(), connection::close);
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
            assertThat(wire.lastRecordType()).isEqualTo(ALERT);
        }
    }

    @Test
    void anIdleConnectionThatIsClosedAtOnceSaysSo() throws Exception {
        loopback = listening().handlers(Recorder::new);
        OddSocket wire = new OddSocket(1 << 16);
        try (SSLSocket socket = secured(TLS_12, wire)) {
            Connection connection = loopback.served();
            Loopback.run(connection.worker(), connection::closeNow);
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
            assertThat(wire.lastRecordType()).isEqualTo(ALERT);
        }
    }

    @ParameterizedTest
    @CsvSource({"TLSv1.2, true", "TLSv1.3, true", "TLSv1.2, false", "TLSv1.3, false"})
    void anEndWithoutCloseNotifyIsNoticed(String protocol, boolean polite) throws Exception {
        Recorder recorder = new Recorder();
        loopback = listening().handlers(() -> recorder);
        OddSocket wire = new OddSocket(1 << 16);
        try (SSLSocket socket = secured(protocol, wire)) {
            if (polite) {
                socket.shutdownOutput();
            } else {
                wire.shutdownOutput();
            }
            recorder.awaitEvent("end");
            assertThat(loopback.served().truncated()).isEqualTo(!polite);
        }
    }

    @Test
    void theOtherDirectionOfTls13GoesOnAfterAnEnd() throws Exception {
        Recorder recorder = new Recorder();
        loopback = listening().handlers(() -> recorder);
        try (SSLSocket socket = secured(TLS_13, new OddSocket(1 << 16))) {
            socket.shutdownOutput();
            recorder.awaitEvent("end");
            Connection connection = loopback.served();
            Loopback.run(
                    connection.worker(),
                    () -> connection.write(ByteBuffer.wrap("late".getBytes(StandardCharsets.US_ASCII))));
            assertThat(new String(socket.getInputStream().readNBytes(4), StandardCharsets.US_ASCII))
                    .isEqualTo("late");
            Loopback.run(connection.worker(), connection::close); // else the client waits for its close_notify
        }
    }

    @Test
    void aSpoiltRecordEndsTheConnectionWithAnAlert() throws Exception {
        Recorder recorder = new Recorder();
        loopback = listening().handlers(() -> recorder);
        OddSocket wire = new OddSocket(1 << 16);
        try (SSLSocket socket = secured(TLS_12, wire)) {
            assertThat(socket.isConnected()).isTrue();
            byte[] record = new byte[5 + 40];
            record[0] = 23;
            record[1] = 3;
            record[2] = 3;
            record[4] = 40;
            wire.getOutputStream().write(record);
            wire.getOutputStream().flush();
            assertThatThrownBy(() -> socket.getInputStream().read())
                    .isInstanceOf(SSLException.class)
                    .hasMessageContaining("bad_record_mac");
        }
        recorder.awaitClosed();
        assertThat(recorder.cause).isInstanceOf(SSLException.class);
    }

    @Test
    void aRecordLongerThanAnyIsRefused() throws Exception {
        Recorder recorder = new Recorder();
        loopback = listening().handlers(() -> recorder);
        OddSocket wire = new OddSocket(1 << 16);
        try (SSLSocket socket = secured(TLS_13, wire)) {
            assertThat(socket.isConnected()).isTrue();
            wire.getOutputStream().write(new byte[] {23, 3, 3, (byte) 0xff, (byte) 0xff});
            wire.getOutputStream().write(new byte[40_000]);
            recorder.awaitEvent("closed");
        } catch (IOException e) {
            assertThat(e).isNotInstanceOf(SocketTimeoutException.class);
        }
        recorder.awaitClosed();
        assertThat(recorder.cause).isInstanceOf(SSLException.class);
    }

    @Test
    void aNameThatIsRefusedGetsItsAlert() throws Exception {
        Recorder recorder = new Recorder();
        loopback = new Loopback(
                        1,
                        10,
                        hello -> {
                            throw new TlsRefusal(TlsRefusal.UNRECOGNIZED_NAME, "no host " + hello.serverName());
                        },
                        TimeUnit.SECONDS.toNanos(20))
                .handlers(() -> recorder);
        assertThatThrownBy(() -> secured(TLS_13, new OddSocket(1 << 16)))
                .isInstanceOf(SSLException.class)
                .hasMessageContaining("unrecognized_name");
        recorder.awaitClosed();
        assertThat(recorder.cause).hasMessage("no host chat.example.com");
    }

    @Test
    void whatIsNotTlsIsHandedOnAsItIs() throws Exception {
        Recorder recorder = new Recorder();
        loopback = listening().handlers(() -> recorder);
        try (Wire wire = loopback.client()) {
            wire.send("GET / HTTP/1.1\r\n");
            recorder.awaitReceived(16);
            Connection connection = loopback.served();
            assertThat(connection.plainOnTls()).isTrue();
            assertThat(connection.tls()).isNull();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 5, 100})
    void aHandshakeThatStopsIsEndedInTime(int bytes) throws Exception {
        Recorder recorder = new Recorder();
        loopback = listening(TimeUnit.MILLISECONDS.toNanos(300)).handlers(() -> recorder);
        try (Wire wire = loopback.client()) {
            byte[] start = new byte[bytes];
            if (bytes > 0) {
                start[0] = 22;
            }
            if (bytes > 4) {
                start[1] = 3;
                start[3] = 2;
            }
            if (bytes > 5) {
                start[5] = 1;
                start[7] = 1;
            }
            wire.send(start);
            recorder.awaitClosed();
            assertThat(recorder.cause).isInstanceOf(SocketTimeoutException.class);
        }
    }

    @Test
    void aClientThatLeavesInItsHandshakeIsTold() throws Exception {
        Recorder recorder = new Recorder();
        loopback = listening().handlers(() -> recorder);
        try (Wire wire = loopback.client()) {
            wire.send(new byte[] {22, 3, 1, 1, 0});
        }
        recorder.awaitClosed();
        assertThat(recorder.cause).hasMessage("peer closed connection in SSL handshake");
    }

    @ParameterizedTest
    @ValueSource(strings = {TLS_12, TLS_13})
    void aSessionThatIsTakenUpAgainIsKnown(String protocol) throws Exception {
        loopback = listening().handlers(Echo::new);
        for (boolean again : new boolean[] {false, true}) {
            try (SSLSocket socket = secured(protocol, new OddSocket(1 << 16))) {
                socket.getOutputStream().write('x');
                assertThat(socket.getInputStream().read()).isEqualTo('x');
                assertThat(loopback.served().tls().reused()).isEqualTo(again);
            }
        }
    }

    @Test
    void renegotiationIsRefused() throws Exception {
        Recorder recorder = new Recorder();
        loopback = listening().handlers(() -> recorder);
        try (SSLSocket socket = secured(TLS_12, new OddSocket(1 << 16))) {
            assertThatThrownBy(() -> {
                        socket.startHandshake();
                        socket.getInputStream().read();
                    })
                    .isInstanceOf(IOException.class);
        }
        recorder.awaitClosed();
    }

    private static Loopback listening() throws IOException {
        return listening(TimeUnit.SECONDS.toNanos(20));
    }

    private static Loopback listening(long handshakeNanos) throws IOException {
        return new Loopback(
                1,
                100,
                hello -> {
                    SSLEngine engine = server.createSSLEngine();
                    engine.setUseClientMode(false);
                    return new TlsServer.Chosen(engine, "chosen for " + hello.serverName());
                },
                handshakeNanos);
    }

    /** A client whose handshake is done. */
    private SSLSocket secured(String protocol, Socket plain) throws IOException {
        plain.connect(loopback.address());
        plain.setTcpNoDelay(true);
        plain.setSoTimeout(Math.toIntExact(Eventually.DEADLINE.toMillis()));
        SSLSocket socket =
                (SSLSocket) client.getSocketFactory().createSocket(plain, "chat.example.com", plain.getPort(), true);
        socket.setEnabledProtocols(new String[] {protocol});
        try {
            socket.startHandshake();
        } catch (IOException e) {
            plain.close();
            throw e;
        }
        return socket;
    }

    /** Sends back what comes, and reads on only as far as it is taken. */
    private static final class Echo extends Recorder {
        @Override
        public void onData(Connection connection, ByteBuffer data) {
            connection.write(data);
            if (connection.pending() >= Connection.HIGH_WATER) {
                connection.suspendRead();
            }
        }

        @Override
        public void onDrained(Connection connection) {
            connection.resumeRead();
        }
    }
}
