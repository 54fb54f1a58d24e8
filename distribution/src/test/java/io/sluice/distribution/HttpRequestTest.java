package io.sluice.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.testkit.BackendConnection;
import io.sluice.testkit.HttpMessage;
import io.sluice.testkit.RawClient;
import io.sluice.testkit.Scripts;
import io.sluice.testkit.Wire;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a back end gets of what a client asks. */
class HttpRequestTest {
    private static Stage stage;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        stage = new Stage()
                .backend("head", Scripts.mirroringHead())
                .backend("body", Scripts.mirroringBody())
                .backend("continue", HttpRequestTest::continuing)
                .backend("refuse", HttpRequestTest::refusingBody)
                .server("workers = 1")
                .start(folder);
    }

    @AfterAll
    static void stop() throws Exception {
        stage.close();
    }

    private static void continuing(BackendConnection connection) throws Exception {
        HttpMessage head = connection.readHead();
        if (head.headers().contains("Expect")) {
            connection.send("HTTP/1.1 100 Continue\r\n\r\n");
        }
        connection.ok("got " + new String(connection.readExactly(5), StandardCharsets.ISO_8859_1));
    }

    private static void refusingBody(BackendConnection connection) throws Exception {
        connection.readHead();
        connection.answer("no", "HTTP/1.1 401 Unauthorized", "Content-Length: 2", "Connection: close");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            Content-Length: 5          | hello                                | hello
            Content-Length: 0          | ''                                   | ''
            Transfer-Encoding: chunked | 5\\r\\nhello\\r\\n0\\r\\n\\r\\n            | hello
            Transfer-Encoding: Chunked | 2\\r\\nhe\\r\\n3;x=y\\r\\nllo\\r\\n0\\r\\n\\r\\n | hello
            Transfer-Encoding: chunked | 0\\r\\n\\r\\n                            | ''
            X-No: length               | ''                                   | ''
            """)
    void aBodyReachesTheBackEndWhole(String framing, String raw, String body) throws Exception {
        try (RawClient client = stage.client()) {
            client.sendHead("POST /body HTTP/1.1", "Host: localhost", framing);
            client.send(Escapes.text(raw));
            assertThat(client.readResponse("POST").bodyText()).isEqualTo(body);
            assertThat(client.get("/head").status()).as("the next request").isEqualTo(200);
        }
    }

    @Test
    void aBodyMayComeByteByByte() throws Exception {
        try (RawClient client = stage.client()) {
            client.sendHead("POST /body HTTP/1.1", "Host: localhost", "Transfer-Encoding: chunked");
            client.sendSlowly("5\r\nhello\r\n0\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1), Duration.ofMillis(2));
            assertThat(client.readResponse("POST").bodyText()).isEqualTo("hello");
        }
    }

    @Test
    void trailersOfARequestReachTheBackEnd() throws Exception {
        try (RawClient client = stage.client()) {
            client.sendHead("POST /body/trailers HTTP/1.1", "Host: localhost", "Transfer-Encoding: chunked");
            client.send(Scripts.chunked(new String[] {"abc"}, "X-Sum: 42"));
            assertThat(client.readResponse("POST").bodyText()).isEqualTo("abc");
        }
        assertThat(stage.backend("body").requests())
                .filteredOn(request -> request.target().equals("/body/trailers"))
                .singleElement()
                .returns(List.of("X-Sum: 42"), HttpMessage::trailers);
    }

    @Test
    void requestsSentTogetherAreAnsweredInTheirOrder() throws Exception {
        try (RawClient client = stage.client()) {
            client.send("GET /head/1 HTTP/1.1\r\nHost: localhost\r\n\r\n"
                    + "POST /body HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3\r\n\r\ntwo"
                    + "HEAD /head/3 HTTP/1.1\r\nHost: localhost\r\n\r\n"
                    + "GET /nowhere HTTP/1.1\r\nHost: localhost\r\n\r\n"
                    + "GET /head/5 HTTP/1.1\r\nHost: localhost\r\n\r\n");
            assertThat(client.readResponse("GET").bodyText()).startsWith("GET /head/1 ");
            assertThat(client.readResponse("POST").bodyText()).isEqualTo("two");
            assertThat(client.readResponse("HEAD").status()).isEqualTo(200);
            assertThat(client.readResponse("GET").status()).isEqualTo(404);
            assertThat(client.readResponse("GET").bodyText()).startsWith("GET /head/5 ");
        }
    }

    @Test
    void anEmptyLineBeforeTheRequestIsPassedOver() throws Exception {
        try (RawClient client = stage.client()) {
            client.send("\r\nGET /head HTTP/1.1\r\nHost: localhost\r\n\r\n");
            assertThat(client.readResponse("GET").status()).isEqualTo(200);
        }
    }

    @Test
    void fieldsKeepTheirOrderTheirSpellingAndTheirDuplicates() throws Exception {
        try (RawClient client = stage.client()) {
            String seen = client.get(
                            "/head", "x-Lower: 1", "X-OdD-Name: \t two \t", "X-LOWER: 3", "Cookie: a", "cookie: b")
                    .bodyText();
            assertThat(seen.lines())
                    .containsSubsequence("x-Lower: 1", "X-OdD-Name: two", "X-LOWER: 3", "Cookie: a", "cookie: b");
        }
    }

    @Test
    void fieldsOfTheClientsConnectionStayThere() throws Exception {
        try (RawClient client = stage.client()) {
            String seen = client.get(
                            "/head",
                            "Connection: keep-alive, X-Private, Upgrade",
                            "X-Private: 1",
                            "Keep-Alive: timeout=5",
                            "Proxy-Connection: keep-alive",
                            "TE: gzip",
                            "X-Public: 1")
                    .bodyText();
            assertThat(seen)
                    .doesNotContainIgnoringCase("X-Private")
                    .doesNotContainIgnoringCase("Keep-Alive:")
                    .doesNotContainIgnoringCase("Proxy-Connection")
                    .doesNotContainIgnoringCase("TE: gzip")
                    .contains("X-Public: 1");
        }
    }

    @Test
    void anAbsoluteTargetIsSentInOriginFormAndItsHostCounts() throws Exception {
        try (RawClient client = stage.client()) {
            HttpMessage got = client.get("http://localhost/head/a?b=c", "Host: other.example");
            assertThat(got.bodyText()).startsWith("GET /head/a?b=c HTTP/1.1\r\n");
            assertThat(got.bodyText()).doesNotContain("other.example");
        }
    }

    @Test
    void theTargetReachesTheBackEndAsItWasWritten() throws Exception {
        try (RawClient client = stage.client()) {
            assertThat(client.get("/head/%7Euser//x/../y?a=%20b&c=/d?e").bodyText())
                    .startsWith("GET /head/%7Euser//x/../y?a=%20b&c=/d?e HTTP/1.1\r\n");
        }
    }

    @Test
    void aClientThatExpects100IsToldToContinue() throws Exception {
        try (RawClient client = stage.client()) {
            client.sendHead("POST /continue HTTP/1.1", "Host: localhost", "Content-Length: 5", "Expect: 100-continue");
            assertThat(client.readResponse("POST").startLine()).isEqualTo("HTTP/1.1 100 Continue");
            client.send("hello");
            assertThat(client.readResponse("POST").bodyText()).isEqualTo("got hello");
        }
    }

    @Test
    void aClientThatExpects100MayBeRefusedInstead() throws Exception {
        try (RawClient client = stage.client()) {
            client.sendHead("POST /refuse HTTP/1.1", "Host: localhost", "Content-Length: 5", "Expect: 100-continue");
            HttpMessage got = client.readResponse("POST");
            if (got.status() == 100) {
                got = client.readResponse("POST");
            }
            assertThat(got.status()).isEqualTo(401);
            assertThat(got.bodyText()).isEqualTo("no");
        }
    }

    @Test
    void anAnswerBeforeTheEndOfTheBodyReachesTheClient() throws Exception {
        try (RawClient client = stage.client()) {
            client.sendHead("POST /refuse HTTP/1.1", "Host: localhost", "Content-Length: 1000000");
            client.send("first part");
            HttpMessage got = client.readResponse("POST");
            assertThat(got.status()).isEqualTo(401);
            assertThat(got.bodyText()).isEqualTo("no");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"GET /head HTTP/1.0|Host: localhost", "GET /head HTTP/1.1|Host: localhost|Connection: close"})
    void aConnectionThatTheClientDoesNotKeepIsClosedAfterTheAnswer(String head) throws Exception {
        try (RawClient client = stage.client()) {
            client.sendHead(head.split("\\|", -1));
            assertThat(client.readResponse("GET").status()).isEqualTo(200);
            assertThat(client.awaitEnd()).isEqualTo(Wire.End.FIN);
        }
    }

    @Test
    void aClientOf10MayKeepItsConnection() throws Exception {
        try (RawClient client = stage.client()) {
            for (int i = 0; i < 2; i++) {
                client.sendHead("GET /head HTTP/1.0", "Host: localhost", "Connection: keep-alive");
                assertThat(client.readResponse("GET").header("Connection")).isEqualToIgnoringCase("keep-alive");
            }
        }
    }
}
