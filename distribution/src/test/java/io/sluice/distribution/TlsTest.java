package io.sluice.distribution;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.testkit.Eventually;
import io.sluice.testkit.HttpMessage;
import io.sluice.testkit.Payload;
import io.sluice.testkit.RawClient;
import io.sluice.testkit.ScriptedBackend;
import io.sluice.testkit.Scripts;
import io.sluice.testkit.WebSocketClient;
import io.sluice.testkit.WebSocketPeer;
import io.sluice.testkit.Wire;
import io.sluice.testkit.tls.Key;
import io.sluice.testkit.tls.TestCertificate;
import io.sluice.testkit.tls.TestCertificates;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** TLS from outside: the tarball's server, clients as people use them, certificates of a test's own authority. */
class TlsTest {
    private static final String NAME = "chat.example.com";
    private static final String PRIVATE = "private.example.com";

    private static TestCertificates ca;
    private static TestCertificate ecdsa;
    private static ScriptedBackend echo;
    private static RunningSluice sluice;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        ca = TestCertificates.ca(folder.resolve("ca"));
        ecdsa = ca.server(NAME + " " + PRIVATE, Key.EC);
        TestCertificate rsa = ca.server(NAME, Key.RSA);
        TestCertificate other = ca.server("other.example.com", Key.EC);
        TestCertificates strangers = TestCertificates.ca(folder.resolve("strangers"));
        echo = ScriptedBackend.start(Scripts.echo());
        sluice = RunningSluice.in(folder).compiled().start("""
                sluice {
                  tls { watch-interval = 100ms }
                  listeners {
                    secure {
                      bind = "127.0.0.1:0"
                      tls {
                        certificates = [ { certificate = "%s", key = "%s" }, { certificate = "%s", key = "%s" } ]
                        reject-unknown-names = on
                        handshake-timeout = 2s
                      }
                    }
                  }
                  upstreams {
                    echo { servers = ["%s"] }
                    self { servers = ["localhost:%s"], tls { server-name = %s, trusted-certificates = "%s" } }
                    misnamed { servers = ["localhost:%s"], tls { server-name = x.example.com, trusted-certificates = "%s" } }
                    strange { servers = ["localhost:%s"], tls { server-name = %s, trusted-certificates = "%s" } }
                  }
                  hosts {
                    site {
                      names = [%s]
                      routes = [
                        { path = "/self", upstream = self, replace-prefix = "/" }
                        { path = "/misnamed", upstream = misnamed }
                        { path = "/strange", upstream = strange }
                        { path = "/tls", return { status = 200, body = "$scheme $ssl_protocol $ssl_cipher $ssl_server_name $ssl_session_reused" } }
                        { path = "/", upstream = echo }
                      ]
                    }
                    other {
                      names = [other.example.com]
                      tls { certificate = "%s", key = "%s" }
                      routes = [ { path = "/", return { status = 200, body = "other" } } ]
                    }
                    private {
                      names = [private.example.com]
                      tls { client-auth = on, client-ca = "%s" }
                      routes = [ { path = "= /", return { status = 200, body = "$ssl_client_verify $ssl_client_s_dn" } } ]
                    }
                  }
                }
                """.formatted(
                        ecdsa.certificate(),
                        ecdsa.key(),
                        rsa.certificate(),
                        rsa.key(),
                        echo.hostPort(),
                        "%PORT%",
                        NAME,
                        ca.certificate(),
                        "%PORT%",
                        ca.certificate(),
                        "%PORT%",
                        NAME,
                        strangers.certificate(),
                        NAME,
                        other.certificate(),
                        other.key(),
                        ca.certificate())
                .replace("%PORT%", String.valueOf(secureEcho())));
    }

    /** An HTTPS server of the JDK's own sockets that answers each request with 200. */
    private static int secureEcho() throws IOException {
        ServerSocket server = ecdsa.serverContext()
                .getServerSocketFactory()
                .createServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread thread = new Thread(() -> {
            while (true) {
                try (Socket socket = server.accept()) {
                    Wire wire = new Wire(socket, Eventually.DEADLINE);
                    wire.readThrough("\r\n\r\n");
                    wire.send("HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nsecret");
                } catch (IOException e) {
                    // a client that does not trust it
                }
            }
        });
        thread.setDaemon(true);
        thread.start();
        return server.getLocalPort();
    }

    @AfterAll
    static void stop() throws Exception {
        sluice.close();
        echo.close();
    }

    private static InetSocketAddress address() {
        return sluice.address("secure");
    }

    private static RawClient client() throws IOException {
        return RawClient.connectSecure(address(), ca.clientContext(), NAME);
    }

    private static String openssl(String... more) {
        return Openssl.get(address(), NAME, "/tls", "-CAfile", ca.certificate().toString(), String.join(" ", more));
    }

    @ParameterizedTest
    @CsvSource({
        "-tls1_3 -sigalgs ECDSA+SHA256,      TLSv1.3, id-ecPublicKey",
        "-tls1_3 -sigalgs RSA-PSS+SHA256,    TLSv1.3, rsaEncryption",
        "-tls1_2 -cipher ECDHE-ECDSA-AES128-GCM-SHA256, TLSv1.2, id-ecPublicKey",
        "-tls1_2 -cipher ECDHE-RSA-AES128-GCM-SHA256,   TLSv1.2, rsaEncryption",
    })
    void opensslFindsACertificateThatItCanVerify(String options, String protocol, String key) {
        assertThat(openssl(options)).contains("New, " + protocol, "Verify return code: 0 (ok)", "a:PKEY: " + key);
    }

    @Test
    void sessionsOfTls12AreTakenUpAgain() {
        String said = openssl("-tls1_2 -reconnect");
        assertThat(said.split("Reused, TLSv1.2", -1)).as(said).hasSize(6);
    }

    @Test
    void sessionsOfTls13AreTakenUpAgain(@TempDir Path folder) {
        Path session = folder.resolve("session");
        assertThat(openssl("-tls1_3 -sess_out", session.toString())).contains("New, TLSv1.3");
        assertThat(openssl("-tls1_3 -sess_in", session.toString())).contains("Reused, TLSv1.3");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-tls1", "-tls1_1"})
    void versionsThatAreOutOfDateAreRefused(String option) {
        assertThat(openssl(option, "-cipher ALL@SECLEVEL=0")).contains("Cipher is (NONE)");
    }

    @Test
    void aNameThatNoHostHasIsRefusedWithItsAlert() {
        assertThatThrownBy(() -> RawClient.connectSecure(address(), ca.clientContext(), "unknown.example.com"))
                .hasMessageContaining("unrecognized_name");
        Eventually.until(
                "the line of the log", () -> sluice.log().contains("no host is named \"unknown.example.com\""));
    }

    @Test
    void curlGetsThroughAndVariablesTell() {
        Assumptions.assumeTrue(Files.isExecutable(Path.of("/usr/bin/curl")), "curl is not installed");
        String url = "https://" + NAME + ":" + address().getPort() + "/tls";
        Command.Result result = Command.run(
                "curl", "-sS", "--cacert", ca.certificate().toString(), "--connect-to", NAME + "::127.0.0.1:", url);
        assertThat(result.stdout()).matches("https TLSv1.3 TLS_AES_\\d+_GCM_SHA\\d+ " + NAME + " \\.");
    }

    @Test
    void hostsHaveTheirOwnCertificates() throws Exception {
        try (RawClient other = RawClient.connectSecure(address(), ca.clientContext(), "other.example.com")) {
            assertThat(other.get("/", "Host: other.example.com").bodyText()).isEqualTo("other");
        }
    }

    @Test
    void plainHttpOnATlsPortIsToldSo() throws Exception {
        try (RawClient plain = RawClient.connect(address())) {
            assertThat(plain.get("/").bodyText()).contains("The plain HTTP request was sent to HTTPS port");
        }
    }

    @Test
    void oneHundredMebibytesEachWayArriveUnchanged() throws Exception {
        int messages = 1_600;
        try (WebSocketPeer peer = WebSocketClient.open(client(), "/echo", new byte[0])) {
            CompletableFuture<Void> sender = CompletableFuture.runAsync(() -> {
                try {
                    for (int n = 0; n < messages; n++) {
                        peer.binary(message(n));
                    }
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            long bytes = 0;
            for (int n = 0; n < messages; n++) {
                byte[] got = peer.readMessage().payload();
                bytes += got.length;
                if (!Arrays.equals(got, message(n))) {
                    throw new AssertionError("message " + n + " came back changed");
                }
            }
            sender.get(20, TimeUnit.SECONDS);
            assertThat(bytes).isGreaterThan(100 << 20);
        }
    }

    private static byte[] message(int n) {
        return Payload.of(n, (n * 7919) % 140_000);
    }

    @Test
    void aBackEndWithAGoodCertificateIsTrusted() throws Exception {
        try (RawClient client = client()) {
            assertThat(client.get("/self", "Host: " + NAME).bodyText()).isEqualTo("secret");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "/misnamed, upstream SSL certificate does not match",
        "/strange,  upstream SSL certificate verify error",
    })
    void aBackEndThatCannotBeTrustedIs502WithTheReasonInTheLog(String path, String reason) throws Exception {
        try (RawClient client = client()) {
            assertThat(client.get(path, "Host: " + NAME).status()).isEqualTo(502);
        }
        Eventually.until("the reason in the log", () -> sluice.log().contains("upstream-tls-failed: " + reason));
    }

    @Test
    void aRequiredClientCertificateIsAskedForAndVerified() throws Exception {
        TestCertificate mine = ca.client("ann", Key.EC);
        try (RawClient with = RawClient.connectSecure(address(), ca.clientContext(mine), PRIVATE)) {
            assertThat(with.get("/", "Host: " + PRIVATE).bodyText()).isEqualTo("SUCCESS CN=ann");
        }
        try (RawClient without = RawClient.connectSecure(address(), ca.clientContext(), PRIVATE)) {
            HttpMessage answer = without.get("/", "Host: " + PRIVATE);
            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.bodyText()).contains("No required SSL certificate was sent");
        }
        try (RawClient without = RawClient.connectSecure(address(), ca.clientContext(), PRIVATE)) {
            assertThat(without.get("/a/path/without/a/route", "Host: " + PRIVATE)
                            .status())
                    .as("nothing is told of paths")
                    .isEqualTo(400);
        }
        try (RawClient elsewhere = client()) {
            assertThat(elsewhere.get("/", "Host: " + PRIVATE).status()).isEqualTo(421);
        }
    }

    @Test
    void anExpiredClientCertificateIsRefused() throws Exception {
        TestCertificate old = ca.expired("ann", Key.EC);
        try (RawClient with = RawClient.connectSecure(address(), ca.clientContext(old), PRIVATE)) {
            HttpMessage answer = with.get("/", "Host: " + PRIVATE);
            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.bodyText()).contains("The SSL certificate error");
        }
    }

    @Test
    void aClientThatStopsInItsHandshakeIsClosedInTime() throws Exception {
        try (Socket socket = new Socket()) {
            socket.connect(address());
            socket.setSoTimeout(Math.toIntExact(Eventually.DEADLINE.toMillis()));
            socket.getOutputStream().write(new byte[] {22, 3, 1, 2, 0, 1, 0});
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        }
        Eventually.until("the line of the log", () -> sluice.log().contains("tls-handshake-failed: timed out"));
    }

    @Test
    void aRenewedCertificateIsShownAndATunnelStays() throws Exception {
        try (WebSocketPeer tunnel = WebSocketClient.open(client(), "/echo", new byte[0])) {
            TestCertificate renewed = ca.server(NAME + " " + PRIVATE, Key.EC);
            Files.copy(renewed.key(), ecdsa.key(), StandardCopyOption.REPLACE_EXISTING);
            Files.copy(renewed.certificate(), ecdsa.certificate(), StandardCopyOption.REPLACE_EXISTING);
            Eventually.until("the new certificate", () -> shown().equals(renewed.x509()));
            tunnel.text("still here");
            assertThat(new String(tunnel.readMessage().payload(), UTF_8)).isEqualTo("still here");
            Files.writeString(ecdsa.certificate(), "garbage");
            Eventually.until("the line of the log", () -> sluice.log().contains(ecdsa.certificate() + ": "));
            assertThat(shown()).isEqualTo(renewed.x509());
            Files.copy(renewed.certificate(), ecdsa.certificate(), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static X509Certificate shown() {
        try (SSLSocket socket = (SSLSocket) ca.clientContext()
                .getSocketFactory()
                .createSocket(address().getAddress(), address().getPort())) {
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setServerNames(List.of(new SNIHostName(NAME)));
            socket.setSSLParameters(parameters);
            return (X509Certificate) socket.getSession().getPeerCertificates()[0];
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void checkRefusesFilesThatCannotServe(@TempDir Path folder) throws Exception {
        TestCertificate old = ca.expired(NAME, Key.EC);
        TestCertificate one = ca.server(NAME, Key.EC);
        Path none = folder.resolve("none.pem");
        Map<String, String> bad = Map.of(
                tls(none, none), none + ": no such file",
                tls(old.certificate(), old.key()), old.certificate() + ": the certificate",
                tls(one.certificate(), old.key()), old.key() + ": the private key");
        bad.forEach((tls, reason) -> {
            Path file = folder.resolve("bad.conf");
            try {
                Files.writeString(file, """
                        sluice {
                          listeners { secure { bind = "127.0.0.1:0", tls { %s } } }
                          hosts { site { routes = [] } }
                        }
                        """.formatted(tls));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            Command.Result result = Command.sluice(sluice.home(), "check", "-c", file.toString());
            assertThat(result.code()).isEqualTo(64);
            assertThat(result.stderr()).contains("bad.conf:2", reason);
        });
    }

    private static String tls(Path certificate, Path key) {
        return "certificate = \"" + certificate + "\", key = \"" + key + "\"";
    }
}
