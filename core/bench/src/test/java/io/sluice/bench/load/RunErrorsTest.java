package io.sluice.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.testkit.ScriptedBackend;
import io.sluice.testkit.ScriptedBackend.Script;
import io.sluice.testkit.Scripts;
import io.sluice.testkit.WebSocketFrame;
import io.sluice.testkit.WebSocketPeer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What servers do wrong, and what it is counted as; a run ends whatever they do. */
@Timeout(60)
class RunErrorsTest {
    private static final String NO_KEY = String.join(
            "\r\n",
            "HTTP/1.1 101 Switching Protocols",
            "Upgrade: websocket",
            "Connection: Upgrade",
            "Sec-WebSocket-Accept: nonsense",
            "",
            "");

    /** What is named for servers that are right in doing so. */
    private static final Map<String, String> OPTIONS =
            Map.of("wrong-echo", "--any-answer", "unexpected-message", "--skip N");

    private static Script afterTheFirst(Step step) {
        return connection -> {
            WebSocketPeer peer = connection.acceptWebSocket();
            step.take(peer, peer.readFrame());
        };
    }

    private interface Step {
        void take(WebSocketPeer peer, WebSocketFrame message) throws Exception;
    }

    static Stream<Arguments> wrongs() {
        return Stream.of(
                Arguments.of("status-503", Scripts.sendingThenClosing("HTTP/1.1 503 No\r\nContent-Length: 0\r\n\r\n")),
                Arguments.of("bad-handshake", Scripts.sendingThenClosing(NO_KEY)),
                Arguments.of("protocol", Scripts.sendingThenClosing("SSH-2.0-OpenSSH\r\n")),
                Arguments.of("closed", Scripts.sendingThenClosing("HTTP/1.1 101 Switch")),
                Arguments.of("reset", Scripts.sendingThenResetting("")),
                Arguments.of("handshake-timeout", Scripts.silent()),
                Arguments.of("close-1011", afterTheFirst((peer, message) -> {
                    peer.sendClose(1011, "broken");
                    peer.readFrame();
                })),
                Arguments.of("close-1005", afterTheFirst((peer, message) -> {
                    peer.sendClose(0, "");
                    peer.readFrame();
                })),
                Arguments.of("closed", afterTheFirst((peer, message) -> {})),
                Arguments.of(
                        "reset", afterTheFirst((peer, message) -> peer.wire().reset())),
                Arguments.of(
                        "timeout", afterTheFirst((peer, message) -> peer.wire().readToEnd())),
                Arguments.of("wrong-echo", afterTheFirst((peer, message) -> {
                    byte[] other = message.payload();
                    other[other.length - 1] ^= 1;
                    peer.binary(other);
                    peer.wire().awaitEnd();
                })),
                Arguments.of("wrong-echo", afterTheFirst((peer, message) -> {
                    peer.binary(new byte[0]);
                    peer.wire().awaitEnd();
                })),
                Arguments.of("unexpected-message", afterTheFirst((peer, message) -> {
                    // In one piece: what comes after the next message was sent would be a wrong answer to that.
                    byte[] one = WebSocketFrame.of(WebSocketFrame.BINARY, message.payload())
                            .encode();
                    byte[] two = Arrays.copyOf(one, 2 * one.length);
                    System.arraycopy(one, 0, two, one.length, one.length);
                    peer.wire().send(two);
                    peer.wire().readToEnd();
                })),
                Arguments.of("protocol", afterTheFirst((peer, message) -> {
                    peer.frame(WebSocketFrame.of(WebSocketFrame.BINARY, message.payload())
                            .reserved(4));
                    peer.wire().awaitEnd();
                })));
    }

    @ParameterizedTest
    @MethodSource("wrongs")
    void whatAServerDoesWrongIsCountedByKind(String kind, Script script) throws Exception {
        try (ScriptedBackend backend = ScriptedBackend.start(script)) {
            Figures figures =
                    Plans.ws(backend).connections(1, 1).timeout(150).millis(400).goSteadily();
            assertThat(figures.errors()).containsKey(kind);
            assertThat(figures.errors().get(kind).count()).isPositive();
            assertThat(figures.errors().get(kind).example()).isNotEmpty().contains(OPTIONS.getOrDefault(kind, ""));
        }
    }

    @Test
    void aServerThatDoesNotEndTheConnectionAfterCloseIsNamed() throws Exception {
        try (ScriptedBackend backend = ScriptedBackend.start(connection -> {
            WebSocketPeer peer = connection.acceptWebSocket();
            peer.frame(WebSocketFrame.of(WebSocketFrame.CLOSE, peer.readFrame().payload()));
            peer.wire().awaitEnd();
        })) {
            Figures figures = Plans.ws(backend)
                    .mode(Mode.HANDSHAKES)
                    .connections(1, 1)
                    .timeout(150)
                    .millis(600)
                    .goSteadily();
            assertThat(figures.errors()).containsOnlyKeys("close-timeout");
            assertThat(figures.messages()).isPositive();
        }
    }

