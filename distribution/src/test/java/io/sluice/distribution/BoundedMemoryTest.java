package io.sluice.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.testkit.BackendConnection;
import io.sluice.testkit.Eventually;
import io.sluice.testkit.HttpMessage;
import io.sluice.testkit.Payload;
import io.sluice.testkit.RawClient;
import io.sluice.testkit.ScriptedBackend;
import io.sluice.testkit.Scripts;
import io.sluice.testkit.WebSocketClient;
import io.sluice.testkit.WebSocketFrame;
import io.sluice.testkit.WebSocketPeer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.CRC32;
import java.util.zip.CheckedOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * A fast sender and a slow reader: what the server holds for them stays bounded, in the Java heap (64 MiB here), in direct
 * buffers (32 MiB) and as the kernel sees it (VmRSS).
 */
@Isolated("measures memory and who is held up")
class BoundedMemoryTest {
    private static final int BLOCK = 1 << 16;
    private static final long BODY = 100L << 20;
    private static final long QUIET_NANOS = TimeUnit.MILLISECONDS.toNanos(300);
    /** What may wait on its way through a stalled tunnel: the kernel's buffers of four sockets, and the server's own. */
    private static final long MOST_IN_FLIGHT = 64L << 20;
    /** What a server's memory may grow by while it streams: code compiled and buffers of its workers, not the stream. */
    private static final long MOST_GROWTH = 48L << 20;

