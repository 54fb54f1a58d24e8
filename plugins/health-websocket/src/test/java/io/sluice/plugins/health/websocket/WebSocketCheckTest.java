package io.sluice.plugins.health.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.api.Settings;
import io.sluice.api.SettingsException;
import io.sluice.api.health.HealthCheck;
import io.sluice.testkit.BackendConnection;
import io.sluice.testkit.HttpMessage;
import io.sluice.testkit.ScriptedBackend;
import io.sluice.testkit.ScriptedBackend.Script;
import io.sluice.testkit.Scripts;
import io.sluice.testkit.TestProbe;
import io.sluice.testkit.TestSettings;
import io.sluice.testkit.WebSocketClient;
import io.sluice.testkit.WebSocketFrame;
import io.sluice.testkit.WebSocketPeer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WebSocketCheckTest {
    private static final Duration SHORT = Duration.ofMillis(300);

    private static HealthCheck check(String settings) {
        Settings block = TestSettings.of(settings);
        HealthCheck made = new WebSocketCheckFactory().create(block);
        assertThat(TestSettings.complaints(block)).isEmpty();
        return made;
    }

    private static String probed(String settings, Script script) throws IOException {
        try (ScriptedBackend backend = ScriptedBackend.start(script)) {
            return TestProbe.of(backend.address()).run(check(settings));
        }
    }

    private static String probedShortly(Script script) throws IOException {
        try (ScriptedBackend backend = ScriptedBackend.start(script)) {
            return TestProbe.of(backend.address()).timeout(SHORT).run(check(""));
        }
    }

    private static WebSocketFrame pong(byte[] payload) {
        return WebSocketFrame.of(WebSocketFrame.PONG, payload);
    }

    /** Takes the handshake, waits for the ping and goes on from there. */
    private interface AfterPing {
        void serve(WebSocketPeer peer, WebSocketFrame ping, BackendConnection connection) throws Exception;
    }

    private static Script pinged(AfterPing then) {
        return connection -> {
            WebSocketPeer peer = connection.acceptWebSocket();
            WebSocketFrame ping = peer.readFrame();
            assertThat(ping.opcode()).isEqualTo(WebSocketFrame.PING);
            then.serve(peer, ping, connection);
            connection.readToEnd();
        };
    }

    // ---- who is well

    @Test
    void aHandshakeAPingAndItsPongThenACloseInOrder() throws Exception {
        CompletableFuture<WebSocketFrame> last = new CompletableFuture<>();
        try (ScriptedBackend backend = ScriptedBackend.start(pinged((peer, ping, connection) -> {
            assertThat(ping.payload()).hasSize(8);
            peer.frame(pong(ping.payload()));
            last.complete(peer.readFrame());
        }))) {
            assertThat(
                            TestProbe.of(backend.address())
                                    .run(
                                            check(
                                                    "path = \"/ws\", host = chat.example, headers { Origin = \"https://chat.example\" }")))
                    .isEqualTo(TestProbe.PASSED);
            HttpMessage asked = backend.nextRequest();
            assertThat(asked.rawHead())
                    .startsWith("GET /ws HTTP/1.1\r\nHost: chat.example\r\n")
                    .contains("\r\nOrigin: https://chat.example\r\n", "\r\nSec-WebSocket-Version: 13\r\n")
                    .doesNotContain("Sec-WebSocket-Protocol", "Sec-WebSocket-Extensions");
            assertThat(last.get(20, TimeUnit.SECONDS))
                    .returns(WebSocketFrame.CLOSE, WebSocketFrame::opcode)
                    .returns(1000, WebSocketFrame::closeCode);
        }
    }

    @Test
    void noTwoProbesAreAlike() throws Exception {
        try (ScriptedBackend backend = ScriptedBackend.start(Scripts.echo())) {
            HealthCheck check = check("ping = off");
            assertThat(TestProbe.of(backend.address()).run(check)).isEqualTo(TestProbe.PASSED);
            assertThat(TestProbe.of(backend.address()).run(check)).isEqualTo(TestProbe.PASSED);
            assertThat(backend.nextRequest().header("Sec-WebSocket-Key"))
                    .isNotEqualTo(backend.nextRequest().header("Sec-WebSocket-Key"));
        }
    }

    @Test
    void whatTheEndpointSaysOfItsOwnAccordIsPassedOver() throws IOException {
        assertThat(probed("", connection -> {
                    HttpMessage request = connection.readHead();
                    byte[] hello = WebSocketFrame.of(WebSocketFrame.TEXT, "hello".getBytes(StandardCharsets.UTF_8))
                            .notFinal()
                            .encode();
                    WebSocketPeer peer = connection.acceptWebSocket(request, hello);
                    WebSocketFrame ping = peer.readFrame();
                    peer.ping("are you there");
                    WebSocketFrame answer = peer.readFrame();
                    assertThat(answer.opcode()).isEqualTo(WebSocketFrame.PONG);
                    assertThat(answer.text()).isEqualTo("are you there");
                    peer.frame(WebSocketFrame.of(WebSocketFrame.CONTINUATION, new byte[200_000]));
                    peer.frame(pong(new byte[] {1}));
                    peer.frame(WebSocketFrame.of(WebSocketFrame.BINARY, new byte[300]));
                    connection.sendSlowly(pong(ping.payload()).encode(), Duration.ofMillis(5));
                    connection.readToEnd();
                }))
                .isEqualTo(TestProbe.PASSED);
    }

    @Test
    void withoutPingTheHandshakeIsEnough() throws IOException {
        assertThat(probed("ping = off", connection -> {
                    connection.acceptWebSocket();
                    connection.readToEnd();
                }))
                .isEqualTo(TestProbe.PASSED);
    }

    // ---- the handshake

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            -             | -                              | passed
            -             | Sec-WebSocket-Protocol: chat   | the answer to the handshake has Sec-WebSocket-Protocol: chat (expected: none: none was offered)
            [chat, mqtt]  | Sec-WebSocket-Protocol: mqtt   | passed
            [chat, mqtt]  | Sec-WebSocket-Protocol: soap   | the answer to the handshake has Sec-WebSocket-Protocol: soap (expected: one of chat, mqtt)
            [chat, mqtt]  | -                              | the answer to the handshake has no Sec-WebSocket-Protocol (expected: one of chat, mqtt)
            -             | Sec-WebSocket-Extensions: x    | the answer to the handshake has Sec-WebSocket-Extensions: x (expected: none: none was offered)
            """)
    void onlyWhatWasOfferedMayBeChosen(String protocols, String line, String expected) throws IOException {
        assertThat(probed(protocols == null ? "" : "protocols = " + protocols, connection -> {
                    WebSocketPeer peer = line == null ? connection.acceptWebSocket() : connection.acceptWebSocket(line);
                    peer.frame(pong(peer.readFrame().payload()));
                    connection.readToEnd();
                }))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            HTTP/1.1 200 OK\\r\\n                                       | the handshake is answered with 200 (expected: 101)
            HTTP/1.1 426 Upgrade Required\\r\\n                         | the handshake is answered with 426 (expected: 101)
            HTTP/1.1 101 x\\r\\nConnection: Upgrade\\r\\n{accept}       | the answer to the handshake has no Upgrade (expected: websocket)
            HTTP/1.1 101 x\\r\\nUpgrade: h2c\\r\\n{accept}              | the answer to the handshake has Upgrade: h2c (expected: websocket)
            HTTP/1.1 101 x\\r\\nUpgrade: websocket\\r\\n{accept}        | the answer to the handshake has no Connection (expected: Upgrade)
            HTTP/1.1 101 x\\r\\nUpgrade: WebSocket\\r\\nConnection: keep-alive, upgrade\\r\\n | the answer to the handshake has no Sec-WebSocket-Accept
            SSH-2.0-OpenSSH\\r\\n                                       | the answer is not HTTP/1.x: it begins with "S"
            """)
    void anAnswerThatOpensNoWebSocketIsAFailure(String answer, String reason) throws IOException {
        assertThat(probed("", connection -> {
                    HttpMessage request = connection.readHead();
                    String accept = "Sec-WebSocket-Accept: "
                            + WebSocketClient.accept(request.header("Sec-WebSocket-Key")) + "\r\n";
                    connection.send(
                            answer.replace("\\r", "\r").replace("\\n", "\n").replace("{accept}", accept) + "\r\n");
                    connection.readToEnd();
                }))
                .startsWith(reason);
    }

    @Test
    void aWrongAcceptKeyIsAFailure() throws IOException {
        String other = WebSocketClient.accept("dGhlIHNhbXBsZSBub25jZQ==");
        assertThat(probed("", connection -> {
                    HttpMessage request = connection.readHead();
                    connection.answer(
                            "",
                            "HTTP/1.1 101 Switching Protocols",
                            "Upgrade: websocket",
                            "Connection: Upgrade",
                            "Sec-WebSocket-Accept: " + other);
                    assertThat(WebSocketClient.accept(request.header("Sec-WebSocket-Key")))
                            .isNotEqualTo(other);
                    connection.readToEnd();
                }))
                .startsWith("the answer to the handshake has Sec-WebSocket-Accept: " + other + " (expected: ");
    }

    @Test
    void whoTakesTheConnectionAndNeverAnswersHasFailed() throws IOException {
        assertThat(probedShortly(connection -> connection.readToEnd()))
                .isEqualTo("timed out while waiting for the answer to the handshake");
    }

    @Test
    void aHeadThatNeverEndsIsAFailure() throws IOException {
        assertThat(probed("", Scripts.sendingThenClosing("HTTP/1.1 101 x\r\n" + "X: y\r\n".repeat(100_000))))
                .isEqualTo("the head of the answer is larger than 16384 bytes");
    }

    // ---- the pong

    @Test
    void noPongIsAFailure() throws IOException {
        assertThat(probedShortly(pinged((peer, ping, connection) -> {})))
                .isEqualTo("timed out while waiting for the pong");
    }

    @Test
    void aPongWithAnotherPayloadIsNone() throws IOException {
        assertThat(probedShortly(pinged((peer, ping, connection) -> {
                    peer.frame(pong(new byte[8]));
                    peer.frame(pong(new byte[0]));
                })))
                .isEqualTo("timed out while waiting for the pong: those that came have another payload");
    }

    @Test
    void aCloseInPlaceOfThePongIsAFailure() throws IOException {
        assertThat(probed("", pinged((peer, ping, connection) -> peer.sendClose(1013, "try again later"))))
                .isEqualTo("it closed the WebSocket in place of the pong: 1013 try again later");
        assertThat(probed("", pinged((peer, ping, connection) -> peer.sendClose(0, ""))))
                .isEqualTo("it closed the WebSocket in place of the pong: without a code");
    }

    @Test
    void whoHangsUpHasFailed() throws IOException {
        assertThat(probed("", connection -> connection.acceptWebSocket().readFrame()))
                .isEqualTo("the connection was closed while waiting for the pong");
    }

    @Test
    void whoNeverComesToThePongHasFailed() throws IOException {
        assertThat(probed("", pinged((peer, ping, connection) -> {
                    byte[] piece = new byte[60_000];
                    for (int i = 0; i < 100; i++) {
                        peer.frame(WebSocketFrame.of(WebSocketFrame.BINARY, piece));
                    }
                })))
                .isEqualTo("more than 1048576 bytes came in place of the pong");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            c9 00                         | a frame begins with 0xc9: no such frame was agreed on
            83 00                         | a frame begins with 0x83: no such frame was agreed on
            8b 00                         | a frame begins with 0x8b: no such frame was agreed on
            8a 88                         | a frame is masked, which a server's never is
            0a 00                         | a control frame is cut into parts or longer than 125 bytes
            8a 7e 00 80                   | a control frame is cut into parts or longer than 125 bytes
            82 7f ff ff ff ff ff ff ff ff | a frame says that it is longer than 2^63 bytes
            """)
    void framesThatAServerMustNotSendAreFailures(String hex, String reason) throws IOException {
        assertThat(probed("", pinged((peer, ping, connection) -> connection.send(bytes(hex)))))
                .isEqualTo(reason);
    }

    @Test
    void aLengthIsOnlyBelievedAsItsBytesCome() throws IOException {
        assertThat(probedShortly(
                        pinged((peer, ping, connection) -> connection.send(bytes("82 7f 7f ff ff ff ff ff ff ff 00")))))
                .isEqualTo("timed out while waiting for the pong");
    }

    private static byte[] bytes(String hex) {
        String[] words = hex.split(" ", -1);
        byte[] out = new byte[words.length];
        for (int i = 0; i < words.length; i++) {
            out[i] = (byte) Integer.parseInt(words[i], 16);
        }
        return out;
    }

    // ---- settings

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            protocols = ["a b"]                           | protocols[0]: found "a b"
            headers { sec-websocket-protocol = chat }     | subprotocols are the setting
            headers { Sec-WebSocket-Key = chat }          | belongs to the connection
            ping = sometimes                              | ping: found "sometimes" (expected: on or off)
            path = ws                                     | path: found "ws"
            """)
    void settingsThatCannotBeUsedAreRefused(String settings, String refusal) {
        assertThatThrownBy(() -> check(settings))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining(refusal);
    }
}