    @Test
    void whereNobodyListensTheRunEndsAtOnce() throws Exception {
        InetSocketAddress nobody;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            nobody = (InetSocketAddress) socket.getLocalSocketAddress();
        }
        long start = System.nanoTime();
        Figures figures = Plans.ws(nobody).connections(3, 2).millis(30_000).go();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
        assertThat(figures.errors()).containsOnlyKeys("refused");
        assertThat(figures.errors().get("refused").count()).isGreaterThanOrEqualTo(3);
        assertThat(figures.succeeded()).isFalse();
        assertThat(figures.interrupted()).isFalse();
        assertThat(figures.seconds()).isZero();
    }

    @Test
    void aLostConnectionIsOpenedAnewAndTheRunGoesOn() throws Exception {
        CountDownLatch wentOn = new CountDownLatch(1);
        try (ScriptedBackend backend = ScriptedBackend.start(connection -> {
            WebSocketPeer peer = connection.acceptWebSocket();
            peer.frame(peer.readMessage());
            if (connection.number() > 1) {
                peer.frame(peer.readMessage());
                wentOn.countDown();
                Scripts.echo(peer);
            }
        })) {
            Run run = new Run(Plans.ws(backend).connections(1, 1).millis(60_000).plan());
            Figures figures = run.go(sample -> {
                if (wentOn.getCount() == 0) {
                    run.stop();
                }
            });
            assertThat(figures.errors()).containsOnlyKeys("closed");
            assertThat(figures.lost()).isEqualTo(1);
            assertThat(figures.reopened()).isEqualTo(1);
            assertThat(figures.opened()).isEqualTo(2);
            assertThat(figures.open()).isEqualTo(1);
            assertThat(figures.messages()).isGreaterThan(1);
        }
    }

    @Test
    void aRunThatIsStoppedWhileItConnectsEnds() throws Exception {
        try (ScriptedBackend backend = ScriptedBackend.start(Scripts.echo())) {
            Run run = new Run(
                    Plans.ws(backend).connections(1_000, 2).connectRate(10).plan());
            Figures figures = run.go(sample -> run.stop());
            assertThat(figures.interrupted()).isTrue();
            assertThat(figures.opened()).isBetween(1L, 500L);
            assertThat(figures.errors()).isEmpty();
        }
    }

    @Test
    void aThreadThatFailsWhileItConnectsEndsTheRun() throws Exception {
        try (ScriptedBackend backend = ScriptedBackend.start(Scripts.echo())) {
            Security security = new Security(SSLContext.getDefault(), "no_name", "localhost", true, List.of(), false);
            Run run = new Run(
                    Plans.ws(backend).security(security).connections(4, 2).plan());
            assertThatThrownBy(() -> run.go(sample -> {}))
                    .hasMessage("a thread has failed")
                    .hasRootCauseInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void handshakesUnderWayAtTheEndAreUnanswered() throws Exception {
        try (ScriptedBackend backend = ScriptedBackend.start(Scripts.silent())) {
            Figures figures = Plans.ws(backend)
                    .mode(Mode.HANDSHAKES)
                    .connections(3, 1)
                    .rate(50)
                    .millis(300)
                    .goSteadily();
            assertThat(figures.unanswered()).isEqualTo(3);
            assertThat(figures.unsent()).isEqualTo(12); // of 15 that are due in the time
            assertThat(figures.latency().getTotalCount()).isEqualTo(figures.lowerBounds());
            assertThat(figures.lowerBounds()).isEqualTo(figures.unsent() + 3);
        }
    }

    @Test
    void idleConnectionsThatDoNotAnswerThePingAreErrors() throws Exception {
        try (ScriptedBackend backend = ScriptedBackend.start(
                connection -> connection.acceptWebSocket().wire().readToEnd())) {
            Figures figures = Plans.ws(backend)
                    .mode(Mode.IDLE)
                    .connections(3, 2)
                    .timeout(300)
                    .millis(100)
                    .goSteadily();
            assertThat(figures.open()).isEqualTo(3);
            assertThat(figures.alive()).isZero();
            assertThat(figures.errors()).containsOnlyKeys("timeout");
            assertThat(figures.errors().get("timeout").count()).isEqualTo(3);
        }
    }

    @Test
    void aRunThatIsStoppedTellsWhatItHasSoFar() throws Exception {
        try (ScriptedBackend backend = ScriptedBackend.start(Scripts.echo())) {
            Run run = new Run(Plans.ws(backend).millis(60_000).plan());
            AtomicReference<String> phase = new AtomicReference<>();
            Figures figures = run.go(sample -> {
                if (sample.open() == 2 && sample.rate() > 0 && sample.latency().getTotalCount() > 0) {
                    phase.set(sample.phase());
                    run.stop();
                }
            });
            assertThat(phase.get()).isEqualTo("measuring");
            assertThat(figures.interrupted()).isTrue();
            assertThat(figures.messages()).isPositive();
            assertThat(figures.seconds()).isBetween(0.9, 30.0);
            assertThat(figures.errors()).isEmpty();
        }
    }
}
