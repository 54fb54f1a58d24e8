package io.sluice.server.relay;

import static io.sluice.server.transport.Loopback.on;
import static io.sluice.server.transport.Loopback.run;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.server.config.PingConfig;
import io.sluice.server.config.PingConfig.To;
import io.sluice.server.error.ErrorKind;
import io.sluice.server.error.ProxyException;
import io.sluice.server.observe.EndpointTraffic;
import io.sluice.server.observe.Metrics;
import io.sluice.server.transport.Connection;
import io.sluice.testkit.Eventually;
import io.sluice.testkit.WebSocketFrame;
import io.sluice.testkit.Wire;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Pings of the proxy's own on a tunnel between two real sockets. {@code asked} is the side that is sent them. */
class PingsTest extends TwoSockets {
    private static final Duration SOON = Duration.ofMillis(20);
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final byte[] MASK = {9, 8, 7, 6};
    private static final int MARK = 8;

    private final CompletableFuture<Optional<ProxyException>> end = new CompletableFuture<>();
    private Tunnel tunnel;

    PingsTest() {
        super(false);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aPongThatAnswersOneGoesNoFurtherWhicheverWayItIsCut(boolean asksClient) throws Exception {
        for (int cut = 0; cut <= pong(new byte[MARK], asksClient).length; cut++) {
            start(asksClient, SOON);
            byte[] before = text("before", asksClient);
            byte[] pong = pong(ping(asksClient), asksClient);
            byte[] after = text("after", asksClient);
            sendCut(asksClient, before, pong, after, cut);
            assertThat(other(asksClient).readExactly(before.length + after.length))
                    .as("cut at " + cut)
                    .isEqualTo(join(before, after));
            stop();
            connect();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void anyOtherPongPassesWhicheverWayItIsCut(boolean asksClient) throws Exception {
        for (int cut = 0; cut <= pong(new byte[MARK], asksClient).length; cut++) {
            start(asksClient, SOON);
            byte[] mark = ping(asksClient);
            mark[MARK - 1] ^= 1; // wrong at the last byte only
            byte[] pong = pong(mark, asksClient);
            byte[] before = text("before", asksClient);
            byte[] after = text("after", asksClient);
            sendCut(asksClient, before, pong, after, cut);
            assertThat(other(asksClient).readExactly(before.length + pong.length + after.length))
                    .as("cut at " + cut)
                    .isEqualTo(join(before, pong, after));
            stop();
            connect();
        }
    }

    @ParameterizedTest
    @CsvSource({"true, 0", "true, 5", "true, 9", "false, 0", "false, 7", "false, 125"})
    void aPongOfAnotherLengthPasses(boolean asksClient, int length) throws Exception {
        start(asksClient, SOON);
        byte[] mark = ping(asksClient);
        byte[] pong = pong(Arrays.copyOf(mark, length), asksClient);
        side(asksClient).send(pong);
        assertThat(other(asksClient).readExactly(pong.length)).isEqualTo(pong);
        side(asksClient).send(pong(mark, asksClient));
        byte[] after = text("after", asksClient);
        side(asksClient).send(after);
        assertThat(other(asksClient).readExactly(after.length)).isEqualTo(after);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void itStandsBetweenFramesAlsoBetweenTheFragmentsOfAMessage(boolean asksClient) throws Exception {
        byte[] part =
                WebSocketFrame.of(WebSocketFrame.TEXT, new byte[300]).notFinal().encode();
        byte[] masked = WebSocketFrame.of(WebSocketFrame.TEXT, new byte[300])
                .notFinal()
                .masked(MASK)
                .encode();
        byte[] fragment = asksClient ? part : masked;
        start(asksClient, SOON);
        Wire asked = side(asksClient);
        Wire other = other(asksClient);
        other.send(Arrays.copyOf(fragment, 100));
        int pings = 0;
        byte[] head = asked.readExactly(1);
        while (head[0] != fragment[0]) { // those that were sent before
            readPing(asked, head[0], asksClient);
            pings++;
            head = asked.readExactly(1);
        }
        assertThat(asked.readExactly(99)).isEqualTo(Arrays.copyOfRange(fragment, 1, 100));
        Connection from = asksClient ? down : up;
        long read = on(from.worker(), from::bytesRead);
        byte[] answer = text("answer", asksClient);
        asked.send(answer); // so that it is asked anew, while the frame is under way
        Eventually.until("it came", () -> on(from.worker(), from::bytesRead) == read + answer.length);
        Eventually.until("it may be asked", () -> on(from.worker(), tunnel::idleMillis) > 500);
        byte[] rest = Arrays.copyOfRange(fragment, 100, fragment.length);
        byte[] next =
                WebSocketFrame.of(WebSocketFrame.CONTINUATION, new byte[5]).encode();
        byte[] nextMasked = WebSocketFrame.of(WebSocketFrame.CONTINUATION, new byte[5])
                .masked(MASK)
                .encode();
        byte[] continuation = asksClient ? next : nextMasked;
        other.send(join(rest, continuation));
        assertThat(asked.readExactly(rest.length)).isEqualTo(rest);
        assertThat(readPing(asked, asked.readExactly(1)[0], asksClient)).hasSize(MARK);
        assertThat(asked.readExactly(continuation.length)).isEqualTo(continuation);
        assertThat(pings).isLessThanOrEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whoDoesNotAnswerEndsTheTunnel(boolean asksClient) throws Exception {
        start(asksClient, SOON, SOON);
        byte[] close = WebSocketFrame.close(1001, "ping timeout").encode();
        if (asksClient) {
            ping(true);
        }
        assertThat(client.readExactly(close.length)).isEqualTo(close);
        client.send(text("late", true));
        client.reset();
        endpoint.readToEnd();
        assertThat(end.get(20, TimeUnit.SECONDS).orElseThrow().kind()).isEqualTo(ErrorKind.PING_TIMEOUT);
        assertThat(end.get().orElseThrow()).hasMessageStartingWith(asksClient ? "client did not" : "upstream did not");
        assertThat(on(down.worker(), tunnel::closeReason)).isEqualTo("ping timeout");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whateverComesIsAnAnswer(boolean asksClient) throws Exception {
        Duration timeout = Duration.ofSeconds(2); // a machine may stand still for more than one
        start(asksClient, SOON, timeout);
        long from = System.nanoTime();
        byte[] message = text("x", asksClient);
        while (System.nanoTime() - from < timeout.toNanos() * 3 / 2) {
            ping(asksClient);
            side(asksClient).send(message);
            assertThat(other(asksClient).readExactly(message.length)).isEqualTo(message);
        }
        assertThat(on(down.worker(), tunnel::closedBy)).isNull();
    }

    @Test
    void whoIsSlowToReadIsNotGoneWhileBytesWaitForIt() throws Exception {
        Duration timeout = Duration.ofSeconds(2);
        client.close();
        endpoint.close();
        client = loopback.narrowClient();
        down = loopback.served();
        endpoint = loopback.client();
        up = loopback.served();
        start(true, SOON, timeout);
        byte[] mark = ping(true);
        byte[] stream =
                WebSocketFrame.of(WebSocketFrame.BINARY, new byte[32 << 20]).encode(); // more than two sockets hold
        CompletableFuture<Void> sent = CompletableFuture.runAsync(() -> {
            try {
                endpoint.send(stream);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        Eventually.until(
                "much more than the timeout has passed",
                () -> on(down.worker(), tunnel::openMillis) > 2 * timeout.toMillis());
        assertThat(client.readExactly(stream.length)).isEqualTo(stream);
        sent.get(20, TimeUnit.SECONDS);
        client.send(join(pong(mark, true), text("here", true)));
        byte[] here = text("here", true);
        assertThat(endpoint.readExactly(here.length)).isEqualTo(here);
        assertThat(on(down.worker(), tunnel::closedBy)).isNull();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void halfAPongIsPassedOnBeforeTheFinBehindIt(boolean asksClient) throws Exception {
        start(asksClient, SOON);
        byte[] half = Arrays.copyOf(pong(ping(asksClient), asksClient), 9);
        side(asksClient).send(half);
        side(asksClient).shutdownOutput();
        assertThat(other(asksClient).readToEnd()).isEqualTo(half);
    }

    @Test
    void aPongThatIsHalfThereWhenTheTunnelIsEndedPassesOn() throws Exception {
        start(true, SOON);
        byte[] pong = pong(ping(true), true);
        long read = on(down.worker(), down::bytesRead);
        client.send(Arrays.copyOf(pong, 9));
        Eventually.until("it came", () -> on(down.worker(), down::bytesRead) == read + 9);
        ProxyException why = new ProxyException(ErrorKind.TUNNEL_DRAINED, "a test");
        run(down.worker(), () -> tunnel.drain(new Ending(1012, "", LONG, LONG, why)));
        client.send(Arrays.copyOfRange(pong, 9, pong.length));
        assertThat(endpoint.readExactly(pong.length)).isEqualTo(pong);
        assertThat(endpoint.readExactly(1)[0]).isEqualTo((byte) 0x88);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void nobodyIsAskedBehindAClose(boolean byClient) throws Exception {
        WebSocketFrame frame = WebSocketFrame.close(1000, "");
        byte[] close = (byClient ? frame.masked(MASK) : frame).encode();
        run(down.worker(), () -> {
            down.suspendRead();
            up.suspendRead();
        });
        side(byClient).send(close);
        start(To.BOTH, LONG, Duration.ofMillis(100), 0); // the Close comes with its first round
        assertThat(other(byClient).readExactly(close.length)).isEqualTo(close);
        Eventually.until("it could be asked", () -> on(down.worker(), tunnel::idleMillis) > 500);
        byte[] answer = (byClient ? frame : frame.masked(MASK)).encode();
        other(byClient).send(answer);
        other(byClient).shutdownOutput();
        assertThat(side(byClient).readToEnd()).isEqualTo(answer);
        side(byClient).shutdownOutput();
        assertThat(other(byClient).readToEnd()).isEmpty();
    }

    @Test
    void oneThatIsAskedIsNotAskedAgainBeforeItAnswers() throws Exception {
        start(To.CLIENT, LONG, SOON, TimeUnit.MILLISECONDS.toNanos(300));
        byte[] all = client.readExactly(
                2 + MARK + WebSocketFrame.close(1001, "idle timeout").encode().length);
        assertThat(Arrays.copyOfRange(all, 2 + MARK, all.length))
                .isEqualTo(WebSocketFrame.close(1001, "idle timeout").encode());
    }

    private void start(boolean asksClient, Duration interval) throws Exception {
        start(asksClient, interval, LONG);
    }

    private void start(boolean asksClient, Duration interval, Duration timeout) throws Exception {
        start(asksClient ? To.CLIENT : To.UPSTREAM, timeout, interval, 0);
    }

    private void start(To to, Duration timeout, Duration interval, long idleNanos) throws Exception {
        tunnel = new Tunnel(
                down,
                up,
                Showing.of(idleNanos, new PingConfig(interval, timeout, to)),
                Framing.of(true, 0, ""),
                new Metrics().route("site /").tunnels(),
                new EndpointTraffic(),
                ended -> end.complete(Optional.ofNullable(ended)));
        run(down.worker(), tunnel::start);
    }

    private Wire side(boolean ofClient) {
        return ofClient ? client : endpoint;
    }

    private Wire other(boolean ofClient) {
        return ofClient ? endpoint : client;
    }

    /** The payload of the Ping that comes next. */
    private byte[] ping(boolean atClient) throws IOException {
        return readPing(side(atClient), side(atClient).readExactly(1)[0], atClient);
    }

    private static byte[] readPing(Wire wire, byte first, boolean atClient) throws IOException {
        assertThat(first).isEqualTo((byte) 0x89);
        assertThat(wire.readExactly(1)[0]).isEqualTo((byte) (atClient ? MARK : 0x80 | MARK));
        byte[] mask = atClient ? new byte[4] : wire.readExactly(4);
        byte[] payload = wire.readExactly(MARK);
        for (int i = 0; i < MARK; i++) {
            payload[i] ^= mask[i % 4];
        }
        return payload;
    }

    /** The first message and so many bytes of the Pong are read by the proxy before the rest is sent. */
    private void sendCut(boolean byClient, byte[] before, byte[] pong, byte[] after, int cut) throws Exception {
        Connection from = byClient ? down : up;
        long read = on(from.worker(), from::bytesRead);
        byte[] first = join(before, Arrays.copyOf(pong, cut));
        side(byClient).send(first);
        Eventually.until("it came", () -> on(from.worker(), from::bytesRead) == read + first.length);
        side(byClient).send(join(Arrays.copyOfRange(pong, cut, pong.length), after));
    }

    private static byte[] pong(byte[] payload, boolean masked) {
        WebSocketFrame frame = WebSocketFrame.of(WebSocketFrame.PONG, payload);
        return (masked ? frame.masked(MASK) : frame).encode();
    }

    private static byte[] text(String message, boolean masked) {
        WebSocketFrame frame = WebSocketFrame.of(WebSocketFrame.TEXT, message.getBytes(StandardCharsets.ISO_8859_1));
        return (masked ? frame.masked(MASK) : frame).encode();
    }

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }
}
