package io.sluice.plugins.health.tcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.api.Settings;
import io.sluice.api.SettingsException;
import io.sluice.api.health.HealthCheck;
import io.sluice.testkit.ScriptedBackend;
import io.sluice.testkit.ScriptedBackend.Script;
import io.sluice.testkit.TestProbe;
import io.sluice.testkit.TestSettings;
import io.sluice.testkit.tls.Key;
import io.sluice.testkit.tls.TestCertificates;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TcpCheckTest {
    private static HealthCheck check(String settings) {
        Settings block = TestSettings.of(settings);
        HealthCheck made = new TcpCheckFactory().create(block);
        assertThat(TestSettings.complaints(block)).isEmpty();
        return made;
    }

    private static String probed(String settings, Script script) throws IOException {
        try (ScriptedBackend backend = ScriptedBackend.start(script)) {
            return TestProbe.of(backend.address()).run(check(settings));
        }
    }

    @Test
    void aConnectionIsEnoughWhereNothingIsExpected() throws IOException {
        assertThat(probed("", connection -> connection.readToEnd())).isEqualTo(TestProbe.PASSED);
    }

    @Test
    void noConnectionIsAFailure() throws IOException {
        InetSocketAddress closed;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            closed = (InetSocketAddress) socket.getLocalSocketAddress();
        }
        assertThat(TestProbe.of(closed).run(check(""))).contains("refused");
    }

    @Test
    void whatIsExpectedMayStandAnywhereAndComeInPieces() throws IOException {
        assertThat(probed("send = \"PING\\r\\n\", expect = \"+PONG\"", connection -> {
                    connection.readThrough("PING\r\n");
                    connection.send("-LOADING\r\n+PO");
                    connection.send("NG\r\n");
                    connection.readToEnd();
                }))
                .isEqualTo(TestProbe.PASSED);
    }

    @Test
    void aGreetingMayBeExpectedWithoutAWord() throws IOException {
        assertThat(probed("expect = \"220 \"", connection -> {
                    connection.send("220 here\r\n");
                    connection.readToEnd();
                }))
                .isEqualTo(TestProbe.PASSED);
    }

    @Test
    void whoSaysSomethingElseAndHangsUpHasFailed() throws IOException {
        assertThat(probed("send = x, expect = y", connection -> {
                    connection.readExactly(1);
                    connection.send("z");
                }))
                .isEqualTo("the connection was closed while waiting for what is expected");
    }

    @Test
    void whoTakesTheConnectionAndNeverAnswersHasFailed() throws IOException {
        try (ScriptedBackend backend = ScriptedBackend.start(connection -> connection.readToEnd())) {
            assertThat(TestProbe.of(backend.address())
                            .timeout(Duration.ofMillis(300))
                            .run(check("expect = y")))
                    .isEqualTo("timed out while waiting for what is expected");
        }
    }

    @Test
    void onlyTheFirstBytesAreLookedAt() throws IOException {
        assertThat(probed("expect = needle", connection -> {
                    connection.send("x".repeat(Exchange.MOST + 100));
                    connection.readToEnd();
                }))
                .isEqualTo("what is expected is not in the first 16384 bytes");
        assertThat(probed("expect = needle", connection -> {
                    connection.send("x".repeat(Exchange.MOST) + "needle");
                    connection.readToEnd();
                }))
                .isEqualTo(TestProbe.PASSED);
    }

    @Test
    void aTextThatIsTooLongIsRefused() {
        assertThatThrownBy(() -> check("send = \"" + "x".repeat(1025) + "\""))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("(expected: a text of at most 1024 bytes)");
    }

    @Test
    void withTlsTheHandshakeMustBeDone(@TempDir Path folder) throws Exception {
        TestCertificates ca = TestCertificates.ca(folder);
        try (SSLServerSocket server = (SSLServerSocket) ca.server("localhost", Key.EC)
                .serverContext()
                .getServerSocketFactory()
                .createServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Thread thread = new Thread(() -> {
                try (SSLSocket socket = (SSLSocket) server.accept()) {
                    socket.getInputStream().read();
                } catch (IOException e) {
                    // it has hung up
                }
            });
            thread.start();
            assertThat(TestProbe.of((InetSocketAddress) server.getLocalSocketAddress())
                            .tls(ca.clientContext())
                            .run(check("")))
                    .isEqualTo(TestProbe.PASSED);
            thread.join();
        }
    }
}
