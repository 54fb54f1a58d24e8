package io.sluice.server.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.api.exchange.ExchangeView;
import io.sluice.api.headers.HeaderPolicy;
import io.sluice.api.headers.Headers;
import io.sluice.server.observe.Metric;
import io.sluice.testkit.HttpMessage;
import io.sluice.testkit.Payload;
import io.sluice.testkit.RawClient;
import io.sluice.testkit.ScriptedBackend;
import io.sluice.testkit.Scripts;
import io.sluice.testkit.WebSocketClient;
import io.sluice.testkit.WebSocketFrame;
import io.sluice.testkit.WebSocketPeer;
import io.sluice.testkit.Wire;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What passes through an exchange: bodies in every framing, requests in a row, a second try, the frames around a 101. */
class PassingTest {
    private static final String UPGRADE_REFUSED =
            WebSocketClient.request("/refused", WebSocketClient.newKey(), "Sec-WebSocket-Version: 8");

    @TempDir
    private Path folder;

    private final List<String> seen = new CopyOnWriteArrayList<>();
    private final HeaderPolicy watching = new HeaderPolicy() {
        @Override
        public void onRequest(Headers headers, ExchangeView exchange) {
            headers.set("X-Changed", "yes");
            seen.add(exchange.requestHeaders().first("Connection") + " "
                    + exchange.requestHeaders().first("X-Changed"));
        }

        @Override
        public void onResponse(Headers headers, ExchangeView exchange) {
            seen.add(exchange.status() + " " + exchange.upstreamHeaders().first("Keep-Alive"));
        }
    };
    private ScriptedBackend backend;
    private ScriptedBackend second;
    private Proxy proxy;

    @AfterEach
    void stop() throws IOException {
        proxy.close();
        backend.close();
        if (second != null) {
            second.close();
        }
    }

    private void start(ScriptedBackend.Script script) throws Exception {
        backend = ScriptedBackend.start(script);
        start("\"" + backend.hostPort() + "\"");
    }

    private void start(String servers) throws Exception {
        proxy = new Proxy(folder, """
                upstreams { app { servers = [%s] } }
                hosts { all { names = ["localhost"], routes = [{ path = "/", upstream = app, policies = [given] }] } }
                """.formatted(servers), watching);
    }

