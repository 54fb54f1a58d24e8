package io.sluice.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.testkit.Eventually;
import io.sluice.testkit.RawClient;
import io.sluice.testkit.ScriptedBackend;
import io.sluice.testkit.Scripts;
import io.sluice.testkit.WebSocketClient;
import io.sluice.testkit.WebSocketPeer;
import io.sluice.testkit.tls.Key;
import io.sluice.testkit.tls.TestCertificate;
import io.sluice.testkit.tls.TestCertificates;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a client's SNI decides: certificate, versions and host; and new certificates on SIGHUP. */
class TlsHostsTest {
    private static TestCertificates ca;
    private static TestCertificate fallback;
    private static TestCertificate wild;
    private static TestCertificate exact;
    private static ScriptedBackend echo;
    private static RunningSluice sluice;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        ca = TestCertificates.ca(folder.resolve("ca"));
        fallback = ca.server("fallback.example.com new.example.com old.example.com", Key.EC);
        wild = ca.server("*.chat.example.com", Key.EC);
        exact = ca.server("exact.chat.example.com", Key.EC);
        echo = ScriptedBackend.start(Scripts.echo());
        sluice = RunningSluice.in(folder).start("""
                sluice {
                  tls { watch-interval = 0 }
                  listeners { secure { bind = "127.0.0.1:0", tls { certificate = "%s", key = "%s" } } }
                  upstreams { echo { servers = ["%s"] } }
                  hosts {
                    wild { names = ["*.chat.example.com"], tls { certificate = "%s", key = "%s" }, routes = [ { path = "/", upstream = echo } ] }
                    exact { names = [exact.chat.example.com], tls { certificate = "%s", key = "%s" }, routes = [ { path = "/", return { status = 200, body = exact } } ] }
                    fallback { default = on, routes = [ { path = "/", return { status = 200, body = fallback } } ] }
                    old { names = [old.example.com], tls { protocols = [TLSv1.2] }, routes = [ { path = "/", return { status = 200, body = old } } ] }
                    new { names = [new.example.com], tls { protocols = [TLSv1.3] }, routes = [ { path = "/", return { status = 200, body = new } } ] }
                  }
                }
                """.formatted(
                        fallback.certificate(),
                        fallback.key(),
                        echo.hostPort(),
                        wild.certificate(),
                        wild.key(),
                        exact.certificate(),
                        exact.key()));
    }

    @AfterAll
    static void stop() throws Exception {
        sluice.close();
        echo.close();
    }

    /** Shakes hands; no name is sent where it is empty. */
    private static SSLSocket shake(String name, String... protocols) throws IOException {
        Socket plain = new Socket();
        plain.connect(sluice.address("secure"));
        plain.setSoTimeout(Math.toIntExact(Eventually.DEADLINE.toMillis()));
        SSLSocket socket =
                (SSLSocket) ca.clientContext().getSocketFactory().createSocket(plain, "", plain.getPort(), true);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setServerNames(name.isEmpty() ? List.of() : List.<SNIServerName>of(new SNIHostName(name)));
        if (protocols.length > 0) {
            parameters.setProtocols(protocols);
        }
        socket.setSSLParameters(parameters);
        try {
            socket.startHandshake();
            return socket;
        } catch (IOException e) {
            plain.close();
            throw e;
        }
    }

    private static X509Certificate shown(String name) throws IOException {
        try (SSLSocket socket = shake(name)) {
            return (X509Certificate) socket.getSession().getPeerCertificates()[0];
        }
    }

    @Test
    void theCertificateIsThatOfTheHostThatTheNameChooses() throws Exception {
        assertThat(shown("a.chat.example.com")).isEqualTo(wild.x509());
        assertThat(shown("B.CHAT.example.com")).isEqualTo(wild.x509());
        assertThat(shown("exact.chat.example.com")).isEqualTo(exact.x509());
        assertThat(shown("unknown.example.com")).isEqualTo(fallback.x509());
        assertThat(shown("")).isEqualTo(fallback.x509());
    }

    @Test
    void aNameThatNoHostHasGetsTheDefaultHost() throws Exception {
        try (RawClient client =
                RawClient.connectSecure(sluice.address("secure"), ca.clientContext(), "fallback.example.com")) {
            assertThat(client.get("/", "Host: fallback.example.com").bodyText()).isEqualTo("fallback");
        }
    }

    @ParameterizedTest
    @CsvSource({"old.example.com, TLSv1.2", "new.example.com, TLSv1.3"})
    void aHostSpeaksItsOwnVersions(String name, String protocol) throws Exception {
        try (SSLSocket socket = shake(name)) {
            assertThat(socket.getSession().getProtocol()).isEqualTo(protocol);
        }
        String other = protocol.equals("TLSv1.2") ? "TLSv1.3" : "TLSv1.2";
        assertThatThrownBy(() -> shake(name, other).close())
                .isInstanceOf(SSLHandshakeException.class)
                .hasMessageContaining("protocol_version");
        try (SSLSocket socket = shake("unknown.example.com", other)) {
            assertThat(socket.getSession().getProtocol()).isEqualTo(other);
        }
    }

    @Test
    void sighupReadsANewCertificateWhileATunnelLives() throws Exception {
        Signals.assumeHeard(Signals.HANGUP);
        RawClient client =
                RawClient.connectSecure(sluice.address("secure"), ca.clientContext(), "room.chat.example.com");
        try (WebSocketPeer tunnel = WebSocketClient.open(client, "/", new byte[0], "Host: room.chat.example.com")) {
            TestCertificate renewed = ca.server("*.chat.example.com", Key.EC);
            X509Certificate before = shown("room.chat.example.com");
            Files.copy(renewed.key(), wild.key(), StandardCopyOption.REPLACE_EXISTING);
            Files.copy(renewed.certificate(), wild.certificate(), StandardCopyOption.REPLACE_EXISTING);
            assertThat(shown("room.chat.example.com"))
                    .as("not looked at by itself")
                    .isEqualTo(before);
            assertThat(Command.run(
                                    "kill",
                                    "-HUP",
                                    String.valueOf(sluice.process().pid()))
                            .code())
                    .isZero();
            Eventually.until(
                    "the new certificate", () -> shown("room.chat.example.com").equals(renewed.x509()));
            tunnel.text("still here");
            assertThat(tunnel.readMessage().text()).isEqualTo("still here");
            wild = renewed;
        }
    }
}
