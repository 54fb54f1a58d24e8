package io.sluice.server.health;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.sluice.api.health.Conversation;
import io.sluice.api.health.HealthCheck;
import io.sluice.api.health.Peer;
import io.sluice.api.health.Probe;
import io.sluice.api.health.ProbeFailure;
import io.sluice.server.config.ClientTlsConfig;
import io.sluice.server.observe.Metric;
import io.sluice.server.observe.Metrics;
import io.sluice.server.tls.ClientTls;
import io.sluice.server.tls.ServerTls;
import io.sluice.server.tls.TlsFiles;
import io.sluice.testkit.FullBacklog;
import io.sluice.testkit.ScriptedBackend;
import io.sluice.testkit.ScriptedBackend.Script;
import io.sluice.testkit.tls.Key;
import io.sluice.testkit.tls.TestCertificates;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;

/** Probes over real sockets: what endpoints do, and what is said of them. */
class HealthTest {
    private static final Duration SHORT = Duration.ofMillis(400);

    private final Logger logger = (Logger) LoggerFactory.getLogger(Health.class);
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private final Metrics metrics = new Metrics();

    @BeforeEach
    void listen() {
        lines.start();
        logger.addAppender(lines);
    }

    @AfterEach
    void stopListening() {
        logger.detachAppender(lines);
    }

