package io.sluice.distribution;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.testkit.Eventually;
import io.sluice.testkit.RawClient;
import io.sluice.testkit.ScriptedBackend;
import io.sluice.testkit.Scripts;
import io.sluice.testkit.WebSocketClient;
import io.sluice.testkit.WebSocketPeer;
import io.sluice.testkit.tls.Key;
import io.sluice.testkit.tls.TestCertificate;
import io.sluice.testkit.tls.TestCertificates;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import javax.net.ssl.SSLEngine;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What strangers send to a TLS port while another client's tunnel goes on echoing. After each, the server serves as
 * before, has no file descriptor more than before, and has told why a connection failed.
 */
class TlsAbuseTest {
    private static final String NAME = "localhost";
    private static final int RECORD_HEADER = 5;

    private static TestCertificates ca;
    private static ScriptedBackend echo;
    private static RunningSluice sluice;
    private static WebSocketPeer tunnel;
    private static Future<Void> echoing;
    private static volatile boolean enough;
    private static final AtomicLong ECHOED = new AtomicLong();
    private static final ExecutorService THREADS = Executors.newFixedThreadPool(33);

    private long descriptors;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        ca = TestCertificates.ca(folder.resolve("ca"));
        TestCertificate site = ca.server(NAME, Key.EC);
        echo = ScriptedBackend.start(Scripts.echo());
        sluice = RunningSluice.in(folder).start("""
                sluice {
                  defaults.tls { certificate = "%s", key = "%s" }
                  listeners {
                    secure { bind = "127.0.0.1:0", tls = on }
                    hasty { bind = "127.0.0.1:0", tls { handshake-timeout = 500ms } }
                  }
                  upstreams { echo { servers = ["%s"] } }
                  hosts {
                    site { routes = [ { path = "/", return { status = 200, body = served } }, { path = "/echo", upstream = echo } ] }
                  }
                }
                """.formatted(site.certificate(), site.key(), echo.hostPort()));
        handshakes(64);
        tunnel = WebSocketClient.open(client("secure"), "/echo", new byte[0]);
        echoing = THREADS.submit(() -> {
            while (!enough) {
                tunnel.text("still here");
                assertThat(tunnel.readMessage().text()).isEqualTo("still here");
                ECHOED.incrementAndGet();
            }
            return null;
        });
    }

    @AfterAll
    static void stop() throws Exception {
        enough = true;
        echoing.get(20, TimeUnit.SECONDS);
        THREADS.shutdown();
        tunnel.close();
        sluice.close();
        echo.close();
    }

    @BeforeEach
    void count() throws Exception {
        descriptors = descriptors();
    }

    @AfterEach
    void theTunnelLivesAndNothingIsLeftOver() throws Exception {
        long before = ECHOED.get();
        Eventually.until("an echo", () -> ECHOED.get() > before || echoing.isDone());
        assertThat(echoing.isDone()).as("the tunnel has ended").isFalse();
        try (RawClient client = client("secure")) {
            assertThat(client.get("/").bodyText()).isEqualTo("served");
        }
        Eventually.until("as few descriptors as before", () -> descriptors() <= descriptors);
    }

    private static RawClient client(String listener) throws IOException {
        return RawClient.connectSecure(sluice.address(listener), ca.clientContext(), NAME);
    }

    private static Path proc(String folder) {
        return Path.of("/proc/" + sluice.process().pid() + "/" + folder);
    }

    private static long descriptors() throws IOException {
        try (Stream<Path> files = Files.list(proc("fd"))) {
            return files.count();
        }
    }

    /** Threads but for those of the compiler and the collector, of which Java has more while there is more to do. */
    private static long threads() throws IOException {
        long count = 0;
        try (Stream<Path> tasks = Files.list(proc("task"))) {
            for (Path task : tasks.toList()) {
                if (!Files.readString(task.resolve("comm")).matches("(?s)(C1|C2|GC|G1) .*")) {
                    count++;
                }
            }
        }
        return count;
    }

    private static Socket plain(String listener) throws IOException {
        Socket socket = new Socket();
        socket.connect(sluice.address(listener));
        socket.setSoTimeout(Math.toIntExact(Eventually.DEADLINE.toMillis()));
        return socket;
    }

    /** Reads what the server still sends, up to its end, be it orderly or a reset. */
    private static void awaitEnd(Socket socket) throws IOException {
        try {
            socket.getInputStream().transferTo(OutputStream.nullOutputStream());
        } catch (SocketException reset) {
            assertThat(reset).hasMessageContaining("reset");
        }
    }

    private static void assertLogged(String reason) {
        Eventually.value("the line of the log", sluice::log, log -> log.contains(reason));
    }

    private static byte[] clientHello() throws IOException {
        SSLEngine engine = ca.clientContext().createSSLEngine(NAME, 443);
        engine.setUseClientMode(true);
        ByteBuffer out = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
        engine.wrap(ByteBuffer.allocate(0), out);
        byte[] hello = new byte[out.flip().remaining()];
        out.get(hello);
        return hello;
    }

    /** What does not begin as a record is taken for plain HTTP, as in nginx. */
    @Test
    void garbageInPlaceOfARecord() throws Exception {
        try (Socket socket = plain("secure")) {
            socket.getOutputStream().write("\0\1\2 no such protocol \r\n\r\n".getBytes(US_ASCII));
            awaitEnd(socket);
        }
        assertLogged("bad-request: a method holds 0x00 at byte 0 of the head, client: 127.0.0.1");
    }

    @Test
    void garbageInPlaceOfAClientHello() throws Exception {
        try (Socket socket = plain("secure")) {
            socket.getOutputStream().write("\26\3\1\0\5hello".getBytes(US_ASCII));
            awaitEnd(socket);
        }
        assertLogged("tls-handshake-failed: handshake message 104 (expected: 1, a ClientHello) while SSL handshaking");
    }

    @Test
    void aRecordThatIsTooLong() throws Exception {
        try (Socket socket = plain("secure")) {
            byte[] record = new byte[RECORD_HEADER + 0xffff];
            System.arraycopy(new byte[] {22, 3, 3, (byte) 0xff, (byte) 0xff}, 0, record, 0, RECORD_HEADER);
            socket.getOutputStream().write(record);
            awaitEnd(socket);
        } catch (SocketException closedWhileWriting) {
            assertThat(closedWhileWriting).hasMessageMatching(".*(reset|Broken pipe).*");
        }
        assertLogged("tls-handshake-failed: record of 65535 bytes (expected: 1 to 16384) while SSL handshaking");
    }

    @Test
    void aClientHelloInSinglePieces() throws Exception {
        Socket socket = new Socket() {
            @Override
            public OutputStream getOutputStream() throws IOException {
                // Its write of an array writes each byte by itself.
                return new FilterOutputStream(super.getOutputStream());
            }
        };
        socket.setTcpNoDelay(true);
        socket.connect(sluice.address("secure"));
        try (RawClient client = RawClient.secure(socket, ca.clientContext(), NAME)) {
            assertThat(client.get("/").bodyText()).isEqualTo("served");
        }
    }

    @Test
    void aClientThatStopsInMidHandshakeIsCutByTheDeadline() throws Exception {
        try (Socket silent = plain("hasty");
                Socket halfway = plain("hasty");
                Socket waiting = plain("hasty")) {
            byte[] hello = clientHello();
            halfway.getOutputStream().write(hello, 0, hello.length / 2);
            waiting.getOutputStream().write(hello);
            awaitEnd(waiting);
            awaitEnd(halfway);
            awaitEnd(silent);
        }
        assertLogged("tls-handshake-failed: timed out while SSL handshaking");
    }

    @Test
    void aCloseWithoutCloseNotify() throws Exception {
        try (Socket idle = plain("secure");
                Socket tunneled = plain("secure")) {
            RawClient client = RawClient.secure(idle, ca.clientContext(), NAME);
            assertThat(client.get("/").bodyText()).isEqualTo("served");
            WebSocketPeer peer =
                    WebSocketClient.open(RawClient.secure(tunneled, ca.clientContext(), NAME), "/echo", new byte[0]);
            peer.text("and gone");
            assertThat(peer.readMessage().text()).isEqualTo("and gone");
        }
    }

    @Test
    void fiveHundredHandshakesAtOnce() throws Exception {
        long threads = threads();
        handshakes(500);
        Eventually.until("no more threads than before", () -> threads() <= threads);
    }

    /** All are connected before the first shakes hands; each with a context of its own, so that no session is reused. */
    private static void handshakes(int count) throws Exception {
        List<Socket> sockets = new ArrayList<>();
        List<Callable<String>> shakes = new ArrayList<>();
        try {
            for (int i = 0; i < count; i++) {
                Socket socket = plain("secure");
                sockets.add(socket);
                shakes.add(() -> {
                    RawClient client = RawClient.secure(socket, ca.clientContext(), NAME);
                    return client.get("/").bodyText();
                });
            }
            for (Future<String> answer : THREADS.invokeAll(shakes)) {
                assertThat(answer.get()).isEqualTo("served");
            }
        } finally {
            for (Socket socket : sockets) {
                socket.close();
            }
        }
    }
}
