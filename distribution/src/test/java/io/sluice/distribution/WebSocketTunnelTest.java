package io.sluice.distribution;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.testkit.BackendConnection;
import io.sluice.testkit.Eventually;
import io.sluice.testkit.HttpMessage;
import io.sluice.testkit.Payload;
import io.sluice.testkit.RawClient;
import io.sluice.testkit.Scripts;
import io.sluice.testkit.WebSocketClient;
import io.sluice.testkit.WebSocketFrame;
import io.sluice.testkit.WebSocketPeer;
import io.sluice.testkit.Wire;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What passes through an open tunnel, and how its end on one side reaches the other. */
class WebSocketTunnelTest {
    private static final BlockingQueue<Object> SEEN = new LinkedBlockingQueue<>();
    private static Stage stage;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        stage = new Stage()
                .backend("echo", Scripts.echo())
                .backend("greet", WebSocketTunnelTest::greet)
                .backend("watch", WebSocketTunnelTest::watch)
                .backend("after", WebSocketTunnelTest::answerAfterTheEnd)
                .backend("reset", connection -> {
                    connection.acceptWebSocket().readFrame();
                    connection.reset();
                })
                .backend("vanish", connection -> connection.acceptWebSocket().readFrame())
                .backend("close", connection -> {
                    WebSocketPeer peer = connection.acceptWebSocket();
                    peer.sendClose(1012, "restart");
                    SEEN.add(peer.readFrame());
                })
                .backend("idle", WebSocketTunnelTest::watch, "timeouts { read = 700ms }")
                .start(folder);
    }

    @AfterAll
    static void stop() throws Exception {
        stage.close();
    }

    @BeforeEach
    void forget() {
        SEEN.clear();
    }

    /** Sends two frames in one packet with the 101. */
    private static void greet(BackendConnection connection) throws Exception {
        HttpMessage request = connection.readHead();
        if (request != null) {
            WebSocketFrame first = WebSocketFrame.of(WebSocketFrame.TEXT, "first".getBytes(UTF_8));
            WebSocketFrame second = WebSocketFrame.of(WebSocketFrame.TEXT, "second".getBytes(UTF_8));
            Scripts.echo(connection.acceptWebSocket(request, joined(first.encode(), second.encode())));
        }
    }

    /** Shows each frame that comes, then how the connection ended. */
    private static void watch(BackendConnection connection) throws Exception {
        WebSocketPeer peer = connection.acceptWebSocket();
        while (connection.peek() >= 0) {
            SEEN.add(peer.readFrame());
        }
        SEEN.add(connection.end());
    }

    /** Answers when the client has ended its side. */
    private static void answerAfterTheEnd(BackendConnection connection) throws Exception {
        WebSocketPeer peer = connection.acceptWebSocket();
        SEEN.add(connection.awaitEnd());
        peer.text("after your end");
    }

    private static Object seen() throws InterruptedException {
        Object next = SEEN.poll(Eventually.DEADLINE.toMillis(), TimeUnit.MILLISECONDS);
        assertThat(next).as("what the back end sees").isNotNull();
        return next;
    }

    @Test
    void framesSentWithTheRequestReachTheBackEnd() throws Exception {
        byte[] early = WebSocketFrame.of(WebSocketFrame.TEXT, "early".getBytes(UTF_8))
                .masked((byte) 1, (byte) 2, (byte) 3, (byte) 4)
                .encode();
        try (RawClient client = stage.client();
                WebSocketPeer peer = WebSocketClient.open(client, "/echo", joined(early, early))) {
            peer.text("late");
            assertThat(peer.readMessage().text()).isEqualTo("early");
            assertThat(peer.readMessage().text()).isEqualTo("early");
            assertThat(peer.readMessage().text()).isEqualTo("late");
        }
    }

    @Test
    void aLargeEarlyMessageReachesTheBackEndWhole() throws Exception {
        byte[] message = Payload.of(1, 300_000);
        byte[] early = WebSocketFrame.of(WebSocketFrame.BINARY, message)
                .masked((byte) 1, (byte) 2, (byte) 3, (byte) 4)
                .encode();
        try (RawClient client = stage.client();
                WebSocketPeer peer = WebSocketClient.open(client, "/echo", early)) {
            assertThat(peer.readMessage().payload()).isEqualTo(message);
        }
    }

    @Test
    void framesInOnePacketWithThe101ReachTheClient() throws Exception {
        try (WebSocketPeer peer = WebSocketClient.open(stage.address(), "/greet")) {
            assertThat(peer.readMessage().text()).isEqualTo("first");
            assertThat(peer.readMessage().text()).isEqualTo("second");
            peer.text("third");
            assertThat(peer.readMessage().text()).isEqualTo("third");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 125, 126, 65_535, 65_536, 1 << 20, 5 << 20})
    void aMessageOfEachLengthFieldPassesWhole(int size) throws Exception {
        byte[] message = Payload.of(size, size);
        try (WebSocketPeer peer = WebSocketClient.open(stage.address(), "/echo")) {
            peer.binary(message);
            assertThat(peer.readMessage().payload()).isEqualTo(message);
            peer.fragmented(WebSocketFrame.BINARY, message, Math.max(1, size / 7));
            assertThat(peer.readMessage().payload()).isEqualTo(message);
        }
    }

    @Test
    void framesPassAsTheyAreWithoutBeingJoinedOrSplit() throws Exception {
        try (WebSocketPeer peer = WebSocketClient.open(stage.address(), "/watch")) {
            WebSocketFrame[] sent = {
                WebSocketFrame.of(WebSocketFrame.TEXT, "part".getBytes(UTF_8)).notFinal(),
                WebSocketFrame.of(WebSocketFrame.PING, "p".getBytes(UTF_8)),
                WebSocketFrame.of(WebSocketFrame.CONTINUATION, new byte[0]).notFinal(),
                WebSocketFrame.of(WebSocketFrame.CONTINUATION, "end".getBytes(UTF_8)),
                WebSocketFrame.of(WebSocketFrame.BINARY, new byte[0]),
                WebSocketFrame.of(WebSocketFrame.TEXT, "zipped".getBytes(UTF_8)).reserved(4),
                WebSocketFrame.of(WebSocketFrame.PONG, new byte[0])
            };
            for (WebSocketFrame frame : sent) {
                peer.frame(frame);
            }
            for (WebSocketFrame frame : sent) {
                assertThat(seen()).isEqualTo(frame);
            }
        }
    }

    @Test
    void aFrameThatComesByteByBytePasses() throws Exception {
        try (WebSocketPeer peer = WebSocketClient.open(stage.address(), "/watch")) {
            WebSocketFrame frame = WebSocketFrame.of(WebSocketFrame.TEXT, "slow".getBytes(UTF_8));
            peer.wire()
                    .sendSlowly(
                            frame.masked((byte) 9, (byte) 8, (byte) 7, (byte) 6).encode(), Duration.ofMillis(2));
            assertThat(seen()).isEqualTo(frame);
        }
    }

    @ParameterizedTest
    @CsvSource({"1000,bye", "1001,''", "4711,a reason of one's own", "0,''"})
    void theClientsCloseReachesTheBackEndWithCodeAndReason(int code, String reason) throws Exception {
        String target = "/echo/close-" + code;
        try (WebSocketPeer peer = WebSocketClient.open(stage.address(), target)) {
            peer.sendClose(code, reason);
            assertThat(peer.readFrame()).isEqualTo(WebSocketFrame.close(code, reason));
            assertThat(peer.wire().awaitEnd()).isEqualTo(Wire.End.FIN);
        }
        assertThat(stage.logged(target)).returns(101, Stage.LogLine::status).returns("ok", Stage.LogLine::outcome);
    }

    @Test
    void theBackEndsCloseReachesTheClientWithCodeAndReason() throws Exception {
        try (WebSocketPeer peer = WebSocketClient.open(stage.address(), "/close")) {
            assertThat(peer.readFrame()).isEqualTo(WebSocketFrame.close(1012, "restart"));
            peer.sendClose(1012, "");
            assertThat(seen()).isEqualTo(WebSocketFrame.close(1012, ""));
            assertThat(peer.wire().awaitEnd()).isEqualTo(Wire.End.FIN);
        }
    }

    @Test
    void theClientsHalfCloseReachesTheBackEndWhichMayStillSend() throws Exception {
        try (WebSocketPeer peer = WebSocketClient.open(stage.address(), "/after")) {
            peer.wire().shutdownOutput();
            assertThat(seen()).isEqualTo(Wire.End.FIN);
            assertThat(peer.readMessage().text()).isEqualTo("after your end");
            assertThat(peer.wire().awaitEnd()).isEqualTo(Wire.End.FIN);
        }
    }

    @Test
    void theClientsResetReachesTheBackEnd() throws Exception {
        try (WebSocketPeer peer = WebSocketClient.open(stage.address(), "/watch/reset")) {
            peer.text("hello");
            assertThat(seen()).isInstanceOf(WebSocketFrame.class);
            peer.wire().reset();
            assertThat(seen()).isEqualTo(Wire.End.RESET);
        }
        assertThat(stage.logged("/watch/reset").status()).isEqualTo(101);
    }

    @Test
    void theBackEndsResetReachesTheClient() throws Exception {
        try (WebSocketPeer peer = WebSocketClient.open(stage.address(), "/reset")) {
            peer.text("hello");
            assertThat(peer.wire().awaitEnd()).isEqualTo(Wire.End.RESET);
        }
    }

    @Test
    void aBackEndThatEndsWithoutACloseFrameEndsTheClientsSideInOrder() throws Exception {
        try (WebSocketPeer peer = WebSocketClient.open(stage.address(), "/vanish")) {
            peer.text("hello");
            assertThat(peer.wire().awaitEnd()).isEqualTo(Wire.End.FIN);
        }
    }

    @Test
    void aTunnelWithoutTrafficIsEndedAtTheReadTimeout() throws Exception {
        long before = stage.metric("sluice.failures.tunnel-idle");
        try (WebSocketPeer peer = WebSocketClient.open(stage.address(), "/idle/silent")) {
            peer.wire().readToEnd();
            Object last = seen();
            while (last instanceof WebSocketFrame) {
                last = seen();
            }
            assertThat(last).isInstanceOf(Wire.End.class);
        }
        assertThat(stage.logged("/idle/silent"))
                .returns(101, Stage.LogLine::status)
                .returns("tunnel-idle", Stage.LogLine::outcome);
        assertThat(stage.metric("sluice.failures.tunnel-idle")).isEqualTo(before + 1);
    }

    @Test
    void trafficOfOneSideKeepsATunnelOpen() throws Exception {
        try (WebSocketPeer peer = WebSocketClient.open(stage.address(), "/idle/busy")) {
            for (int i = 0; i < 12; i++) {
                peer.ping("still here");
                assertThat(seen()).isInstanceOf(WebSocketFrame.class);
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(150));
            }
            peer.text("after twice the timeout");
            assertThat(((WebSocketFrame) seen()).text()).isEqualTo("after twice the timeout");
        }
    }

    @Test
    void anOpenTunnelIsCountedUntilItEnds() throws Exception {
        long opened = stage.metric("sluice.tunnels.opened");
        try (WebSocketPeer peer = WebSocketClient.open(stage.address(), "/echo/counted")) {
            peer.text("hello");
            assertThat(peer.readMessage().text()).isEqualTo("hello");
            assertThat(stage.metric("sluice.tunnels.open")).isPositive();
            assertThat(stage.stub("Writing")).isPositive();
            assertThat(stage.metric("sluice.tunnels.opened")).isEqualTo(opened + 1);
            peer.sendClose(1000, "");
            peer.readFrame();
        }
        Eventually.until("no tunnel is open", () -> stage.metric("sluice.tunnels.open") == 0);
        assertThat(stage.metric("sluice.tunnels.closed")).isEqualTo(stage.metric("sluice.tunnels.opened"));
    }

    @Test
    void theLogCountsTheBytesOfATunnel() throws Exception {
        try (WebSocketPeer peer = WebSocketClient.open(stage.address(), "/echo/bytes")) {
            peer.binary(new byte[10_000]);
            assertThat(peer.readMessage().payload()).hasSize(10_000);
            peer.sendClose(1000, "");
            peer.readFrame();
        }
        // A frame of 10,000 bytes has a head of 4, a close with a code has 4 in all; the client's have a mask of 4
        // more.
        assertThat(stage.logged("/echo/bytes").bodyBytesSent()).isEqualTo(10_000 + 4 + 4);
    }

    @Test
    void manyTunnelsCarryTheirOwnMessages() throws Exception {
        CompletableFuture<?>[] all = new CompletableFuture<?>[50];
        for (int i = 0; i < all.length; i++) {
            String name = "tunnel " + i;
            all[i] = CompletableFuture.runAsync(() -> talk(name));
        }
        CompletableFuture.allOf(all).get(60, TimeUnit.SECONDS);
    }

    private static void talk(String name) {
        try (WebSocketPeer peer = WebSocketClient.open(stage.address(), "/echo")) {
            for (int i = 0; i < 50; i++) {
                peer.text(name + " message " + i);
                assertThat(peer.readMessage().text()).isEqualTo(name + " message " + i);
            }
        } catch (IOException e) {
            throw new AssertionError(name, e);
        }
    }

    private static byte[] joined(byte[] first, byte[] second) {
        byte[] out = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, out, first.length, second.length);
        return out;
    }
}
