package io.sluice.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.testkit.BackendConnection;
import io.sluice.testkit.HttpMessage;
import io.sluice.testkit.RawClient;
import io.sluice.testkit.Scripts;
import io.sluice.testkit.WebSocketClient;
import io.sluice.testkit.WebSocketPeer;
import io.sluice.testkit.Wire;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The opening handshake through the proxy, as RFC 6455 section 4 has it, and what is refused on either side. */
class WebSocketHandshakeTest {
    private static final String GOOD = "HTTP/1.1 101 Switching Protocols\\r\\nUpgrade: websocket\\r\\n"
            + "Connection: Upgrade\\r\\nSec-WebSocket-Accept: ACCEPT\\r\\n";
    private static final Map<String, String> ANSWERS = new ConcurrentHashMap<>();
    private static Stage stage;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        stage = new Stage()
                .backend("echo", Scripts.echo())
                .backend("answer", WebSocketHandshakeTest::answer)
                .backend("chat", connection -> {
                    HttpMessage request = connection.readHead();
                    if (request != null) {
                        Scripts.echo(connection.acceptWebSocket(
                                request, new byte[0], "Sec-WebSocket-Protocol: chat.v2", "Set-Cookie: a=1"));
                    }
                })
                .backend("any", WebSocketHandshakeTest::switchToUpperCase, "upgrade = any")
                .backend("none", Scripts.mirroringHead(), "upgrade = none")
                .backend("only", Scripts.echo(), "upgrade = websocket-only")
                .start(folder);
    }

    @AfterAll
    static void stop() throws Exception {
        stage.close();
    }

    /** Answers as the test has laid down for the target, with the right Sec-WebSocket-Accept for ACCEPT. */
    private static void answer(BackendConnection connection) throws Exception {
        for (HttpMessage request = connection.readRequest(); request != null; request = connection.readRequest()) {
            String accept = WebSocketClient.accept(request.header("Sec-WebSocket-Key"));
            connection.send(ANSWERS.get(request.target()).replace("ACCEPT", accept));
        }
    }

    /** A protocol of its own: sends every byte back in upper case. */
    private static void switchToUpperCase(BackendConnection connection) throws Exception {
        HttpMessage request = connection.readHead();
        if (request != null) {
            connection.answer(
                    "",
                    "HTTP/1.1 101 Switching Protocols",
                    "Upgrade: " + request.header("Upgrade"),
                    "Connection: Upgrade");
            for (int next = connection.read(); next >= 0; next = connection.read()) {
                connection.send(String.valueOf((char) Character.toUpperCase(next)));
            }
        }
    }

    @Test
    void itPassesWithoutAWordInTheConfiguration() throws Exception {
        try (WebSocketPeer peer = WebSocketClient.open(stage.address(), "/echo/plain", "Origin: http://localhost")) {
            peer.text("hello");
            assertThat(peer.readMessage().text()).isEqualTo("hello");
        }
        HttpMessage seen = stage.backend("echo").requests().stream()
                .filter(request -> request.target().equals("/echo/plain"))
                .findFirst()
                .orElseThrow();
        assertThat(seen.header("Upgrade")).isEqualToIgnoringCase("websocket");
        assertThat(seen.header("Connection")).isEqualToIgnoringCase("upgrade");
        assertThat(seen.header("Sec-WebSocket-Version")).isEqualTo("13");
        assertThat(seen.header("Origin")).isEqualTo("http://localhost");
        assertThat(stage.logged("/echo/plain").status()).isEqualTo(101);
    }

    @Test
    void namesInItAreComparedWithoutCaseAndConnectionMayNameMore() throws Exception {
        try (WebSocketPeer peer = WebSocketClient.open(
                stage.address(), "/echo", "upgrade: WebSocket", "CONNECTION: keep-alive, UPGRADE")) {
            peer.text("hello");
            assertThat(peer.readMessage().text()).isEqualTo("hello");
        }
    }

    @Test
    void whatElseIsOfferedIsNotPassedOn() throws Exception {
        try (WebSocketPeer peer = WebSocketClient.open(stage.address(), "/echo/two", "Upgrade: h2c, websocket")) {
            peer.text("hello");
            assertThat(peer.readMessage().text()).isEqualTo("hello");
        }
        assertThat(stage.backend("echo").requests())
                .filteredOn(request -> request.target().equals("/echo/two"))
                .extracting(request -> request.header("Upgrade"))
                .containsExactly("websocket");
    }

    @Test
    void subprotocolAndFieldsOfTheAnswerReachTheClient() throws Exception {
        try (WebSocketPeer peer =
                WebSocketClient.open(stage.address(), "/chat", "Sec-WebSocket-Protocol: chat.v1, chat.v2")) {
            assertThat(peer.handshake().header("Sec-WebSocket-Protocol")).isEqualTo("chat.v2");
            assertThat(peer.handshake().header("Set-Cookie")).isEqualTo("a=1");
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            version 12        | 426 | unsupported-version | Sec-WebSocket-Version: 12
            version 8         | 426 | unsupported-version | Sec-WebSocket-Version: 8
            no version        | 400 | bad-handshake       | Sec-WebSocket-Version:
            no key            | 400 | bad-handshake       | Sec-WebSocket-Key:
            a short key       | 400 | bad-handshake       | Sec-WebSocket-Key: c2hvcnQ=
            a key not base64  | 400 | bad-handshake       | Sec-WebSocket-Key: ????????????????????????
            a body            | 400 | bad-handshake       | Content-Length: 5
            """)
    void aBadRequestForOneIsRefused(String what, int status, String kind, String headerLine) throws Exception {
        String target = "/echo/" + what.replace(' ', '-');
        try (RawClient client = stage.client()) {
            HttpMessage got = WebSocketClient.attempt(client, target, headerLine);
            assertThat(got.status()).as(got.toString()).isEqualTo(status);
            if (status == 426) {
                assertThat(got.header("Sec-WebSocket-Version")).isEqualTo("13");
                assertThat(got.header("Upgrade")).isEqualToIgnoringCase("websocket");
            }
        }
        assertThat(stage.logged(target)).returns(status, Stage.LogLine::status).returns(kind, Stage.LogLine::outcome);
        assertThat(stage.backend("echo").requests())
                .noneMatch(request -> request.target().equals(target));
    }

    @ParameterizedTest
    @CsvSource({"POST,1.1,400", "PUT,1.1,400", "GET,1.0,400"})
    void onlyAGetOverHttp11MayAskForOne(String method, String version, int status) throws Exception {
        try (RawClient client = stage.client()) {
            client.send(WebSocketClient.request("/echo/method", WebSocketClient.newKey())
                    .replace("GET /echo/method HTTP/1.1", method + " /echo/method HTTP/" + version));
            assertThat(client.readResponse(method).status()).isEqualTo(status);
        }
        assertThat(stage.logged("/echo/method").outcome()).isEqualTo("bad-handshake");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            401 | HTTP/1.1 401 Unauthorized\\r\\nWWW-Authenticate: Basic realm="x"\\r\\nContent-Length: 6\\r\\n\\r\\nno way
            403 | HTTP/1.1 403 Forbidden\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n6\\r\\nno way\\r\\n0\\r\\n\\r\\n
            503 | HTTP/1.1 503 Busy\\r\\nRetry-After: 7\\r\\nContent-Length: 6\\r\\n\\r\\nno way
            302 | HTTP/1.1 302 Found\\r\\nLocation: /login\\r\\nContent-Length: 6\\r\\n\\r\\nno way
            200 | HTTP/1.1 200 OK\\r\\nContent-Length: 6\\r\\n\\r\\nno way
            """)
    void whatTheBackEndRefusesReachesTheClientAsItIs(int status, String raw) throws Exception {
        String target = "/answer/" + status;
        ANSWERS.put(target, Escapes.text(raw));
        try (RawClient client = stage.client()) {
            HttpMessage got = WebSocketClient.attempt(client, target);
            assertThat(got.startLine()).isEqualTo(raw.substring(0, raw.indexOf("\\r")));
            assertThat(got.headerLines())
                    .contains(raw.split("\\\\r\\\\n", -1)[1])
                    .noneMatch(line -> line.startsWith("Upgrade"));
            assertThat(got.bodyText()).isEqualTo("no way");
        }
        assertThat(stage.logged(target)).returns(status, Stage.LogLine::status).returns("ok", Stage.LogLine::outcome);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            a wrong accept             | Sec-WebSocket-Accept: ACCEPT | Sec-WebSocket-Accept: AAAAAAAAAAAAAAAAAAAAAAAAAAA=
            no accept                  | Sec-WebSocket-Accept: ACCEPT | X: y
            two accepts                | Sec-WebSocket-Accept: ACCEPT | Sec-WebSocket-Accept: ACCEPT\\r\\nSec-WebSocket-Accept: ACCEPT
            another protocol           | Upgrade: websocket           | Upgrade: h2c
            no upgrade                 | Upgrade: websocket           | X: y
            no connection              | Connection: Upgrade          | Connection: keep-alive
            a subprotocol not asked    | Upgrade: websocket           | Upgrade: websocket\\r\\nSec-WebSocket-Protocol: chat
            an extension not asked     | Upgrade: websocket           | Upgrade: websocket\\r\\nSec-WebSocket-Extensions: x-mine
            """)
    void a101ThatDoesNotAnswerTheHandshakeIsA502(String what, String right, String wrong) throws Exception {
        String target = "/answer/" + what.replace(' ', '-');
        ANSWERS.put(target, Escapes.text(GOOD.replace(right, wrong) + "\\r\\n"));
        try (RawClient client = stage.client()) {
            assertThat(WebSocketClient.attempt(client, target).status()).isEqualTo(502);
        }
        assertThat(stage.logged(target))
                .returns(502, Stage.LogLine::status)
                .returns("bad-upgrade-response", Stage.LogLine::outcome);
    }

    @Test
    void theClientIsAnsweredOnlyAfterTheBackEnd() throws Exception {
        ANSWERS.put("/answer/late", "");
        try (RawClient client = stage.client()) {
            client.send(WebSocketClient.request("/answer/late", WebSocketClient.newKey()));
            stage.backend("answer").nextRequest();
            client.shutdownOutput();
            assertThat(new String(client.readToEnd(), StandardCharsets.ISO_8859_1))
                    .doesNotContain(" 101 ");
        }
    }

    @Test
    void anUpgradeToAnotherProtocolIsNotPassedOnAndTheRequestGoesOnAsAPlainOne() throws Exception {
        try (RawClient client = stage.client()) {
            HttpMessage got = client.get(
                    "/echo/h2c",
                    "Connection: Upgrade, HTTP2-Settings",
                    "Upgrade: h2c",
                    "HTTP2-Settings: AAMAAABkAAQAoAAAAAIAAAAA");
            assertThat(got.status()).isEqualTo(200);
            assertThat(got.bodyText())
                    .startsWith("GET /echo/h2c ")
                    .doesNotContainIgnoringCase("upgrade")
                    .doesNotContainIgnoringCase("http2-settings");
        }
    }

    @Test
    void aRouteMayRefuseOtherProtocols() throws Exception {
        try (RawClient client = stage.client()) {
            HttpMessage got = client.get("/only/irc", "Connection: Upgrade", "Upgrade: irc/6.9");
            assertThat(got.status()).isEqualTo(400);
        }
        assertThat(stage.logged("/only/irc").outcome()).isEqualTo("upgrade-refused");
        try (WebSocketPeer peer = WebSocketClient.open(stage.address(), "/only")) {
            peer.text("hello");
            assertThat(peer.readMessage().text()).isEqualTo("hello");
        }
    }

    @Test
    void aRouteMayPassOtherProtocols() throws Exception {
        try (RawClient client = stage.client()) {
            client.sendRequest("GET", "/any", "Connection: Upgrade", "Upgrade: shout/1");
            HttpMessage got = client.readHead();
            assertThat(got.status()).isEqualTo(101);
            assertThat(got.header("Upgrade")).isEqualTo("shout/1");
            client.send("hello");
            assertThat(client.readExactly(5)).asString(StandardCharsets.UTF_8).isEqualTo("HELLO");
        }
    }

    @Test
    void aRouteMayPassNoUpgradeAtAll() throws Exception {
        try (RawClient client = stage.client()) {
            HttpMessage got = WebSocketClient.attempt(client, "/none");
            assertThat(got.status()).isEqualTo(200);
            assertThat(got.bodyText()).doesNotContainIgnoringCase("upgrade:");
            assertThat(client.get("/none/next").status()).as("the next request").isEqualTo(200);
            assertThat(client.end()).isNotEqualTo(Wire.End.RESET);
        }
    }
}
