package io.sluice.server.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DemoBackEndsTest {
    private final HttpClient client = HttpClient.newHttpClient();
    private DemoBackEnds backEnds;

    @BeforeEach
    void start() throws IOException {
        backEnds = DemoBackEnds.start(2);
    }

    @AfterEach
    void close() {
        backEnds.close();
    }

    @Test
    void thePageNamesTheBackEndThatServedIt() throws Exception {
        assertThat(get(1, "/").body()).contains("<title>").contains("came from back end 2");
    }

    @Test
    void otherPathsShowTheRequestAsItArrived() throws Exception {
        assertThat(get(0, "/hello?x=1").body())
                .startsWith("back end 1 (port " + port(0) + ") received:\n\nGET /hello?x=1 HTTP/1.1\r\n")
                .contains("X-Test: yes");
    }

    @Test
    void aMethodOtherThanGetAndHeadIsRefused() throws Exception {
        HttpRequest post = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port(0) + "/"))
                .POST(HttpRequest.BodyPublishers.ofString("text"))
                .build();
        assertThat(client.send(post, HttpResponse.BodyHandlers.ofString()).statusCode())
                .isEqualTo(405);
    }

    @Test
    void aWebSocketIsGreetedThenHearsItsOwnMessages() throws Exception {
        Heard heard = new Heard();
        WebSocket socket = client.newWebSocketBuilder()
                .buildAsync(URI.create("ws://127.0.0.1:" + port(1) + "/ws"), heard)
                .join();
        assertThat(heard.next()).isEqualTo("text:back end 2 (port " + port(1) + ") is listening");
        socket.sendText("one ", false).join();
        socket.sendPing(ByteBuffer.wrap("still there".getBytes(UTF_8))).join();
        socket.sendText("message", true).join();
        assertThat(heard.next()).isEqualTo("pong:still there");
        assertThat(heard.next()).isEqualTo("text:one message");
        String large = "x".repeat(70_000);
        socket.sendBinary(ByteBuffer.wrap(large.getBytes(UTF_8)), true).join();
        assertThat(heard.next()).isEqualTo("binary:" + large);
        socket.sendClose(4000, "enough").join();
        assertThat(heard.next()).isEqualTo("close:4000 enough");
    }

    @Test
    void aMessageAboveTheBoundIsRefusedBeforeItIsRead() throws Exception {
        byte[] head = ByteBuffer.allocate(14)
                .put((byte) 0x82)
                .put((byte) 0xff)
                .putLong(WebSocketEcho.MAX_MESSAGE + 1L)
                .putInt(0)
                .array();
        assertThat(closeCodeAfter(head)).isEqualTo(ViolationException.TOO_BIG);
    }

    @Test
    void aTextThatIsNotUtf8IsRefused() throws Exception {
        assertThat(closeCodeAfter(new byte[] {(byte) 0x81, (byte) 0x81, 0, 0, 0, 0, (byte) 0xff}))
                .isEqualTo(ViolationException.NOT_UTF_8);
    }

    @Test
    void aFrameWithoutMaskIsRefused() throws Exception {
        assertThat(closeCodeAfter(new byte[] {(byte) 0x81, 1, 'x'})).isEqualTo(ViolationException.PROTOCOL);
    }

    @Test
    void aContinuationWithoutABeginningIsRefused() throws Exception {
        assertThat(closeCodeAfter(new byte[] {(byte) 0x80, (byte) 0x80, 0, 0, 0, 0}))
                .isEqualTo(ViolationException.PROTOCOL);
    }

    /** What an echo sends in its close frame after it has greeted and read these bytes. */
    private static int closeCodeAfter(byte[] bytes) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new WebSocketEcho(new ByteArrayInputStream(bytes), out).run("");
        ByteBuffer sent = ByteBuffer.wrap(out.toByteArray());
        assertThat(sent.getShort()).as("the greeting").isEqualTo((short) 0x8100);
        assertThat(sent.get()).as("a close frame").isEqualTo((byte) 0x88);
        assertThat(sent.get()).as("its length").isEqualTo((byte) sent.remaining());
        return sent.getShort();
    }

    private int port(int index) {
        List<InetSocketAddress> addresses = backEnds.addresses();
        return addresses.get(index).getPort();
    }

    private HttpResponse<String> get(int index, String target) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port(index) + target))
                .header("X-Test", "yes")
                .build();
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }

    /** Collects what comes, whole messages only. */
    private static final class Heard implements WebSocket.Listener {
        private final BlockingQueue<String> events = new LinkedBlockingQueue<>();
        private final StringBuilder parts = new StringBuilder();

        String next() throws InterruptedException {
            return events.poll(20, TimeUnit.SECONDS);
        }

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            return part(socket, "text:", data, last);
        }

        @Override
        public CompletionStage<?> onBinary(WebSocket socket, ByteBuffer data, boolean last) {
            return part(socket, "binary:", UTF_8.decode(data), last);
        }

        @Override
        public CompletionStage<?> onPong(WebSocket socket, ByteBuffer data) {
            events.add("pong:" + UTF_8.decode(data));
            socket.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
            events.add("close:" + code + " " + reason);
            return null;
        }

        private CompletionStage<?> part(WebSocket socket, String kind, CharSequence data, boolean last) {
            parts.append(data);
            if (last) {
                events.add(kind + parts);
                parts.setLength(0);
            }
            socket.request(1);
            return null;
        }
    }
}
