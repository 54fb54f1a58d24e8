package io.sluice.distribution;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.testkit.Eventually;
import io.sluice.testkit.Payload;
import io.sluice.testkit.Scripts;
import io.sluice.testkit.WebSocketClient;
import io.sluice.testkit.WebSocketFrame;
import io.sluice.testkit.WebSocketPeer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients as people use them, and many messages. */
class WebSocketClientsTest {
    private static final int MESSAGES = 10_000;
    private static Stage stage;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        stage = new Stage()
                .backend("echo", Scripts.echo())
                .backend("greet", connection -> {
                    WebSocketPeer peer = connection.acceptWebSocket();
                    peer.text("hello, curl");
                    peer.sendClose(1000, "");
                })
                .start(folder);
    }

    @AfterAll
    static void stop() throws Exception {
        stage.close();
    }

    @Test
    void tenThousandMessagesOfAllSizesArriveWholeAndInOrderBothWays() throws Exception {
        try (WebSocketPeer peer = WebSocketClient.open(stage.address(), "/echo")) {
            CompletableFuture<Void> sender = CompletableFuture.runAsync(() -> sendAll(peer));
            long bytes = 0;
            for (int n = 0; n < MESSAGES; n++) {
                byte[] got = peer.readMessage().payload();
                bytes += got.length;
                if (!Arrays.equals(got, message(n))) {
                    throw new AssertionError("message " + n + " of " + message(n).length + " bytes came back changed");
                }
            }
            sender.get(20, TimeUnit.SECONDS);
            System.out.println(MESSAGES + " messages, " + (bytes >> 20) + " MiB each way");
        }
    }

    private static void sendAll(WebSocketPeer peer) {
        try {
            for (int n = 0; n < MESSAGES; n++) {
                if (n % 10 == 9) {
                    peer.fragmented(WebSocketFrame.BINARY, message(n), 50_000);
                } else {
                    peer.binary(message(n));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] message(int n) {
        return Payload.of(n, Payload.size(n));
    }

    @Test
    void theClientOfTheJdkTalksThroughIt() throws Exception {
        Mailbox mailbox = new Mailbox();
        WebSocket socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(URI.create("ws://localhost:" + stage.address().getPort() + "/echo"), mailbox)
                .get(20, TimeUnit.SECONDS);
        for (int n = 0; n < 300; n++) {
            byte[] message = message(n);
            socket.sendBinary(ByteBuffer.wrap(message), true).get(20, TimeUnit.SECONDS);
            assertThat(mailbox.next()).as("message " + n).isEqualTo(message);
        }
        socket.sendClose(4000, "done").get(20, TimeUnit.SECONDS);
        assertThat(mailbox.next()).asString(UTF_8).isEqualTo("closed 4000");
    }

    /** Collects whole messages, and the code of the close. */
    private static final class Mailbox implements WebSocket.Listener {
        private final BlockingQueue<byte[]> messages = new LinkedBlockingQueue<>();
        private final ByteArrayOutputStream parts = new ByteArrayOutputStream();

        byte[] next() throws InterruptedException {
            return messages.poll(Eventually.DEADLINE.toMillis(), TimeUnit.MILLISECONDS);
        }

        @Override
        public CompletionStage<?> onBinary(WebSocket socket, ByteBuffer data, boolean last) {
            byte[] part = new byte[data.remaining()];
            data.get(part);
            parts.writeBytes(part);
            if (last) {
                messages.add(parts.toByteArray());
                parts.reset();
            }
            socket.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
            messages.add(("closed " + code).getBytes(UTF_8));
            return null;
        }
    }

    @Test
    void theNpmClientWsTalksThroughItAlsoCompressed(@TempDir Path folder) throws Exception {
        String modules = System.getenv().getOrDefault("SLUICE_NODE_MODULES", "");
        Assumptions.assumeTrue(
                Files.isDirectory(Path.of(modules, "ws")),
                "SLUICE_NODE_MODULES names no folder with the npm package ws: its client is not tried");
        Path scripts = Path.of("src/test/node").toAbsolutePath();
        Process server = new ProcessBuilder(
                        "node", scripts.resolve("echo-server.cjs").toString(), modules)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (var out = server.inputReader(UTF_8)) {
            String port = out.readLine();
            try (Stage compressed = new Stage()
                    .upstream("node", "servers = [\"127.0.0.1:" + port + "\"]", "")
                    .start(folder)) {
                String url = "ws://127.0.0.1:" + compressed.address().getPort() + "/node";
                Command.Result result = Command.run(
                        Path.of(""),
                        Map.of(),
                        List.of("node", scripts.resolve("client.cjs").toString(), modules, url));
                assertThat(result.code()).as(result.toString()).isZero();
                assertThat(result.stdout()).contains("permessage-deflate", "500 messages", "closed 4001 done");
            }
        } finally {
            server.destroy();
        }
    }

    @Test
    void curlTalksThroughIt() {
        Assumptions.assumeTrue(Files.isExecutable(Path.of("/usr/bin/curl")), "curl is not installed: it is not tried");
        String url = "http://localhost:" + stage.address().getPort();
        Command.Result plain = Command.run("curl", "-s", "--max-time", "20", url + "/echo/curl?a=b", "-d", "some=body");
        assertThat(plain.stdout())
                .startsWith("POST /echo/curl?a=b HTTP/1.1\r\n")
                .contains("Content-Length: 9");
        Command.Result upgrade = Command.run(
                "curl",
                "-s",
                "-i",
                "-N",
                "--max-time",
                "20",
                "-H",
                "Connection: Upgrade",
                "-H",
                "Upgrade: websocket",
                "-H",
                "Sec-WebSocket-Version: 13",
                "-H",
                "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
                url + "/greet");
        assertThat(upgrade.stdout())
                .startsWith("HTTP/1.1 101 ")
                .contains("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=")
                .contains("hello, curl");
    }
}