    // ---- bodies

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4_096, 70_000, 900_000})
    void aBodyPassesInEachFramingBothWays(int size) throws Exception {
        start(Scripts.mirroringBody());
        String body = new String(Payload.of(size, size), StandardCharsets.ISO_8859_1);
        try (RawClient client = proxy.client()) {
            client.send("POST /l HTTP/1.1\r\nHost: x\r\nContent-Length: " + size + "\r\n\r\n" + body);
            assertThat(client.readResponse("POST").bodyText()).isEqualTo(body);
            client.send("POST /c HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
                    + Scripts.chunked(new String[] {body.substring(0, size / 3), body.substring(size / 3)}));
            assertThat(client.readResponse("POST").bodyText()).isEqualTo(body);
        }
        assertThat(backend.connections()).isEqualTo(1);
    }

    @Test
    void aChunkedAnswerReachesAnHttp10ClientWithoutItsChunks() throws Exception {
        start(Scripts.answeringExactly("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
                + Scripts.chunked(new String[] {"one ", "two"}, "X-Trailer: t")));
        try (RawClient client = proxy.client()) {
            client.send("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
            HttpMessage head = client.readHead();
            assertThat(head.header("Transfer-Encoding")).isNull();
            assertThat(head.header("Connection")).isEqualTo("close");
            assertThat(client.readToEnd()).asString().isEqualTo("one two");
            assertThat(client.end()).isEqualTo(Wire.End.FIN);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 5, 300_000})
    void anAnswerThatEndsWithItsConnectionIsChunkedAndTheClientsGoesOn(int size) throws Exception {
        String body = "b".repeat(size);
        start(Scripts.sendingThenClosing("HTTP/1.1 200 OK\r\n\r\n" + body));
        try (RawClient client = proxy.client()) {
            for (int i = 0; i < 2; i++) {
                HttpMessage answer = client.get("/");
                assertThat(answer.header("Transfer-Encoding")).isEqualTo("chunked");
                assertThat(answer.bodyText()).isEqualTo(body);
            }
        }
    }

    @Test
    void theAnswerToHeadHasNoBodyAndItsConnectionIsReused() throws Exception {
        start(Scripts.answeringExactly("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n"));
        try (RawClient client = proxy.client()) {
            for (int i = 0; i < 3; i++) {
                assertThat(client.request("HEAD", "/").header("Content-Length")).isEqualTo("1000");
            }
        }
        assertThat(backend.connections()).isEqualTo(1);
    }

    /** The endpoint's connection was held back for the client when the answer ended; it must be read again. */
    @Test
    void afterAnAnswerToASlowClientTheEndpointsConnectionServesTheNext() throws Exception {
        byte[] large = Payload.of(5, 900_000);
        start(Scripts.answering(new String(large, StandardCharsets.ISO_8859_1)));
        for (int i = 0; i < 5; i++) {
            try (RawClient slow = RawClient.connectNarrow(proxy.address(), 4 * 1024)) {
                slow.sendRequest("GET", "/");
                assertThat(slow.readResponse("GET").body()).isEqualTo(large);
            }
        }
        assertThat(proxy.metric(Metric.UPSTREAM_REUSES)).isEqualTo(4);
    }

    // ---- in a row

    @Test
    void pipelinedRequestsAreAnsweredInOrder() throws Exception {
        start(Scripts.answering(HttpMessage::target));
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < 200; i++) {
            all.append(
                    i % 3 == 0
                            ? "POST /" + i + " HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc"
                            : "GET /" + i + " HTTP/1.1\r\nHost: x\r\n\r\n");
        }
        try (RawClient client = proxy.client()) {
            client.send(all.toString());
            for (int i = 0; i < 200; i++) {
                assertThat(client.readResponse("GET").bodyText()).isEqualTo("/" + i);
            }
        }
        proxy.awaitQuiet();
        assertThat(proxy.lines).hasSize(200).extracting(Proxy.Line::outcome).containsOnly("ok");
    }

    @Test
    void aRequestBehindARefusedWebSocketIsAnswered() throws Exception {
        start(Scripts.answering(HttpMessage::target));
        try (RawClient client = proxy.client()) {
            client.send(UPGRADE_REFUSED + "GET /next HTTP/1.1\r\nHost: x\r\n\r\n");
            assertThat(client.readResponse("GET").status()).isEqualTo(426);
            assertThat(client.readResponse("GET").bodyText()).isEqualTo("/next");
        }
    }

    @Test
    void aWebSocketThatTheEndpointRefusesLeavesTheConnectionForTheNext() throws Exception {
        start(Scripts.answeringExactly("HTTP/1.1 401 Unauthorized\r\nContent-Length: 2\r\n\r\nno"));
        try (RawClient client = proxy.client()) {
            client.send(
                    WebSocketClient.request("/ws", WebSocketClient.newKey()) + "GET /next HTTP/1.1\r\nHost: x\r\n\r\n");
            assertThat(client.readResponse("GET").status()).isEqualTo(401);
            assertThat(client.readResponse("GET").status()).isEqualTo(401);
        }
        assertThat(proxy.line("/next").outcome()).isEqualTo("ok");
    }

    // ---- around a 101

    @Test
    void framesSentTooEarlyArriveBothWays() throws Exception {
        byte[] hello = WebSocketFrame.of(WebSocketFrame.TEXT, "hello".getBytes(StandardCharsets.UTF_8))
                .encode();
        start(connection -> {
            WebSocketPeer peer = connection.acceptWebSocket(connection.readHead(), hello);
            Scripts.echo(peer);
        });
        byte[] early = WebSocketFrame.of(WebSocketFrame.TEXT, "early".getBytes(StandardCharsets.UTF_8))
                .masked((byte) 1, (byte) 2, (byte) 3, (byte) 4)
                .encode();
        try (WebSocketPeer peer = WebSocketClient.open(proxy.client(), "/ws", early)) {
            assertThat(peer.readMessage().text()).isEqualTo("hello");
            assertThat(peer.readMessage().text()).isEqualTo("early");
        }
    }

    @Test
    void policiesSeeWhatWasReceivedAndChangeWhatIsSent() throws Exception {
        start(connection -> {
            HttpMessage request = connection.readRequest();
            connection.answer(
                    request.header("X-Changed"), "HTTP/1.1 200 OK", "Keep-Alive: timeout=9", "Content-Length: 3");
        });
        try (RawClient client = proxy.client()) {
            assertThat(client.get("/", "Connection: keep-alive, x-hop", "X-Changed: no", "X-Hop: 1")
                            .bodyText())
                    .isEqualTo("yes");
        }
        assertThat(seen).containsExactly("keep-alive, x-hop no", "200 timeout=9");
    }

    // ---- a second try

    @ParameterizedTest
    @ValueSource(strings = {"GET", "HEAD", "PUT", "DELETE", "OPTIONS"})
    void aRequestThatMayBeRepeatedGoesToTheNextEndpoint(String method) throws Exception {
        startTwo();
        try (RawClient client = proxy.client()) {
            assertThat(client.request(method, "/x").status()).isEqualTo(200);
        }
        assertThat(proxy.line("/x").tries()).isEqualTo("502, 200");
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PATCH", "LOCK"})
    void aRequestThatMayHaveHadAnEffectIsNotRepeated(String method) throws Exception {
        startTwo();
        try (RawClient client = proxy.client()) {
            assertThat(client.request(method, "/x", "Content-Length: 0").status())
                    .isEqualTo(502);
        }
        assertThat(proxy.line("/x").tries()).isEqualTo("502");
        assertThat(second.connections()).isZero();
    }

    @Test
    void aRequestWithABodyIsNotRepeated() throws Exception {
        startTwo();
        try (RawClient client = proxy.client()) {
            client.send("PUT /x HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc");
            assertThat(client.readResponse("PUT").status()).isEqualTo(502);
        }
        assertThat(second.connections()).isZero();
    }

    @Test
    void anAnswerThatHasBegunIsNotAskedForAgain() throws Exception {
        backend = ScriptedBackend.start(Scripts.sendingThenClosing("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf"));
        second = ScriptedBackend.start(Scripts.answering("other"));
        start("\"" + backend.hostPort() + "\", \"" + second.hostPort() + "\"");
        try (RawClient client = proxy.client()) {
            client.sendRequest("GET", "/x");
            assertThat(client.readToEnd()).asString().endsWith("half");
        }
        assertThat(proxy.line("/x").outcome()).isEqualTo("upstream-truncated");
        assertThat(second.connections()).isZero();
    }

    /** The endpoint closed an idle connection just when it was taken: nothing is wrong with the endpoint. */
    @Test
    void aStaleConnectionToTheOnlyEndpointCostsTheClientNothing() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        start(connection -> {
            connection.readRequest();
            connection.ok("first");
            if (connection.number() == 1) {
                connection.readHead(); // and ends when the next request has come
                connection.await(go);
            }
        });
        try (RawClient client = proxy.client()) {
            assertThat(client.get("/1").bodyText()).isEqualTo("first");
            go.countDown();
            assertThat(client.get("/2").bodyText()).isEqualTo("first");
        }
        assertThat(proxy.line("/2").tries()).isEqualTo("502, 200");
    }

    private void startTwo() throws Exception {
        backend = ScriptedBackend.start(Scripts.sendingThenClosing(""));
        second = ScriptedBackend.start(
                Scripts.answering(request -> request.method().equals("HEAD") ? "" : "second"));
        start("\"" + backend.hostPort() + "\", \"" + second.hostPort() + "\"");
    }
}
