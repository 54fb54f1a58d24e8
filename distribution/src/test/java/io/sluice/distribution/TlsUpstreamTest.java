package io.sluice.distribution;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.testkit.Eventually;
import io.sluice.testkit.RawClient;
import io.sluice.testkit.Wire;
import io.sluice.testkit.tls.Key;
import io.sluice.testkit.tls.TestCertificate;
import io.sluice.testkit.tls.TestCertificates;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** TLS towards back ends, as a back end sees it. */
class TlsUpstreamTest {
    /** A back end that answers each connection's request with the name asked for and the client's name. */
    private static SSLServerSocket tellingBackend(TestCertificate own, TestCertificates clients) throws IOException {
        SSLServerSocket server = (SSLServerSocket) own.serverContext(clients)
                .getServerSocketFactory()
                .createServerSocket(0, 50, InetAddress.getLoopbackAddress());
        server.setWantClientAuth(true);
        Thread thread = new Thread(() -> {
            while (!server.isClosed()) {
                try (SSLSocket socket = (SSLSocket) server.accept()) {
                    Wire wire = new Wire(socket, Eventually.DEADLINE);
                    wire.readThrough("\r\n\r\n");
                    String body = told(socket.getSession());
                    wire.send("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: " + body.length() + "\r\n\r\n"
                            + body);
                } catch (IOException e) {
                    // a client that gave up, or the end
                }
            }
        });
        thread.setDaemon(true);
        thread.start();
        return server;
    }

    private static String told(SSLSession session) {
        String peer;
        try {
            peer = session.getPeerPrincipal().getName();
        } catch (SSLPeerUnverifiedException e) {
            peer = "nobody";
        }
        return ((ExtendedSSLSession) session)
                        .getRequestedServerNames().stream()
                                .map(name -> new String(name.getEncoded(), UTF_8))
                                .toList()
                + " " + peer;
    }

    @Test
    void namesAndCertificatesThatABackEndIsShown(@TempDir Path folder) throws Exception {
        TestCertificates ca = TestCertificates.ca(folder.resolve("ca"));
        TestCertificates strangers = TestCertificates.ca(folder.resolve("strangers"));
        TestCertificate own = strangers.server("api.example.com", Key.EC);
        TestCertificate mine = ca.client("sluice", Key.EC);
        try (SSLServerSocket backend = tellingBackend(own, ca);
                RunningSluice sluice = RunningSluice.in(folder).start("""
                        sluice {
                          defaults.upstream { servers = ["localhost:%d"] }
                          defaults.upstream-tls { trusted-certificates = "%s", server-name = api.example.com }
                          listeners { web { bind = "127.0.0.1:0" } }
                          upstreams {
                            by-name { tls = on }
                            unnamed { tls { send-server-name = off } }
                            unverified { tls { verify = off, server-name = other.example.com } }
                            shown { tls { certificate = "%s", key = "%s" } }
                          }
                          hosts {
                            site {
                              routes = [
                                { path = "/by-name", upstream = by-name }
                                { path = "/unnamed", upstream = unnamed }
                                { path = "/unverified", upstream = unverified }
                                { path = "/shown", upstream = shown }
                              ]
                            }
                          }
                        }
                        """.formatted(
                                backend.getLocalPort(), strangers.certificate(), mine.certificate(), mine.key()))) {
            assertThat(get(sluice, "/by-name")).isEqualTo("[api.example.com] nobody");
            assertThat(get(sluice, "/unnamed")).isEqualTo("[] nobody");
            assertThat(get(sluice, "/unverified")).isEqualTo("[other.example.com] nobody");
            assertThat(get(sluice, "/shown")).isEqualTo("[api.example.com] CN=sluice");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "TLSv1.2, on,  Reused",
        "TLSv1.3, on,  Reused",
        "TLSv1.2, off, New",
        "TLSv1.3, off, New",
    })
    void aBackEndsSessionIsTakenUpAgainUnlessToldOtherwise(
            String protocol, String reuse, String expected, @TempDir Path folder) throws Exception {
        Openssl.assumeInstalled();
        TestCertificates ca = TestCertificates.ca(folder.resolve("ca"));
        TestCertificate own = ca.server("localhost", Key.EC);
        Process backend = Command.builder(
                        folder,
                        Map.of(),
                        List.of(
                                "openssl",
                                "s_server",
                                "-www",
                                "-accept",
                                "127.0.0.1:0",
                                "-cert",
                                own.certificate().toString(),
                                "-key",
                                own.key().toString()))
                .redirectErrorStream(true)
                .start();
        try (BufferedReader out = new BufferedReader(new InputStreamReader(backend.getInputStream(), UTF_8))) {
            String line = out.readLine();
            while (!line.startsWith("ACCEPT ")) {
                line = out.readLine();
            }
            try (RunningSluice sluice = RunningSluice.in(folder).start("""
                    sluice {
                      workers = 1
                      listeners { web { bind = "127.0.0.1:0" } }
                      upstreams {
                        told {
                          servers = ["localhost:%s"]
                          tls { trusted-certificates = "%s", session-reuse = %s, protocols = ["%s"] }
                        }
                      }
                      hosts { site { routes = [ { path = "/", upstream = told } ] } }
                    }
                    """.formatted(
                            line.substring(line.lastIndexOf(':') + 1), ca.certificate(), reuse, protocol))) {
                assertThat(get(sluice, "/")).contains("New, " + protocol);
                assertThat(get(sluice, "/")).contains(expected + ", " + protocol);
            }
        } finally {
            backend.destroy();
        }
    }

    private static String get(RunningSluice sluice, String path) throws IOException {
        try (RawClient client = RawClient.connect(sluice.address("web"))) {
            return client.get(path).bodyText();
        }
    }
}
