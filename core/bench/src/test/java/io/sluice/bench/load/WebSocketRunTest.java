package io.sluice.bench.load;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.testkit.HttpMessage;
import io.sluice.testkit.ScriptedBackend;
import io.sluice.testkit.Scripts;
import io.sluice.testkit.WebSocketFrame;
import io.sluice.testkit.WebSocketPeer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Runs against back ends that follow a script. */
@Timeout(60)
class WebSocketRunTest {
    private final List<WebSocketFrame> seen = Collections.synchronizedList(new ArrayList<>());

    private static void assertNoErrors(Figures figures) {
        assertThat(figures.errors()).isEmpty();
        assertThat(figures.succeeded()).isTrue();
        assertThat(figures.lost()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"1, 1, 1, 64, 64", "3, 2, 4, 0, 300", "2, 2, 16, 1, 7", "1, 1, 2, 70000, 70000"})
    void messagesComeBackAndAreCounted(int connections, int threads, int inFlight, int least, int most)
            throws Exception {
        Sizes sizes = Sizes.between(least, most);
        try (ScriptedBackend backend = ScriptedBackend.start(Scripts.echo())) {
            Figures figures = Plans.ws(backend)
                    .connections(connections, threads)
                    .inFlight(inFlight)
                    .sizes(sizes)
                    .goSteadily();
            assertNoErrors(figures);
            assertThat(figures.messages()).isPositive();
            assertThat(figures.latency().getTotalCount()).isGreaterThanOrEqualTo(figures.messages());
            assertThat(figures.opened()).isEqualTo(connections);
            assertThat(figures.open()).isEqualTo(connections);
            assertThat(figures.seconds()).isEqualTo(0.2);
            assertThat(figures.unanswered()).isZero();
            if (sizes.toString().equals("64-64")) {
                assertThat(figures.bytesIn()).isEqualTo(64 * figures.messages());
            }
        }
    }

    @Test
    void theHandshakeSaysWhatItWasTold() throws Exception {
        try (ScriptedBackend backend = ScriptedBackend.start(
                connection -> Scripts.echo(connection.acceptWebSocket("Sec-WebSocket-Protocol: v2.chat")))) {
            Figures figures = Plans.ws(backend)
                    .subprotocols("v1.chat, v2.chat")
                    .fields("Origin: http://x", "user-agent: me")
                    .goSteadily();
            assertNoErrors(figures);
            HttpMessage request = backend.requests().get(0);
            assertThat(request.target()).isEqualTo("/chat");
            assertThat(request.header("Sec-WebSocket-Protocol")).isEqualTo("v1.chat, v2.chat");
            assertThat(request.header("Origin")).isEqualTo("http://x");
            assertThat(request.rawHead()).contains("user-agent: me").doesNotContain("sluice-bench");
        }
    }

    @Test
    void atTheEndEachConnectionIsClosedInOrder() throws Exception {
        CountDownLatch closed = new CountDownLatch(2);
        try (ScriptedBackend backend = ScriptedBackend.start(connection -> {
            WebSocketPeer peer = connection.acceptWebSocket();
            WebSocketFrame frame = peer.readMessage();
            while (frame.opcode() != WebSocketFrame.CLOSE) {
                peer.frame(frame);
                frame = peer.readMessage();
            }
            seen.add(frame);
            peer.frame(frame);
            closed.countDown();
        })) {
            assertNoErrors(Plans.ws(backend).goSteadily());
            assertThat(closed.await(10, TimeUnit.SECONDS)).isTrue();
            assertThat(seen).allSatisfy(frame -> assertThat(frame.payload()).containsExactly(0x03, 0xe8));
        }
    }

    @Test
    void answersInFragmentsWithPingsBetweenThemAreUnderstood() throws Exception {
        try (ScriptedBackend backend = ScriptedBackend.start(connection -> {
            WebSocketPeer peer = connection.acceptWebSocket();
            peer.ping("are you there");
            WebSocketFrame frame = peer.readFrame();
            while (frame.opcode() != WebSocketFrame.CLOSE) {
                if (frame.opcode() == WebSocketFrame.PONG) {
                    seen.add(frame);
                } else {
                    peer.fragmented(frame.opcode(), frame.payload(), 17);
                }
                frame = peer.readFrame();
            }
        })) {
            Figures figures = Plans.ws(backend).connections(1, 1).go();
            assertNoErrors(figures);
            assertThat(figures.pings()).isEqualTo(1);
            assertThat(seen).hasSize(1);
            assertThat(new String(seen.get(0).payload(), UTF_8)).isEqualTo("are you there");
        }
    }

