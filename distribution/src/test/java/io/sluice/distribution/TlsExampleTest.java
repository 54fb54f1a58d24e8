package io.sluice.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.testkit.HttpMessage;
import io.sluice.testkit.RawClient;
import io.sluice.testkit.ScriptedBackend;
import io.sluice.testkit.Scripts;
import io.sluice.testkit.WebSocketClient;
import io.sluice.testkit.WebSocketPeer;
import io.sluice.testkit.tls.Key;
import io.sluice.testkit.tls.TestCertificate;
import io.sluice.testkit.tls.TestCertificates;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The example that is shipped, with free ports and back ends of the test in place of its own. */
class TlsExampleTest {
    private static TestCertificates ca;
    private static ScriptedBackend site;
    private static ScriptedBackend chat;
    private static RunningSluice sluice;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        ca = TestCertificates.ca(folder.resolve("ca"));
        site = ScriptedBackend.start(Scripts.mirroringHead());
        chat = ScriptedBackend.start(Scripts.echo());
        RunningSluice.Launch launch = RunningSluice.in(folder);
        put(launch.home(), "example.com", ca.server("example.com www.example.com", Key.EC));
        put(launch.home(), "chat.example.net", ca.server("chat.example.net", Key.RSA));
        String example = Files.readString(launch.home().resolve("conf/examples/tls.conf"));
        sluice = launch.start(example.replaceAll("0\\.0\\.0\\.0:\\d+", "127.0.0.1:0")
                .replaceAll("127\\.0\\.0\\.1:400\\d", site.hostPort())
                .replaceAll("127\\.0\\.0\\.1:300\\d", chat.hostPort()));
    }

    @AfterAll
    static void stop() throws Exception {
        sluice.close();
        site.close();
        chat.close();
    }

    private static void put(Path home, String name, TestCertificate certificate) throws IOException {
        Path folder = Files.createDirectories(home.resolve("certs").resolve(name));
        Files.copy(certificate.certificate(), folder.resolve("fullchain.pem"));
        Files.copy(certificate.key(), folder.resolve("privkey.pem"));
    }

    @Test
    void httpIsRedirectedToHttps() throws Exception {
        try (RawClient plain = RawClient.connect(sluice.address("web"))) {
            HttpMessage answer = plain.get("/a?b=c", "Host: example.com");
            assertThat(answer.status()).isEqualTo(301);
            assertThat(answer.header("Location")).isEqualTo("https://example.com/a?b=c");
        }
    }

    @Test
    void theSiteIsToldThatTheClientSpokeTls() throws Exception {
        try (RawClient secure =
                RawClient.connectSecure(sluice.address("secure"), ca.clientContext(), "www.example.com")) {
            assertThat(secure.get("/page", "Host: www.example.com").bodyText())
                    .startsWith("GET /page HTTP/1.1")
                    .containsIgnoringCase("X-Forwarded-Proto: https");
        }
    }

    @Test
    void wssReachesTheChatOfBothNames() throws Exception {
        assertThat(echoed("example.com", "/chat/room")).isEqualTo("hello");
        assertThat(chat.nextRequest().startLine()).isEqualTo("GET /room HTTP/1.1");
        assertThat(echoed("chat.example.net", "/room")).isEqualTo("hello");
        assertThat(chat.nextRequest().startLine()).isEqualTo("GET /room HTTP/1.1");
    }

    private static String echoed(String name, String path) throws IOException {
        RawClient client = RawClient.connectSecure(sluice.address("secure"), ca.clientContext(), name);
        try (WebSocketPeer peer = WebSocketClient.open(client, path, new byte[0], "Host: " + name)) {
            peer.text("hello");
            return peer.readMessage().text();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "example.com,      -tls1_2 -cipher ECDHE-ECDSA-CHACHA20-POLY1305, 'New, TLSv1.2, Cipher is ECDHE-ECDSA-CHACHA20-POLY1305'",
        "chat.example.net, -tls1_2 -cipher ECDHE-RSA-AES256-GCM-SHA384,   'New, TLSv1.2, Cipher is ECDHE-RSA-AES256-GCM-SHA384'",
        "chat.example.net, -tls1_2 -cipher DHE-RSA-AES128-GCM-SHA256,     'New, TLSv1.2, Cipher is DHE-RSA-AES128-GCM-SHA256'",
        "chat.example.net, -tls1_2 -cipher ECDHE-RSA-AES128-SHA,          'Cipher is (NONE)'",
        "chat.example.net, -tls1_2 -cipher AES128-GCM-SHA256,             'Cipher is (NONE)'",
        "example.com,      -tls1_3,                                       'New, TLSv1.3, Cipher is TLS_'",
    })
    void theSuitesAreThoseOfTheIntermediateProfile(String name, String options, String said) {
        assertThat(Openssl.get(sluice.address("secure"), name, "/", options)).contains(said);
    }
}
