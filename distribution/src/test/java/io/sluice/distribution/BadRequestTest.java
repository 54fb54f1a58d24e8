package io.sluice.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.testkit.HttpMessage;
import io.sluice.testkit.RawClient;
import io.sluice.testkit.Scripts;
import io.sluice.testkit.Wire;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a client that breaks the rules sees, and what the log and the metrics show of it. */
class BadRequestTest {
    private static Stage stage;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        stage = new Stage()
                .backend("head", Scripts.mirroringHead())
                .backend("small", Scripts.mirroringBody(), "max-body = 10")
                .listener("limits { request-line = 8K, header-line = 8K, header-count = 50, head = 32K },"
                        + " timeouts { head = 1s, body = 1s }")
                .start(folder);
    }

    @AfterAll
    static void stop() throws Exception {
        stage.close();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            no request at all               | 400 | bad-request         | hello\\r\\n\\r\\n
            the preface of HTTP/2           | 400 | bad-request         | PRI * HTTP/2.0\\r\\n\\r\\nSM\\r\\n\\r\\n
            a TLS hello                     | 400 | bad-request         | \\x16\\x03\\x01\\x02\\x00\\x01\\x00\\x01\\xfc\\x03\\x03\\r\\n\\r\\n
            no version                      | 400 | bad-request         | GET /head\\r\\n\\r\\n
            an unknown version              | 400 | bad-request         | GET /head HTTP/3.7\\r\\nHost: a\\r\\n\\r\\n
            no Host                         | 400 | bad-request         | GET /head HTTP/1.1\\r\\n\\r\\n
            two Hosts                       | 400 | bad-request         | GET /head HTTP/1.1\\r\\nHost: a\\r\\nHost: a\\r\\n\\r\\n
            a Host that is none             | 400 | bad-request         | GET /head HTTP/1.1\\r\\nHost: a/b\\r\\n\\r\\n
            a bare LF                       | 400 | bad-request         | GET /head HTTP/1.1\\nHost: a\\n\\n
            a bare LF after a field         | 400 | bad-request         | GET /head HTTP/1.1\\r\\nHost: a\\nX: b\\r\\n\\r\\n
            a bare CR                       | 400 | bad-request         | GET /head HTTP/1.1\\r\\nHost: a\\r\\nX: a\\rb\\r\\n\\r\\n
            a folded line                   | 400 | bad-request         | GET /head HTTP/1.1\\r\\nHost: a\\r\\nX: a\\r\\n b\\r\\n\\r\\n
            a space before the colon        | 400 | bad-request         | GET /head HTTP/1.1\\r\\nHost : a\\r\\n\\r\\n
            a space in a name               | 400 | bad-request         | GET /head HTTP/1.1\\r\\nHost: a\\r\\nX Y: a\\r\\n\\r\\n
            an empty name                   | 400 | bad-request         | GET /head HTTP/1.1\\r\\nHost: a\\r\\n: a\\r\\n\\r\\n
            a line without a colon          | 400 | bad-request         | GET /head HTTP/1.1\\r\\nHost: a\\r\\nX\\r\\n\\r\\n
            NUL in a value                  | 400 | bad-request         | GET /head HTTP/1.1\\r\\nHost: a\\r\\nX: a\\x00b\\r\\n\\r\\n
            NUL in the target               | 400 | bad-request         | GET /head\\x00 HTTP/1.1\\r\\nHost: a\\r\\n\\r\\n
            a path above the root           | 400 | bad-request         | GET /../head HTTP/1.1\\r\\nHost: a\\r\\n\\r\\n
            a bad percent sign              | 400 | bad-request         | GET /head%zz HTTP/1.1\\r\\nHost: a\\r\\n\\r\\n
            length and chunks               | 400 | bad-request         | POST /head HTTP/1.1\\r\\nHost: a\\r\\nContent-Length: 5\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n0\\r\\n\\r\\n
            chunks and length               | 400 | bad-request         | POST /head HTTP/1.1\\r\\nHost: a\\r\\nTransfer-Encoding: chunked\\r\\nContent-Length: 5\\r\\n\\r\\n0\\r\\n\\r\\n
            two lengths                     | 400 | bad-request         | POST /head HTTP/1.1\\r\\nHost: a\\r\\nContent-Length: 5\\r\\nContent-Length: 6\\r\\n\\r\\nhello
            a list of lengths               | 400 | bad-request         | POST /head HTTP/1.1\\r\\nHost: a\\r\\nContent-Length: 5, 5\\r\\n\\r\\nhello
            a length with a sign            | 400 | bad-request         | POST /head HTTP/1.1\\r\\nHost: a\\r\\nContent-Length: +5\\r\\n\\r\\nhello
            a length beyond all             | 400 | bad-request         | POST /head HTTP/1.1\\r\\nHost: a\\r\\nContent-Length: 99999999999999999999\\r\\n\\r\\n
            chunks that are not the last    | 400 | bad-request         | POST /head HTTP/1.1\\r\\nHost: a\\r\\nTransfer-Encoding: chunked, gzip\\r\\n\\r\\n
            chunks twice                    | 400 | bad-request         | POST /head HTTP/1.1\\r\\nHost: a\\r\\nTransfer-Encoding: chunked\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n
            chunks that only look so        | 400 | bad-request         | POST /head HTTP/1.1\\r\\nHost: a\\r\\nTransfer-Encoding: xchunked\\r\\n\\r\\n
            chunks over HTTP/1.0            | 400 | bad-request         | POST /head HTTP/1.0\\r\\nHost: a\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n0\\r\\n\\r\\n
            a bad chunk size                | 400 | bad-request-body    | POST /head HTTP/1.1\\r\\nHost: localhost\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\nxyz\\r\\n
            a chunk size with a sign        | 400 | bad-request-body    | POST /head HTTP/1.1\\r\\nHost: localhost\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n+5\\r\\nhello\\r\\n0\\r\\n\\r\\n
            a chunk size beyond all         | 400 | bad-request-body    | POST /head HTTP/1.1\\r\\nHost: localhost\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\nfffffffffffffffff\\r\\n
            a chunk longer than its size    | 400 | bad-request-body    | POST /head HTTP/1.1\\r\\nHost: localhost\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n2\\r\\nhello\\r\\n0\\r\\n\\r\\n
            a chunk with a bare LF          | 400 | bad-request-body    | POST /head HTTP/1.1\\r\\nHost: localhost\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n5\\nhello\\r\\n0\\r\\n\\r\\n
            a path that has no route        | 404 | no-route            | GET /nowhere HTTP/1.1\\r\\nHost: localhost\\r\\n\\r\\n
            CONNECT                         | 405 | method-not-allowed  | CONNECT a:443 HTTP/1.1\\r\\nHost: a:443\\r\\n\\r\\n
            TRACE                           | 405 | method-not-allowed  | TRACE /head HTTP/1.1\\r\\nHost: a\\r\\n\\r\\n
            a body over the limit           | 413 | body-too-large      | POST /small HTTP/1.1\\r\\nHost: localhost\\r\\nContent-Length: 11\\r\\n\\r\\nhello world
            chunks over the limit           | 413 | body-too-large      | POST /small HTTP/1.1\\r\\nHost: localhost\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\nb\\r\\nhello world\\r\\n0\\r\\n\\r\\n
            """)
    void isRefused(String what, int status, String kind, String raw) throws Exception {
        long before = stage.metric("sluice.failures." + kind);
        try (RawClient client = stage.client()) {
            client.send(Escapes.bytes(raw));
            HttpMessage got = client.readResponse("GET");
            assertThat(got.status()).as(got.toString()).isEqualTo(status);
            assertErrorPage(got);
            if (!kind.equals("no-route")) {
                assertThat(got.header("Connection")).isEqualToIgnoringCase("close");
                client.awaitEnd();
            }
        }
        assertThat(stage.metric("sluice.failures." + kind)).isEqualTo(before + 1);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "a long request line, 414, uri-too-long",
        "a long field, 431, headers-too-large",
        "a field of a megabyte, 431, headers-too-large",
        "many fields, 431, headers-too-large",
        "a long head, 431, headers-too-large"
    })
    void whatIsTooMuchIsRefused(String what, int status, String kind) throws Exception {
        String target = "/head/" + what.replace(' ', '-');
        String raw =
                switch (what) {
                    case "a long request line" -> "GET /" + "x".repeat(8200) + " HTTP/1.1\r\nHost: a\r\n\r\n";
                    case "a long field" ->
                        "GET " + target + " HTTP/1.1\r\nHost: a\r\nX: " + "x".repeat(8200) + "\r\n\r\n";
                    case "a field of a megabyte" ->
                        "GET " + target + " HTTP/1.1\r\nHost: a\r\nX: " + "x".repeat(1 << 20);
                    case "many fields" -> "GET " + target + " HTTP/1.1\r\nHost: a\r\n" + "X: y\r\n".repeat(50) + "\r\n";
                    default ->
                        "GET " + target + " HTTP/1.1\r\nHost: a\r\n" + ("X: " + "x".repeat(4000) + "\r\n").repeat(9)
                                + "\r\n";
                };
        long before = stage.metric("sluice.failures." + kind);
        try (RawClient client = stage.client()) {
            client.send(raw);
            HttpMessage got = client.readResponse("GET");
            assertThat(got.status()).isEqualTo(status);
            assertErrorPage(got);
        }
        assertThat(stage.metric("sluice.failures." + kind)).isEqualTo(before + 1);
    }

    @Test
    void nothingOfABadRequestReachesTheBackEnd() throws Exception {
        try (RawClient client = stage.client()) {
            client.sendHead(
                    "POST /head/smuggled HTTP/1.1",
                    "Host: localhost",
                    "Content-Length: 48",
                    "Transfer-Encoding: chunked");
            client.send("0\r\n\r\nGET /head/second HTTP/1.1\r\nHost: localhost\r\n\r\n");
            assertThat(client.readResponse("POST").status()).isEqualTo(400);
            client.awaitEnd();
        }
        assertThat(stage.backend("head").requests())
                .noneMatch(request -> request.target().contains("smuggled")
                        || request.target().contains("second"));
    }

    @Test
    void aHeadThatComesByteByByteIsGivenUpAtItsDeadline() throws Exception {
        long before = stage.metric("sluice.failures.request-timeout");
        try (RawClient client = stage.client()) {
            Thread slow = new Thread(() -> dribble(client));
            slow.start();
            HttpMessage got = client.readResponse("GET");
            assertThat(got.status()).isEqualTo(408);
            assertErrorPage(got);
            slow.interrupt();
            slow.join();
        }
        assertThat(stage.metric("sluice.failures.request-timeout")).isEqualTo(before + 1);
    }

    private static void dribble(RawClient client) {
        try {
            byte[] head = ("GET /head HTTP/1.1\r\nX: " + "x".repeat(200)).getBytes(StandardCharsets.ISO_8859_1);
            client.sendSlowly(head, Duration.ofMillis(100));
        } catch (IOException e) {
            // The server has hung up, as it should.
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void aBodyThatStopsIsGivenUpAtItsDeadline() throws Exception {
        long before = stage.metric("sluice.failures.request-timeout");
        try (RawClient client = stage.client()) {
            client.sendHead("POST /head/stops HTTP/1.1", "Host: localhost", "Content-Length: 10");
            client.send("part");
            assertThat(client.readResponse("POST").status()).isEqualTo(408);
        }
        assertThat(stage.logged("/head/stops"))
                .returns(408, Stage.LogLine::status)
                .returns("request-timeout", Stage.LogLine::outcome);
        assertThat(stage.metric("sluice.failures.request-timeout")).isEqualTo(before + 1);
    }

    @Test
    void aConnectionWithoutARequestIsClosedWithoutAnAnswer() throws Exception {
        try (RawClient client = stage.client()) {
            assertThat(client.awaitEnd()).isEqualTo(Wire.End.FIN);
        }
    }

    @Test
    void aClientThatVanishesWithinItsHeadLeavesNothingBehind() throws Exception {
        long before = stage.backend("head").requests().size();
        try (RawClient client = stage.client()) {
            client.send("GET /head HTTP/1.1\r\nHost: local");
            client.reset();
        }
        try (RawClient client = stage.client()) {
            assertThat(client.get("/head").status()).isEqualTo(200);
        }
        assertThat(stage.backend("head").requests()).hasSize((int) before + 1);
    }

    @Test
    void aClientThatVanishesWithinItsBodyIsLoggedAs499() throws Exception {
        try (RawClient client = stage.client()) {
            client.sendHead("POST /head/vanishes HTTP/1.1", "Host: localhost", "Content-Length: 10");
            client.send("part");
            client.reset();
        }
        assertThat(stage.logged("/head/vanishes"))
                .returns(499, Stage.LogLine::status)
                .returns("client-closed", Stage.LogLine::outcome);
    }

    private static void assertErrorPage(HttpMessage answer) {
        assertThat(answer.header("Server")).startsWith("sluice");
        assertThat(answer.header("Content-Type")).startsWith("text/html");
        assertThat(answer.header("Date")).isNotNull();
        assertThat(answer.bodyText()).contains("<title>" + answer.status());
    }
}