    private static final AtomicLong PUMPED = new AtomicLong();
    private static volatile CountDownLatch go = new CountDownLatch(1);
    private static Stage stage;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        stage = new Stage()
                .options("-Xmx64m -XX:MaxDirectMemorySize=32m")
                .backend("warm", Scripts.echo())
                .backend("reader", ScriptedBackend.startNarrow(BLOCK, BoundedMemoryTest::readSlowly), "")
                .backend("sender", BoundedMemoryTest::sendFast)
                .backend("hints", BoundedMemoryTest::hints)
                .backend("download", BoundedMemoryTest::download)
                .backend("upload", ScriptedBackend.startNarrow(BLOCK, BoundedMemoryTest::upload), "max-body = 200M")
                .start(folder);
        warmUp();
    }

    @AfterAll
    static void stop() throws Exception {
        stage.close();
    }

    /** Lets the server load and compile what a tunnel takes, so that growth afterwards is what a tunnel holds. */
    private static void warmUp() throws IOException {
        try (WebSocketPeer peer = WebSocketClient.open(stage.address(), "/warm")) {
            for (int i = 0; i < 2000; i++) {
                peer.binary(new byte[i]);
                peer.readFrame();
            }
        }
    }

    private static void readSlowly(BackendConnection connection) throws Exception {
        WebSocketPeer peer = connection.acceptWebSocket();
        connection.await(go);
        CRC32 sum = new CRC32();
        for (WebSocketFrame next = peer.readFrame(); next.opcode() != WebSocketFrame.CLOSE; next = peer.readFrame()) {
            sum.update(next.payload());
        }
        peer.text(Long.toHexString(sum.getValue()));
    }

    private static void sendFast(BackendConnection connection) throws Exception {
        WebSocketPeer peer = connection.acceptWebSocket();
        for (long sent = 0; sent < BODY; sent += BLOCK) {
            peer.binary(Payload.of(sent, BLOCK));
            PUMPED.addAndGet(BLOCK);
        }
        peer.sendClose(1000, "");
        connection.readToEnd();
    }

    /** Interim answers without end: they are no body, and yet must not pile up. */
    private static void hints(BackendConnection connection) throws Exception {
        if (connection.readHead() == null) {
            return;
        }
        String hint = "HTTP/1.1 103 Early Hints\r\nLink: <" + "y".repeat(4000) + ">\r\n\r\n";
        for (long sent = 0; sent < BODY; sent += hint.length()) {
            connection.send(hint);
            PUMPED.addAndGet(hint.length());
        }
        connection.ok("at last");
    }

    private static void download(BackendConnection connection) throws Exception {
        if (connection.readHead() == null) {
            return;
        }
        connection.send("HTTP/1.1 200 OK\r\nContent-Length: " + BODY + "\r\n\r\n");
        for (long sent = 0; sent < BODY; sent += BLOCK) {
            connection.send(Payload.of(sent, BLOCK));
            PUMPED.addAndGet(BLOCK);
        }
        connection.readToEnd();
    }

    private static void upload(BackendConnection connection) throws Exception {
        HttpMessage head = connection.readHead();
        if (head == null) {
            return;
        }
        connection.await(go);
        CRC32 sum = new CRC32();
        connection.copyExactly(BODY, new CheckedOutputStream(OutputStream.nullOutputStream(), sum));
        connection.ok(Long.toHexString(sum.getValue()));
    }

    private static long expectedSum() {
        CRC32 sum = new CRC32();
        for (long sent = 0; sent < BODY; sent += BLOCK) {
            sum.update(Payload.of(sent, BLOCK));
        }
        return sum.getValue();
    }

    /** Waits until the sender has not got on for a while: it is held up. */
    private static void awaitHeldUp() {
        long[] last = {-1, System.nanoTime()};
        Eventually.until("the sender is held up", () -> {
            long now = PUMPED.get();
            if (now != last[0]) {
                last[0] = now;
                last[1] = System.nanoTime();
            }
            return now > 0 && System.nanoTime() - last[1] > QUIET_NANOS;
        });
    }

    private static void begin() {
        PUMPED.set(0);
        go = new CountDownLatch(1);
    }

    /** The server's memory as the kernel sees it, in bytes. */
    private static long rss() throws IOException {
        Path status = Path.of("/proc/" + stage.sluice().process().pid() + "/status");
        String line = Files.readAllLines(status).stream()
                .filter(text -> text.startsWith("VmRSS:"))
                .findFirst()
                .orElseThrow();
        return Long.parseLong(line.replaceAll("[^0-9]", "")) << 10;
    }

    private static void assertBounded(String what, long rssBefore) throws IOException {
        long growth = rss() - rssBefore;
        System.out.printf(
                "%s: %d MiB in flight, VmRSS %d MiB, grown by %d MiB%n",
                what, PUMPED.get() >> 20, rss() >> 20, growth >> 20);
        assertThat(PUMPED.get()).as("bytes the sender was rid of").isLessThan(MOST_IN_FLIGHT);
        assertThat(growth).as("growth of VmRSS").isLessThan(MOST_GROWTH);
    }

    private static CompletableFuture<Void> inBackground(IoAction action) {
        return CompletableFuture.runAsync(() -> {
            try {
                action.run();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    @FunctionalInterface
    private interface IoAction {
        void run() throws IOException;
    }

    @Test
    void aClientThatSendsFasterThanItsBackEndReads() throws Exception {
        begin();
        long before = rss();
        try (WebSocketPeer peer = WebSocketClient.open(stage.address(), "/reader")) {
            CompletableFuture<Void> sender = inBackground(() -> {
                for (long sent = 0; sent < BODY; sent += BLOCK) {
                    peer.binary(Payload.of(sent, BLOCK));
                    PUMPED.addAndGet(BLOCK);
                }
                peer.sendClose(1000, "");
            });
            awaitHeldUp();
            assertBounded("client to back end", before);
            go.countDown();
            assertThat(peer.readMessage().text()).isEqualTo(Long.toHexString(expectedSum()));
            sender.get(20, TimeUnit.SECONDS);
        }
    }

    @Test
    void aBackEndThatSendsFasterThanItsClientReads() throws Exception {
        begin();
        long before = rss();
        RawClient narrow = RawClient.connectNarrow(stage.address(), BLOCK);
        try (WebSocketPeer peer = WebSocketClient.open(narrow, "/sender", new byte[0])) {
            awaitHeldUp();
            assertBounded("back end to client", before);
            CRC32 sum = new CRC32();
            for (WebSocketFrame next = peer.readFrame();
                    next.opcode() == WebSocketFrame.BINARY;
                    next = peer.readFrame()) {
                sum.update(next.payload());
            }
            assertThat(sum.getValue()).isEqualTo(expectedSum());
        }
    }

    @Test
    void aHundredMebibytesDownloadedBySlowReader() throws Exception {
        begin();
        long before = rss();
        try (RawClient client = RawClient.connectNarrow(stage.address(), BLOCK)) {
            client.sendRequest("GET", "/download");
            HttpMessage head = client.readHead();
            awaitHeldUp();
            assertBounded("download", before);
            CRC32 sum = new CRC32();
            client.copyBody(head, new CheckedOutputStream(OutputStream.nullOutputStream(), sum));
            assertThat(sum.getValue()).isEqualTo(expectedSum());
        }
    }

    @Test
    void interimAnswersForAClientThatDoesNotRead() throws Exception {
        begin();
        long before = rss();
        try (RawClient client = RawClient.connectNarrow(stage.address(), BLOCK)) {
            client.sendRequest("GET", "/hints");
            awaitHeldUp();
            assertBounded("interim answers", before);
        }
    }

    @Test
    void aHundredMebibytesUploadedToASlowBackEnd() throws Exception {
        begin();
        long before = rss();
        try (RawClient client = stage.client()) {
            client.sendHead("POST /upload HTTP/1.1", "Host: localhost", "Content-Length: " + BODY);
            CompletableFuture<Void> sender = inBackground(() -> {
                for (long sent = 0; sent < BODY; sent += BLOCK) {
                    client.send(Payload.of(sent, BLOCK));
                    PUMPED.addAndGet(BLOCK);
                }
            });
            awaitHeldUp();
            assertBounded("upload", before);
            go.countDown();
            assertThat(client.readResponse("POST").bodyText()).isEqualTo(Long.toHexString(expectedSum()));
            sender.get(20, TimeUnit.SECONDS);
        }
    }

    @Test
    void aHundredStalledTunnelsAtOnce() throws Exception {
        begin();
        long before = rss();
        List<WebSocketPeer> peers = new ArrayList<>();
        try {
            for (int i = 0; i < 100; i++) {
                RawClient narrow = RawClient.connectNarrow(stage.address(), 1 << 12);
                peers.add(WebSocketClient.open(narrow, "/sender", new byte[0]));
            }
            awaitHeldUp();
            long growth = rss() - before;
            System.out.printf("100 stalled tunnels: VmRSS grown by %d MiB%n", growth >> 20);
            assertThat(growth).as("growth of VmRSS").isLessThan(MOST_GROWTH);
            try (WebSocketPeer peer = WebSocketClient.open(stage.address(), "/warm")) {
                peer.text("still served");
                assertThat(peer.readMessage().text()).isEqualTo("still served");
            }
        } finally {
            peers.forEach(WebSocketPeer::close);
        }
    }
}