    @Test
    void aGreetingIsSkippedAndAnyAnswerCounts() throws Exception {
        try (ScriptedBackend backend = ScriptedBackend.start(connection -> {
            WebSocketPeer peer = connection.acceptWebSocket();
            peer.text("welcome");
            WebSocketFrame frame = peer.readMessage();
            while (frame.opcode() != WebSocketFrame.CLOSE) {
                seen.add(frame);
                peer.text("to " + new String(frame.payload(), UTF_8));
                frame = peer.readMessage();
            }
        })) {
            Figures figures = Plans.ws(backend)
                    .connections(1, 1)
                    .traffic(Traffic.ANSWER)
                    .text("hello")
                    .skip(1)
                    .goSteadily();
            assertNoErrors(figures);
            assertThat(seen).allSatisfy(frame -> {
                assertThat(frame.opcode()).isEqualTo(WebSocketFrame.TEXT);
                assertThat(new String(frame.payload(), UTF_8)).isEqualTo("hello");
            });
            assertThat(figures.bytesIn()).isEqualTo(8 * figures.messages());
            assertThat(figures.sent()).isBetween(figures.messages() - 1, figures.messages() + 1);
        }
    }

    @Test
    void whoOnlySendsDoesNotWait() throws Exception {
        AtomicLong received = new AtomicLong();
        try (ScriptedBackend backend = ScriptedBackend.start(connection -> {
            WebSocketPeer peer = connection.acceptWebSocket();
            while (peer.readMessage().opcode() != WebSocketFrame.CLOSE) {
                received.incrementAndGet();
            }
        })) {
            Figures figures = Plans.ws(backend)
                    .traffic(Traffic.SEND)
                    .rate(500)
                    .millis(300)
                    .goSteadily();
            assertNoErrors(figures);
            assertThat(figures.messages()).isBetween(1L, 151L).isEqualTo(figures.sent());
            assertThat(figures.messages() + figures.unsent()).isBetween(148L, 151L);
            assertThat(figures.latency().getTotalCount()).isZero();
            assertThat(received.get()).isGreaterThanOrEqualTo(figures.messages());
        }
    }

    @Test
    void whoOnlyReceivesSendsOneTextAtFirst() throws Exception {
        try (ScriptedBackend backend = ScriptedBackend.start(connection -> {
            WebSocketPeer peer = connection.acceptWebSocket();
            seen.add(peer.readMessage());
            for (int i = 0; i < 5; i++) {
                peer.text("news");
            }
            seen.add(peer.readMessage());
        })) {
            Figures figures = Plans.ws(backend)
                    .connections(1, 1)
                    .traffic(Traffic.RECEIVE)
                    .text("subscribe")
                    .millis(500)
                    .goSteadily();
            assertNoErrors(figures);
            assertThat(figures.messages()).isEqualTo(5);
            assertThat(figures.bytesIn()).isEqualTo(20);
            assertThat(new String(seen.get(0).payload(), UTF_8)).isEqualTo("subscribe");
        }
    }

    @Test
    void handshakesAreOpenedAndClosedAgain() throws Exception {
        try (ScriptedBackend backend = ScriptedBackend.start(Scripts.echo())) {
            Figures figures = Plans.ws(backend)
                    .mode(Mode.HANDSHAKES)
                    .connections(4, 2)
                    .millis(400)
                    .goSteadily();
            assertNoErrors(figures);
            assertThat(figures.messages()).isPositive();
            assertThat(backend.requests()).hasSizeGreaterThanOrEqualTo((int) figures.messages());
            assertThat(figures.upgrade().getTotalCount()).isEqualTo(figures.messages());
        }
    }

    @Test
    void idleConnectionsAreHeldAndAnswerAPingAtTheEnd() throws Exception {
        try (ScriptedBackend backend = ScriptedBackend.start(connection -> {
            WebSocketPeer peer = connection.acceptWebSocket();
            if (connection.number() == 1) {
                peer.sendClose(1012, "restart");
            }
            WebSocketFrame frame = peer.readFrame();
            while (frame.opcode() != WebSocketFrame.CLOSE) {
                peer.frame(WebSocketFrame.of(WebSocketFrame.PONG, frame.payload()));
                frame = peer.readFrame();
            }
        })) {
            Figures figures = Plans.ws(backend)
                    .mode(Mode.IDLE)
                    .connections(5, 2)
                    .connectRate(500)
                    .go();
            assertThat(figures.opened()).isEqualTo(5);
            assertThat(figures.lost()).isEqualTo(1);
            assertThat(figures.open()).isEqualTo(4);
            assertThat(figures.alive()).isEqualTo(4);
            assertThat(figures.errors()).containsOnlyKeys("close-1012");
            assertThat(figures.errors().get("close-1012").example()).isEqualTo("Close 1012 restart");
            assertThat(backend.connections()).as("what is lost stays lost").isEqualTo(5);
        }
    }
}
