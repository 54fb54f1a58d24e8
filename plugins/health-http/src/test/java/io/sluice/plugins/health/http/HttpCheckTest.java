package io.sluice.plugins.health.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.api.Settings;
import io.sluice.api.SettingsException;
import io.sluice.api.health.HealthCheck;
import io.sluice.testkit.HttpMessage;
import io.sluice.testkit.ScriptedBackend;
import io.sluice.testkit.ScriptedBackend.Script;
import io.sluice.testkit.Scripts;
import io.sluice.testkit.TestProbe;
import io.sluice.testkit.TestSettings;
import io.sluice.testkit.tls.Key;
import io.sluice.testkit.tls.TestCertificates;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HttpCheckTest {
    private static final String OK = "HTTP/1.1 200 OK\r\n";

    private static HealthCheck check(String settings) {
        Settings block = TestSettings.of(settings);
        HealthCheck made = new HttpCheckFactory().create(block);
        assertThat(TestSettings.complaints(block)).isEmpty();
        return made;
    }

    private static String probed(String settings, Script script) throws IOException {
        try (ScriptedBackend backend = ScriptedBackend.start(script)) {
            return TestProbe.of(backend.address()).run(check(settings));
        }
    }

    private static String answered(String settings, String answer) throws IOException {
        return probed(settings, Scripts.sendingThenClosing(answer));
    }

    // ---- what is asked

    @Test
    void theRequestIsAsTheSettingsSay() throws Exception {
        try (ScriptedBackend backend = ScriptedBackend.start(Scripts.answering(""))) {
            assertThat(TestProbe.of(backend.address())
                            .run(check("method = HEAD, path = \"/up?deep=1\", host = chat.example,"
                                    + " headers { X-Probe = yes, user-agent = me }")))
                    .isEqualTo(TestProbe.PASSED);
            HttpMessage asked = backend.nextRequest();
            assertThat(asked.rawHead())
                    .startsWith("HEAD /up?deep=1 HTTP/1.1\r\nHost: chat.example\r\n")
                    .contains("\r\nX-Probe: yes\r\n", "\r\nuser-agent: me\r\n", "\r\nConnection: close\r\n")
                    .doesNotContain("User-Agent");
        }
    }

    @Test
    void withoutSettingsItIsAGetOfTheRoot() throws Exception {
        try (ScriptedBackend backend = ScriptedBackend.start(Scripts.answering(""))) {
            assertThat(TestProbe.of(backend.address()).run(check(""))).isEqualTo(TestProbe.PASSED);
            assertThat(backend.nextRequest().rawHead())
                    .startsWith("GET / HTTP/1.1\r\nHost: " + backend.hostPort() + "\r\n");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            path = "up"                          | path: found "up" (expected: a path that begins with /
            path = "/a b"                        | path: found "/a b"
            path = "/a\\r\\nX: y"                | path: found
            path = "/ü"                          | path: found
            host = "a b"                         | host: found "a b"
            headers { Host = a }                 | headers.Host: found "a" (expected: another field: the host is a setting
            headers { Connection = close }       | belongs to the connection
            headers { "X Y" = close }            | is no token
            headers { X = "a\\nb" }              | U+000A
            method = POST                        | method: found "POST" (expected: one of GET, HEAD, OPTIONS
            status = []                          | status: found [] (expected: statuses from 100 to 999
            status = [200, 2xx]                  | status[1]: found "2xx"
            status = "399-200"                   | status: found "399-200"
            status = 99                          | status: found 99
            body = a, body-regex = b             | body-regex: found "b" (expected: either this key or body)
            body-regex = "("                     | body-regex: found "(" (expected: a regular expression of Java
            body = a, method = HEAD              | the answer to HEAD has no body
            body = a, body-bytes = 2M            | body-bytes: found "2M"
            """)
    void settingsThatCannotBeUsedAreRefused(String settings, String refusal) {
        assertThatThrownBy(() -> check(settings))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining(refusal);
    }

    // ---- the head of the answer

    @ParameterizedTest
    @CsvSource({
        "'',                        200, passed",
        "'',                        399, passed",
        "'',                        400, the status is 400 (expected: 200-399)",
        "'status = [200-204, 401]', 401, passed",
        "'status = [200-204, 401]', 204, passed",
        "'status = [200-204, 401]', 205, 'the status is 205 (expected: 200-204, 401)'",
        "'status = 503',            503, passed",
    })
    void theStatusMustBeOneOfThoseExpected(String settings, int status, String expected) throws IOException {
        assertThat(answered(settings, "HTTP/1.1 " + status + " x\r\nContent-Length: 0\r\n\r\n"))
                .isEqualTo(expected);
    }

    @Test
    void interimAnswersArePassedOver() throws IOException {
        assertThat(answered(
                        "", "HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 100 Continue\r\n\r\n" + OK + "\r\n"))
                .isEqualTo(TestProbe.PASSED);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            SSH-2.0-OpenSSH_9.2\\r\\n             | the answer is not HTTP/1.x: it begins with "S"
            HTTP/2 200\\r\\n\\r\\n                | the answer is not HTTP/1.x: it begins with "HTTP/2"
            HTTP/1.1 20\\r\\n\\r\\n               | the answer is not HTTP/1.x: it begins with "HTTP/1.1 20"
            HTTP/1.1 2000\\r\\n\\r\\n             | the answer is not HTTP/1.x
            HTTP/1.1 099 x\\r\\n\\r\\n            | the answer is not HTTP/1.x
            HTTP/1.1 200 OK\\n\\n                 | a line of the head does not end with CR LF
            HTTP/1.1 200 OK\\r\\nno field\\r\\n   | a line of the head is no header field: "no field"
            HTTP/1.1 200 OK\\r\\nA : b\\r\\n      | a line of the head is no header field: "A : b"
            HTTP/1.1 200 OK\\r\\nA: b             | the connection was closed while waiting for the head of the answer
            ``                                    | the connection was closed while waiting for the head of the answer
            """)
    void whatIsNoAnswerIsAFailure(String answer, String reason) throws IOException {
        assertThat(answered("", answer.replace("\\r", "\r").replace("\\n", "\n")))
                .startsWith(reason);
    }

    @Test
    void aHeadThatNeverEndsIsAFailure() throws IOException {
        assertThat(answered("", OK + "X: y\r\n".repeat(100_000)))
                .isEqualTo("the head of the answer is larger than 16384 bytes");
        assertThat(answered("", "HTTP/1.1 103 x\r\n\r\n".repeat(10_000)))
                .isEqualTo("the head of the answer is larger than 16384 bytes");
        assertThat(answered("", "HTTP/1.1 200 " + "x".repeat(100_000)))
                .isEqualTo("the head of the answer is larger than 16384 bytes");
    }

    @Test
    void whoTakesTheConnectionAndNeverAnswersHasFailed() throws IOException {
        try (ScriptedBackend backend = ScriptedBackend.start(Scripts.silent())) {
            assertThat(TestProbe.of(backend.address())
                            .timeout(Duration.ofMillis(300))
                            .run(check("")))
                    .isEqualTo("timed out while waiting for the head of the answer");
        }
    }

    // ---- its body

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Content-Length: 5\\r\\n\\r\\nreadyXXXX                                             | passed
            \\r\\nnot ready                                                                    | passed
            Transfer-Encoding: chunked\\r\\n\\r\\n2\\r\\nre\\r\\n3;x=y\\r\\nady\\r\\n0\\r\\n\\r\\n | passed
            Content-Length: 4\\r\\n\\r\\nready                                                 | the body has no "ready" in its first 4 bytes
            \\r\\nRead y                                                                       | the body has no "ready" in its first 6 bytes
            Content-Length: 0\\r\\n\\r\\n                                                      | the body has no "ready" in its first 0 bytes
            Content-Length: 9\\r\\n\\r\\nready                                                 | the connection was closed while waiting for the body of the answer
            Content-Length: 5\\r\\nContent-Length: 6\\r\\n\\r\\nready                          | the Content-Length is 5, 6
            Content-Length: -1\\r\\n\\r\\nready                                                | the Content-Length is -1
            Transfer-Encoding: chunked\\r\\n\\r\\nready\\r\\n                                  | the body is not chunked, as its Transfer-Encoding says
            Transfer-Encoding: chunked\\r\\n\\r\\n2\\r\\nready\\r\\n                           | the body is not chunked, as its Transfer-Encoding says
            Transfer-Encoding: chunked\\r\\n\\r\\n\\r\\n5\\r\\nready\\r\\n                     | the body is not chunked, as its Transfer-Encoding says
            """)
    void theBodyMustHaveTheTextWhateverItsFraming(String rest, String expected) throws IOException {
        assertThat(answered("body = ready", OK + rest.replace("\\r", "\r").replace("\\n", "\n")))
                .isEqualTo(expected);
    }

    @Test
    void aRegularExpressionIsFoundAnywhere() throws IOException {
        assertThat(answered("body-regex = \"\\\"status\\\":\\\\s*\\\"up\\\"\"", OK + "\r\n{\"status\":  \"up\"}"))
                .isEqualTo(TestProbe.PASSED);
        assertThat(answered("body-regex = \"^up$\"", OK + "\r\nup and down"))
                .isEqualTo("the body has no match of \"^up$\" in its first 11 bytes");
    }

    @Test
    void textsAreComparedAsUtf8() throws IOException {
        String body = new String("läuft".getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
        assertThat(answered("body = läuft", OK + "\r\n" + body)).isEqualTo(TestProbe.PASSED);
    }

    @Test
    void onlyTheFirstBytesAreRead() throws IOException {
        String body = "x".repeat(100) + "ready";
        assertThat(answered("body = ready, body-bytes = 100", OK + "\r\n" + body))
                .isEqualTo("the body has no \"ready\" in its first 100 bytes");
        assertThat(probed("body = ready, body-bytes = 1000", connection -> {
                    connection.readHead();
                    connection.send(OK + "Content-Length: 999999999999\r\n\r\nready" + "y".repeat(2000));
                    connection.readToEnd();
                }))
                .as("without waiting for the rest")
                .isEqualTo(TestProbe.PASSED);
    }

    @ParameterizedTest
    @CsvSource({"(x+)+y", "(x|x)*y", "(?:x|x)*y"})
    void anExpressionThatRunsWildIsStopped(String regex) throws IOException {
        assertThat(answered("body-regex = \"" + regex + "\"", OK + "\r\n" + "x".repeat(60_000)))
                .isEqualTo("the body cannot be compared with match of \"" + regex + "\": that takes too many steps");
    }

    // ---- TLS

    @Test
    void theSameGoesOverTls(@TempDir Path folder) throws Exception {
        TestCertificates ca = TestCertificates.ca(folder);
        try (SSLServerSocket server = (SSLServerSocket) ca.server("localhost", Key.EC)
                .serverContext()
                .getServerSocketFactory()
                .createServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Thread thread = new Thread(() -> {
                try (SSLSocket socket = (SSLSocket) server.accept()) {
                    socket.getInputStream().read();
                    socket.getOutputStream().write((OK + "\r\nready").getBytes(StandardCharsets.UTF_8));
                } catch (IOException e) {
                    // it has hung up
                }
            });
            thread.start();
            assertThat(TestProbe.of((InetSocketAddress) server.getLocalSocketAddress())
                            .tls(ca.clientContext())
                            .run(check("body = ready")))
                    .isEqualTo(TestProbe.PASSED);
            thread.join();
        }
    }
}
