package io.sluice.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.testkit.BackendConnection;
import io.sluice.testkit.HttpMessage;
import io.sluice.testkit.RawClient;
import io.sluice.testkit.Scripts;
import io.sluice.testkit.Wire;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the client gets of what a back end answers (RFC 9112 section 6, RFC 9110 section 15.2). */
class HttpResponseTest {
    private static final Map<String, String> ANSWERS = new ConcurrentHashMap<>();
    private static Stage stage;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        stage = new Stage()
                .backend("back", HttpResponseTest::answer)
                .backend("head", Scripts.mirroringHead())
                .server("workers = 1")
                .start(folder);
    }

    @AfterAll
    static void stop() throws Exception {
        stage.close();
    }

    /** Answers with the bytes that the test has laid down for the target; a target with "close" ends the connection. */
    private static void answer(BackendConnection connection) throws Exception {
        for (HttpMessage request = connection.readRequest(); request != null; request = connection.readRequest()) {
            connection.send(ANSWERS.get(request.target()));
            if (request.target().contains("close")) {
                return;
            }
        }
    }

    private static HttpMessage get(RawClient client, String target, String answer) throws Exception {
        return request(client, "GET", target, answer);
    }

    private static HttpMessage request(RawClient client, String method, String target, String answer) throws Exception {
        ANSWERS.put(target, Escapes.text(answer));
        return client.request(method, target);
    }

    @ParameterizedTest(name = "{0}: {1} {2}")
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            length          | GET  | HTTP/1.1 200 OK\\r\\nContent-Length: 5\\r\\n\\r\\nhello                          | hello
            length-0        | GET  | HTTP/1.1 200 OK\\r\\nContent-Length: 0\\r\\n\\r\\n                                | ''
            chunked         | GET  | HTTP/1.1 200 OK\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n5\\r\\nhello\\r\\n0\\r\\n\\r\\n | hello
            chunk-extension | GET  | HTTP/1.1 200 OK\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n5;a=b\\r\\nhello\\r\\n0\\r\\n\\r\\n | hello
            chunked-empty   | GET  | HTTP/1.1 200 OK\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n0\\r\\n\\r\\n            | ''
            close           | GET  | HTTP/1.1 200 OK\\r\\n\\r\\nhello                                                | hello
            close-empty     | GET  | HTTP/1.1 200 OK\\r\\n\\r\\n                                                     | ''
            http-1-0-close  | GET  | HTTP/1.0 200 OK\\r\\n\\r\\nhello                                                | hello
            http-1-0        | GET  | HTTP/1.0 200 OK\\r\\nConnection: keep-alive\\r\\nContent-Length: 5\\r\\n\\r\\nhello | hello
            head            | HEAD | HTTP/1.1 200 OK\\r\\nContent-Length: 5\\r\\n\\r\\n                                | ''
            head-chunked    | HEAD | HTTP/1.1 200 OK\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n                       | ''
            no-content      | GET  | HTTP/1.1 204 No Content\\r\\n\\r\\n                                              | ''
            not-modified    | GET  | HTTP/1.1 304 Not Modified\\r\\nContent-Length: 5\\r\\n\\r\\n                      | ''
            reset-content   | GET  | HTTP/1.1 205 Reset Content\\r\\nContent-Length: 0\\r\\n\\r\\n                     | ''
            error           | GET  | HTTP/1.1 503 Service Unavailable\\r\\nContent-Length: 4\\r\\n\\r\\nbusy           | busy
            odd-status      | GET  | HTTP/1.1 299 \\r\\nContent-Length: 2\\r\\n\\r\\nok                                | ok
            """)
    void aBodyArrivesWholeAndTheConnectionServesTheNextRequest(String name, String method, String answer, String body)
            throws Exception {
        try (RawClient client = stage.client()) {
            HttpMessage got = request(client, method, "/back/" + name, answer);
            assertThat(got.bodyText()).isEqualTo(body);
            assertThat(got.status()).isEqualTo(Integer.parseInt(answer.substring(9, 12)));
            HttpMessage next = get(client, "/back/next", "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nnext");
            assertThat(next.bodyText()).isEqualTo("next");
        }
        assertThat(stage.logged("/back/" + name).outcome()).isEqualTo("ok");
    }

    @Test
    void aHeadAnswerKeepsTheLengthOfTheBodyItDoesNotBring() throws Exception {
        try (RawClient client = stage.client()) {
            HttpMessage got =
                    request(client, "HEAD", "/back/length", "HTTP/1.1 200 OK\r\nContent-Length: 12345\r\n\r\n");
            assertThat(got.header("Content-Length")).isEqualTo("12345");
        }
    }

    @Test
    void aClientOf10IsNotSentChunks() throws Exception {
        ANSWERS.put(
                "/back/chunks-for-10", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n");
        try (RawClient client = stage.client()) {
            client.sendHead("GET /back/chunks-for-10 HTTP/1.0", "Host: localhost");
            HttpMessage got = client.readResponse("GET");
            assertThat(got.header("Transfer-Encoding")).isNull();
            assertThat(got.bodyText()).isEqualTo("hello");
            assertThat(client.end()).isEqualTo(Wire.End.FIN);
        }
    }

    @Test
    void fieldsKeepTheirOrderTheirSpellingAndTheirDuplicates() throws Exception {
        try (RawClient client = stage.client()) {
            HttpMessage got = get(
                    client,
                    "/back/fields",
                    String.join(
                            "\r\n",
                            "HTTP/1.1 200 Fine",
                            "set-cookie: a=1",
                            "X-Odd_Name: \t spaced ",
                            "Set-Cookie: b=2",
                            "x-latin: caf\u00e9",
                            "Content-Length: 0",
                            "X-Empty:",
                            "",
                            ""));
            assertThat(got.startLine()).isEqualTo("HTTP/1.1 200 Fine");
            assertThat(got.headerLines())
                    .containsSubsequence(
                            "set-cookie: a=1",
                            "X-Odd_Name: spaced",
                            "Set-Cookie: b=2",
                            "x-latin: caf\u00e9",
                            "X-Empty: ");
        }
    }

    @Test
    void fieldsOfTheBackEndsConnectionStayThere() throws Exception {
        try (RawClient client = stage.client()) {
            HttpMessage got = get(
                    client,
                    "/back/hop",
                    "HTTP/1.1 200 OK\r\nConnection: close, X-Private\r\nX-Private: 1\r\nKeep-Alive: timeout=5\r\n"
                            + "Proxy-Connection: close\r\nX-Public: 1\r\nContent-Length: 2\r\n\r\nok");
            assertThat(got.headers().contains("X-Private")).isFalse();
            assertThat(got.headers().contains("Keep-Alive")).isFalse();
            assertThat(got.headers().contains("Proxy-Connection")).isFalse();
            assertThat(got.header("X-Public")).isEqualTo("1");
            assertThat(got.header("Connection")).isNotEqualToIgnoringCase("close");
            assertThat(client.get("/head/next").status()).isEqualTo(200);
        }
    }

    @Test
    void trailersArePassedOn() throws Exception {
        try (RawClient client = stage.client()) {
            ANSWERS.put(
                    "/back/trailers",
                    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: X-Sum\r\n\r\n"
                            + Scripts.chunked(new String[] {"abc"}, "X-Sum: 42"));
            HttpMessage got = client.get("/back/trailers", "TE: trailers", "Connection: TE");
            assertThat(got.bodyText()).isEqualTo("abc");
            assertThat(got.trailers()).containsExactly("X-Sum: 42");
        }
    }

    @Test
    void anEarlyHintReachesTheClientBeforeTheAnswer() throws Exception {
        try (RawClient client = stage.client()) {
            HttpMessage hint = get(
                    client,
                    "/back/hint",
                    "HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
            assertThat(hint.status()).isEqualTo(103);
            assertThat(hint.header("Link")).isEqualTo("</a.css>");
            assertThat(client.readResponse("GET").bodyText()).isEqualTo("ok");
            assertThat(client.get("/head/next").status()).isEqualTo(200);
        }
        assertThat(stage.logged("/back/hint").status()).isEqualTo(200);
    }

    @Test
    void aClientOf10GetsNoInterimAnswer() throws Exception {
        ANSWERS.put(
                "/back/hint-for-10",
                "HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
        try (RawClient client = stage.client()) {
            client.sendHead("GET /back/hint-for-10 HTTP/1.0", "Host: localhost");
            assertThat(client.readResponse("GET").status()).isEqualTo(200);
        }
    }

    @Test
    void theConnectionToTheBackEndIsUsedAgainByTheNextClient() throws Exception {
        try (RawClient first = stage.client()) {
            first.get("/head/1");
        }
        int before = stage.backend("head").connections();
        for (int i = 0; i < 3; i++) {
            try (RawClient next = stage.client()) {
                assertThat(next.get("/head/again").status()).isEqualTo(200);
            }
        }
        assertThat(stage.backend("head").connections()).isEqualTo(before);
        assertThat(stage.metric("sluice.upstream.reuses")).isGreaterThanOrEqualTo(3);
    }

    @Test
    void anIdleConnectionThatTheBackEndHasClosedHarmsNoRequest() throws Exception {
        try (RawClient client = stage.client()) {
            for (int i = 0; i < 20; i++) {
                HttpMessage got =
                        get(client, "/back/then-close-" + i, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
                assertThat(got.status()).as("request " + i).isEqualTo(200);
            }
        }
    }
}
