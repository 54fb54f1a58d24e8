package io.sluice.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebSocketTest {
    @Test
    void theAcceptOfRfc6455sExample() {
        assertThat(WebSocketClient.accept("dGhlIHNhbXBsZSBub25jZQ==")).isEqualTo("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 125, 126, 127, 65_535, 65_536, 1 << 20, 3_000_000})
    void aMessageOfEachLengthFieldComesBackWhole(int size) throws Exception {
        byte[] message = Payload.of(size, size);
        try (ScriptedBackend backend = ScriptedBackend.start(Scripts.echo());
                WebSocketPeer peer = WebSocketClient.open(backend.address(), "/")) {
            peer.binary(message);
            assertThat(peer.readFrame().payload()).isEqualTo(message);
            peer.fragmented(WebSocketFrame.BINARY, message, Math.max(1, size / 3));
            assertThat(peer.readFrame().payload()).isEqualTo(message);
        }
    }

    @Test
    void aFrameOfRfc6455sExampleHasItsBytes() {
        byte[] hello = "Hello".getBytes(StandardCharsets.UTF_8);
        WebSocketFrame frame = WebSocketFrame.of(WebSocketFrame.TEXT, hello);
        assertThat(frame.encode()).isEqualTo(bytes(0x81, 0x05, 'H', 'e', 'l', 'l', 'o'));
        assertThat(frame.masked((byte) 0x37, (byte) 0xfa, (byte) 0x21, (byte) 0x3d)
                        .encode())
                .isEqualTo(bytes(0x81, 0x85, 0x37, 0xfa, 0x21, 0x3d, 0x7f, 0x9f, 0x4d, 0x51, 0x58));
        assertThat(frame.payload()).isEqualTo(hello);
    }

    @Test
    void aLengthFieldMayBeWrongOnPurpose() {
        assertThat(WebSocketFrame.of(WebSocketFrame.TEXT, new byte[1]).encode(2, 1))
                .isEqualTo(bytes(0x81, 126, 0, 1, 0));
        assertThat(WebSocketFrame.of(3, new byte[0]).reserved(7).notFinal().encode(8, -1))
                .startsWith(0x73, 127)
                .hasSize(10);
    }

    @Test
    void closeCodesAndReasonsCross() throws Exception {
        try (ScriptedBackend backend = ScriptedBackend.start(Scripts.echo());
                WebSocketPeer peer = WebSocketClient.open(backend.address(), "/")) {
            peer.ping("are you there");
            assertThat(peer.readFrame())
                    .isEqualTo(
                            WebSocketFrame.of(WebSocketFrame.PONG, "are you there".getBytes(StandardCharsets.UTF_8)));
            peer.sendClose(4001, "gone");
            WebSocketFrame close = peer.readFrame();
            assertThat(close.closeCode()).isEqualTo(4001);
            assertThat(close.closeReason()).isEqualTo("gone");
            assertThat(peer.wire().awaitEnd()).isEqualTo(Wire.End.FIN);
        }
    }

    @Test
    void aRefusedHandshakeFailsTheTestAndCanBeLookedAt() throws Exception {
        String refusal = "HTTP/1.1 401 Unauthorized\r\nContent-Length: 2\r\n\r\nno";
        try (ScriptedBackend backend = ScriptedBackend.start(Scripts.answeringExactly(refusal))) {
            assertThatThrownBy(() -> WebSocketClient.open(backend.address(), "/"))
                    .hasMessageContaining("401");
            try (RawClient client = RawClient.connect(backend.address())) {
                assertThat(WebSocketClient.attempt(client, "/").bodyText()).isEqualTo("no");
            }
        }
    }

    @Test
    void headerLinesReplaceThoseOfTheHandshake() {
        assertThat(WebSocketClient.request("/", "k", "sec-websocket-version: 12", "Upgrade:"))
                .contains("sec-websocket-version: 12")
                .doesNotContain("Upgrade: websocket", "Version: 13");
    }

    @Test
    void theJdksClientAcceptsTheBackEnd() throws Exception {
        CompletableFuture<String> received = new CompletableFuture<>();
        try (ScriptedBackend backend = ScriptedBackend.start(Scripts.echo())) {
            WebSocket socket = HttpClient.newHttpClient()
                    .newWebSocketBuilder()
                    .buildAsync(URI.create("ws://" + backend.hostPort() + "/"), new WebSocket.Listener() {
                        @Override
                        public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
                            received.complete(data.toString());
                            return null;
                        }
                    })
                    .get(20, TimeUnit.SECONDS);
            socket.sendText("hello", true).get(20, TimeUnit.SECONDS);
            assertThat(received.get(20, TimeUnit.SECONDS)).isEqualTo("hello");
        }
    }

    private static byte[] bytes(int... values) {
        byte[] out = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            out[i] = (byte) values[i];
        }
        return out;
    }
}