    /** Says "ping" and wants "pong", in as many pieces as it comes. */
    private static class PingPong implements Conversation {
        @Override
        public void opened(Peer peer) throws ProbeFailure {
            peer.send("ping\n".getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public void received(Peer peer, ByteBuffer data) throws ProbeFailure {
            if (data.remaining() < 5) {
                return;
            }
            byte[] said = new byte[data.remaining()];
            data.get(said);
            if (!new String(said, StandardCharsets.UTF_8).equals("pong\n")) {
                throw new ProbeFailure("it said " + new String(said, StandardCharsets.UTF_8));
            }
            peer.pass();
        }

        @Override
        public String awaited() {
            return "the pong";
        }
    }

    private static Script answering(String answer) {
        return connection -> {
            connection.readThrough("\n");
            connection.send(answer);
            connection.readToEnd();
        };
    }

    /** What is said of an endpoint after its first probe: "up", or the reason. */
    private String found(InetSocketAddress address, Check check) throws IOException {
        WatchedEndpoint endpoint = new WatchedEndpoint("a.example", address);
        try (Health health = new Health(metrics)) {
            health.monitor("chat", List.of(check)).watch(endpoint);
            health.start();
        }
        if (!endpoint.told.contains(false)) {
            assertThat(endpoint.told).containsExactly(true);
            return "up";
        }
        String start = "upstream \"chat\" endpoint a.example (127.0.0.1:" + address.getPort() + ") is down: test: ";
        return lines.list.stream()
                .map(ILoggingEvent::getFormattedMessage)
                .filter(line -> line.startsWith(start))
                .findFirst()
                .orElseThrow()
                .substring(start.length());
    }

    private String found(Script script, Duration timeout, Conversation conversation) throws IOException {
        try (ScriptedBackend backend = ScriptedBackend.start(script)) {
            return found(
                    backend.address(),
                    Checks.of(probe -> probe.talk(conversation), 1, 1, Duration.ZERO, timeout, null));
        }
    }

    private String found(Script script) throws IOException {
        return found(script, Duration.ofSeconds(10), new PingPong());
    }

    // ---- what endpoints do

    @Test
    void whoAnswersIsUpWhenTheStartReturns() throws IOException {
        assertThat(found(answering("pong\n"))).isEqualTo("up");
        assertThat(metrics.value(Metric.HEALTH_PROBES)).isOne();
        assertThat(metrics.value(Metric.HEALTH_UP)).as("after the end").isZero();
        assertThat(lines.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .contains("upstream \"chat\": 1 of 1 endpoints are up by their health checks");
    }

    @Test
    void anAnswerMayComeInPieces() throws IOException {
        assertThat(found(connection -> {
                    connection.readThrough("\n");
                    connection.sendSlowly("pong\n".getBytes(StandardCharsets.UTF_8), Duration.ofMillis(20));
                    connection.readToEnd();
                }))
                .isEqualTo("up");
    }

    @Test
    void whoAcceptsAndNeverAnswersIsDownAtTheTimeout() throws IOException {
        assertThat(found(connection -> connection.readToEnd(), SHORT, new PingPong()))
                .isEqualTo("timed out after 400ms while waiting for the pong");
    }

    @Test
    void whoDoesNotTakeTheConnectionIsDownAtTheTimeout() throws IOException {
        try (FullBacklog full = new FullBacklog()) {
            assertThat(found(
                            full.address(),
                            Checks.of(probe -> probe.talk(new PingPong()), 1, 1, Duration.ZERO, SHORT, null)))
                    .isEqualTo("timed out after 400ms while waiting for the connection");
        }
    }

    @Test
    void whoRefusesTheConnectionIsDownAtOnce() throws IOException {
        InetSocketAddress closed;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            closed = (InetSocketAddress) socket.getLocalSocketAddress();
        }
        assertThat(found(closed, Checks.of(probe -> probe.talk(new PingPong()), 1, 1)))
                .isEqualTo("Connection refused while waiting for the connection");
    }

    @Test
    void whoHangsUpIsDown() throws IOException {
        assertThat(found(connection -> connection.readThrough("\n")))
                .isEqualTo("the connection was closed while waiting for the pong");
        assertThat(found(connection -> {
                    connection.readThrough("\n");
                    connection.reset();
                }))
                .endsWith(" while waiting for the pong");
    }

    @Test
    void whatAnEndpointSaidMakesNoLinesOfTheLog() throws IOException {
        assertThat(found(answering("no\r\n\u001b[31m"))).isEqualTo("it said no\\x0d\\x0a\\x1b[31m");
    }

    @Test
    void whoNeverStopsTalkingIsDown() throws IOException {
        PingPong patient = new PingPong() {
            @Override
            public void received(Peer peer, ByteBuffer data) {}
        };
        Script endless = connection -> {
            while (true) {
                connection.send("x".repeat(8192));
            }
        };
        assertThat(found(endless, Duration.ofSeconds(10), patient))
                .isEqualTo("more than 65536 bytes came while waiting for the pong");
    }

    @ParameterizedTest
    @CsvSource({"false, up", "true, a second conversation"})
    void aProbeHasOneConversation(boolean twice, String expected) throws IOException {
        HealthCheck check = probe -> {
            CompletableFuture<Void> first = probe.talk(new PingPong()).toCompletableFuture();
            if (twice) {
                try {
                    probe.talk(new PingPong());
                } catch (IllegalStateException e) {
                    return CompletableFuture.failedFuture(new ProbeFailure("a second conversation"));
                }
            }
            return first;
        };
        try (ScriptedBackend backend = ScriptedBackend.start(answering("pong\n"))) {
            assertThat(found(backend.address(), Checks.of(check, 1, 1))).isEqualTo(expected);
        }
    }

    // ---- faults of checks

    @Test
    void aCheckThatThrowsCostsItsProbeAlone() throws IOException {
        PingPong broken = new PingPong() {
            @Override
            public void received(Peer peer, ByteBuffer data) {
                throw new IllegalStateException("a bug");
            }
        };
        assertThat(found(answering("pong\n"), Duration.ofSeconds(10), broken))
                .isEqualTo("the check is at fault: java.lang.IllegalStateException: a bug");
    }

    @Test
    void aCheckMayHaveOtherMeansAndAnswerOnAnyThread() throws IOException {
        HealthCheck own = probe -> CompletableFuture.supplyAsync(() -> {
            throw new IllegalStateException("the file is gone");
        });
        assertThat(found(local(9), Checks.of(own, 1, 1))).isEqualTo("the file is gone");
    }

    // ---- what the check is given

    private static InetSocketAddress local(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    private Object given(InetSocketAddress address, Function<Probe, Object> what, Function<HealthCheck, Check> check)
            throws IOException {
        AtomicReference<Object> seen = new AtomicReference<>();
        HealthCheck look = probe -> {
            seen.set(what.apply(probe));
            return CompletableFuture.completedFuture(null);
        };
        assertThat(found(address, check.apply(look))).isEqualTo("up");
        return seen.get();
    }

    @Test
    void theAuthorityIsTheHostAsWrittenWithThePortThatIsAsked() throws IOException {
        assertThat(given(local(80), Probe::authority, look -> Checks.of(look, 1, 1)))
                .isEqualTo("a.example");
        assertThat(given(local(8080), Probe::authority, look -> Checks.of(look, 1, 1)))
                .isEqualTo("a.example:8080");
        assertThat(given(
                        local(8080),
                        probe -> probe.authority() + " " + ((InetSocketAddress) probe.address()).getPort(),
                        look -> Checks.onPort(look, 9000)))
                .isEqualTo("a.example:9000 9000");
    }

    @Test
    void probesRunOffTheWorkers() throws IOException {
        assertThat(given(local(80), probe -> Thread.currentThread().getName(), look -> Checks.of(look, 1, 1)))
                .isEqualTo("sluice-health-0");
    }

    // ---- TLS

    private String foundBehindTls(Path folder, String certificateFor, boolean trusted) throws Exception {
        TestCertificates ca = TestCertificates.ca(folder.resolve("ca"));
        TestCertificates known = trusted ? ca : TestCertificates.ca(folder.resolve("others"));
        ClientTls tls = clientTls(known);
        try (SSLServerSocket server = (SSLServerSocket) ca.server(certificateFor, Key.EC)
                .serverContext()
                .getServerSocketFactory()
                .createServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Thread thread = new Thread(() -> serve(server));
            thread.start();
            String found = found(
                    (InetSocketAddress) server.getLocalSocketAddress(),
                    Checks.of(probe -> probe.talk(new PingPong()), 1, 1, Duration.ZERO, Duration.ofSeconds(10), tls));
            server.close();
            thread.join();
            return found;
        }
    }

    private static ClientTls clientTls(TestCertificates trusted) throws Exception {
        ClientTlsConfig config = new ClientTlsConfig(
                "test.conf:1",
                true,
                Optional.empty(),
                true,
                Optional.of(trusted.certificate()),
                4,
                Optional.empty(),
                Optional.empty(),
                List.of("TLSv1.2", "TLSv1.3"),
                "DEFAULT",
                true);
        TlsFiles files = new TlsFiles(Duration.ofMinutes(1), Duration.ofDays(1), Clock.systemUTC());
        return ClientTls.of(config, new ServerTls.Means(files, Clock.systemUTC(), warning -> {}));
    }

    private static void serve(SSLServerSocket server) {
        while (!server.isClosed()) {
            try (SSLSocket socket = (SSLSocket) server.accept()) {
                socket.getInputStream().readNBytes(5);
                socket.getOutputStream().write("pong\n".getBytes(StandardCharsets.UTF_8));
                socket.getInputStream().read();
            } catch (IOException e) {
                // a probe that hung up, or the end
            }
        }
    }

    @Test
    void tlsIsSpokenAsTheUpstreamSpeaksIt(@TempDir Path folder) throws Exception {
        assertThat(foundBehindTls(folder, "a.example", true)).isEqualTo("up");
    }

    @Test
    void aCertificateForAnotherNameIsNoHealth(@TempDir Path folder) throws Exception {
        assertThat(foundBehindTls(folder, "b.example", true)).contains("upstream SSL certificate does not match");
    }

    @Test
    void aCertificateThatNobodyTrustsIsNoHealth(@TempDir Path folder) throws Exception {
        assertThat(foundBehindTls(folder, "a.example", false)).contains("upstream SSL certificate verify error");
    }

    @Test
    void whoNeverShakesHandsIsDownAtTheTimeout(@TempDir Path folder) throws Exception {
        ClientTls tls = clientTls(TestCertificates.ca(folder));
        try (ScriptedBackend silent = ScriptedBackend.start(connection -> connection.readToEnd())) {
            assertThat(found(
                            silent.address(),
                            Checks.of(probe -> probe.talk(new PingPong()), 1, 1, Duration.ZERO, SHORT, tls)))
                    .isEqualTo("timed out after 400ms while waiting for the connection and its TLS handshake");
        }
    }
}
