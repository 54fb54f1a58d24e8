package io.sluice.server.relay;

import static io.sluice.server.transport.Loopback.on;
import static io.sluice.server.transport.Loopback.run;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.api.exchange.TunnelView.Side;
import io.sluice.server.error.ErrorKind;
import io.sluice.server.error.ProxyException;
import io.sluice.server.observe.EndpointTraffic;
import io.sluice.server.observe.Metrics;
import io.sluice.server.transport.Connection;
import io.sluice.testkit.Eventually;
import io.sluice.testkit.Payload;
import io.sluice.testkit.WebSocketFrame;
import io.sluice.testkit.Wire;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The polite ending of a tunnel between two real sockets. */
class FarewellTest extends TwoSockets {
    private static final Duration LONG = Duration.ofSeconds(30);
    private final ProxyException why = new ProxyException(ErrorKind.TUNNEL_DRAINED, "a test");
    private final Ending patient = new Ending(1012, "service restart", LONG, LONG, why);
    private static final byte[] CLOSE =
            WebSocketFrame.close(1012, "service restart").encode();
    private static final byte[] IDLE =
            WebSocketFrame.close(1001, "idle timeout").encode();
    private static final byte[] MASK = {1, 2, 3, 4};

    private final CompletableFuture<Optional<ProxyException>> end = new CompletableFuture<>();
    private Tunnel tunnel;

    FarewellTest() {
        super(true);
    }

    @Test
    void eachSideIsSentCloseAndFinOnceItHasAnswered() throws Exception {
        start(Framing.of(true, 0, ""));
        drain(patient);
        assertThat(client.readExactly(CLOSE.length)).isEqualTo(CLOSE);
        WebSocketFrame atEndpoint = readMaskedClose();
        assertThat(atEndpoint.closeCode()).isEqualTo(1012);
        assertThat(atEndpoint.closeReason()).isEqualTo("service restart");
        client.send(answer(true));
        assertThat(client.awaitEnd()).isEqualTo(Wire.End.FIN);
        assertThat(end).isNotDone();
        endpoint.send(answer(false));
        assertThat(endpoint.awaitEnd()).isEqualTo(Wire.End.FIN);
        assertThat(outcome()).contains(why);
        assertThat(on(down.worker(), tunnel::closedBy)).isEqualTo(Side.PROXY);
        assertThat(on(down.worker(), tunnel::closeCode)).isEqualTo(1012);
        assertThat(on(down.worker(), tunnel::closeReason)).isEqualTo("service restart");
    }

    /** Three messages, one of them in parts with a ping between, cut at every place: nobody sees a part of one. */
    @Test
    void aMessageThatIsUnderWayIsFinishedFirstWhereverItIs() throws Exception {
        byte[] first = text("first", true);
        byte[] parts = join(
                frame(WebSocketFrame.TEXT, "par", true, false),
                frame(WebSocketFrame.PING, "p", true, true),
                frame(WebSocketFrame.CONTINUATION, "ts", true, true));
        byte[] last = text("last", true);
        byte[] all = join(first, parts, last);
        for (int cut = 0; cut <= all.length; cut++) {
            int whole = cut == 0
                    ? 0
                    : cut <= first.length
                            ? first.length
                            : cut <= first.length + parts.length ? first.length + parts.length : all.length;
            start(Framing.of(true, 0, ""));
            client.send(Arrays.copyOf(all, cut));
            assertThat(endpoint.readExactly(cut)).isEqualTo(Arrays.copyOf(all, cut));
            drain(patient);
            client.send(Arrays.copyOfRange(all, cut, all.length));
            client.send(answer(true));
            assertThat(endpoint.readExactly(whole - cut)).isEqualTo(Arrays.copyOfRange(all, cut, whole));
            assertThat(readMaskedClose().closeCode()).as("cut at " + cut).isEqualTo(1012);
            endpoint.send(answer(false));
            assertThat(endpoint.awaitEnd()).isEqualTo(Wire.End.FIN);
            assertThat(client.readToEnd()).isEqualTo(CLOSE);
            stop();
            connect();
        }
    }

    @Test
    void noSideIsToldBeforeItsOwnMessageIsAtItsEnd() throws Exception {
        start(Framing.of(true, 0, ""));
        byte[] long1 = text("a message of the client's", true);
        client.send(Arrays.copyOf(long1, 8));
        endpoint.readExactly(8);
        drain(patient);
        endpoint.send(text("not begun when the end began", false));
        run(down.worker(), () -> {});
        client.send(Arrays.copyOfRange(long1, 8, long1.length));
        assertThat(endpoint.readExactly(long1.length - 8)).isEqualTo(Arrays.copyOfRange(long1, 8, long1.length));
        readMaskedClose();
        endpoint.send(answer(false));
        client.send(answer(true));
        assertThat(client.readToEnd()).isEqualTo(CLOSE);
        assertThat(outcome()).contains(why);
    }

    @Test
    void whatAPeerHasSentBeforeItsAnswerIsDropped() throws Exception {
        start(Framing.of(true, 0, ""));
        drain(patient);
        client.send(join(text("on its way already", true), answer(true)));
        endpoint.send(join(text("on its way already", false), answer(false)));
        assertThat(client.readToEnd()).isEqualTo(CLOSE);
        readMaskedClose();
        assertThat(endpoint.awaitEnd()).isEqualTo(Wire.End.FIN);
        assertThat(on(down.worker(), tunnel::messagesIn)).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whoHasSentCloseByItselfGetsTheAnswerAndNoOther(boolean byClient) throws Exception {
        start(Framing.of(true, 0, ""));
        Wire closer = byClient ? client : endpoint;
        Wire other = byClient ? endpoint : client;
        byte[] own = frame(WebSocketFrame.CLOSE, "\u0003\u00e8", byClient, true);
        closer.send(own);
        assertThat(other.readExactly(own.length)).isEqualTo(own);
        drain(patient);
        byte[] answer = join(text("the last words", !byClient), answer(!byClient));
        other.send(answer);
        assertThat(closer.readToEnd()).isEqualTo(answer);
        assertThat(other.awaitEnd()).isEqualTo(Wire.End.FIN);
        assertThat(outcome()).isEmpty();
        assertThat(on(down.worker(), tunnel::closedBy)).isEqualTo(byClient ? Side.CLIENT : Side.UPSTREAM);
    }

    @Test
    void aCloseThatComesWhileAMessageIsFinishedPassesOn() throws Exception {
        start(Framing.of(true, 0, ""));
        byte[] part = frame(WebSocketFrame.TEXT, "part", true, false);
        client.send(part);
        endpoint.readExactly(part.length);
        drain(patient);
        byte[] close = answer(true);
        client.send(close);
        assertThat(endpoint.readExactly(close.length)).isEqualTo(close);
        endpoint.send(answer(false));
        assertThat(client.readToEnd()).isEqualTo(answer(false));
        assertThat(outcome()).isEmpty();
    }

    @Test
    void whoDoesNotAnswerGetsFinAfterItsTime() throws Exception {
        start(Framing.of(true, 0, ""));
        drain(new Ending(1001, "", LONG, Duration.ofMillis(1), why));
        assertThat(client.readToEnd()).isEqualTo(WebSocketFrame.close(1001, "").encode());
        assertThat(client.end()).isEqualTo(Wire.End.FIN);
        readMaskedClose();
        assertThat(endpoint.awaitEnd()).isEqualTo(Wire.End.FIN);
        assertThat(outcome()).contains(why);
    }

    @Test
    void aMessageThatDoesNotEndInTimeIsCutAndItsWriterIsTold() throws Exception {
        start(Framing.of(true, 0, ""));
        byte[] half = Arrays.copyOf(text("never to end", true), 9);
        client.send(half);
        endpoint.readExactly(half.length);
        drain(new Ending(1012, "service restart", Duration.ofMillis(1), LONG, why));
        assertThat(client.readToEnd()).isEqualTo(CLOSE);
        assertThat(endpoint.awaitEnd()).isEqualTo(Wire.End.RESET);
        assertThat(outcome()).contains(why);
    }

    @Test
    void aSlowReaderGetsItsMessageWholeAndThenClose() throws Exception {
        start(Framing.of(true, 0, ""));
        byte[] message = WebSocketFrame.of(WebSocketFrame.BINARY, Payload.of(7, 24 << 20))
                .encode();
        CompletableFuture<Void> sent = CompletableFuture.runAsync(
                () -> {
                    try {
                        endpoint.send(message);
                        endpoint.send(text("dropped", false));
                        endpoint.send(answer(false));
                    } catch (IOException e) {
                        throw new AssertionError(e);
                    }
                },
                task -> new Thread(task).start());
        Eventually.until("the client is full", () -> on(down.worker(), down::pending) >= Connection.HIGH_WATER);
        drain(patient);
        for (int i = 0; i < 50; i++) {
            assertThat((int) on(down.worker(), down::pending)).isLessThan(2 * Connection.HIGH_WATER);
        }
        assertThat(client.readExactly(message.length)).isEqualTo(message);
        assertThat(client.readExactly(CLOSE.length)).isEqualTo(CLOSE);
        client.send(answer(true));
        assertThat(client.awaitEnd()).isEqualTo(Wire.End.FIN);
        sent.get(20, TimeUnit.SECONDS);
        assertThat(outcome()).contains(why);
    }

    @Test
    void oneThatIsIdleEndsSoByItself() throws Exception {
        start(Framing.of(true, 0, ""), TimeUnit.MILLISECONDS.toNanos(1));
        assertThat(client.readExactly(IDLE.length)).isEqualTo(IDLE);
        WebSocketFrame atEndpoint = readMaskedClose();
        assertThat(atEndpoint.closeCode()).isEqualTo(1001);
        assertThat(atEndpoint.closeReason()).isEqualTo("idle timeout");
        endpoint.send(answer(false));
        client.send(answer(true));
        assertThat(client.awaitEnd()).isEqualTo(Wire.End.FIN);
        assertThat(endpoint.awaitEnd()).isEqualTo(Wire.End.FIN);
        assertThat(outcome().orElseThrow().kind()).isEqualTo(ErrorKind.TUNNEL_IDLE);
        assertThat(on(down.worker(), tunnel::closeCode)).isEqualTo(1001);
        assertThat(on(down.worker(), tunnel::closedBy)).isEqualTo(Side.PROXY);
    }

    @Test
    void anIdleOneWithHalfAMessageIsCutAfterTheTimeThatMessagesHave() throws Exception {
        byte[] half = Arrays.copyOf(text("never to end", true), 9);
        run(down.worker(), down::suspendRead);
        client.send(half);
        start(Framing.of(true, 0, ""), TimeUnit.MILLISECONDS.toNanos(50)); // it comes with its first round
        assertThat(endpoint.readExactly(half.length)).isEqualTo(half);
        assertThat(endpoint.awaitEnd()).isEqualTo(Wire.End.RESET);
        assertThat(client.readToEnd()).isEqualTo(IDLE);
        assertThat(outcome().orElseThrow().kind()).isEqualTo(ErrorKind.TUNNEL_IDLE);
    }

    @Test
    void aBlindTunnelEndsByFinAfterWhatWaits() throws Exception {
        start(Framing.NONE);
        endpoint.send("half a wo");
        client.readExactly(9);
        drain(patient);
        assertThat(client.awaitEnd()).isEqualTo(Wire.End.FIN);
        assertThat(endpoint.awaitEnd()).isEqualTo(Wire.End.FIN);
        assertThat(outcome()).contains(why);
    }

    @Test
    void aTunnelThatBrokeTheRulesEndsByFinAsABlindOne() throws Exception {
        start(Framing.of(true, 0, ""));
        byte[] unmasked = text("a client's", false);
        client.send(unmasked);
        endpoint.readExactly(unmasked.length);
        drain(patient);
        assertThat(client.awaitEnd()).isEqualTo(Wire.End.FIN);
        assertThat(endpoint.awaitEnd()).isEqualTo(Wire.End.FIN);
        assertThat(outcome()).contains(why);
    }

    @Test
    void oneThatBreaksThemInsteadOfEndingItsMessageEndsSoToo() throws Exception {
        start(Framing.of(true, 0, ""));
        byte[] part = frame(WebSocketFrame.TEXT, "part", true, false);
        client.send(part);
        endpoint.readExactly(part.length);
        drain(patient);
        byte[] another = text("another", true);
        client.send(another);
        assertThat(endpoint.readToEnd()).isEqualTo(another);
        assertThat(client.awaitEnd()).isEqualTo(Wire.End.FIN);
        assertThat(outcome()).contains(why);
    }

    @Test
    void whatIsNoFrameEndsTheWaitingForAnAnswer() throws Exception {
        start(Framing.of(true, 0, ""));
        drain(patient);
        client.send("no frame at all");
        assertThat(client.readToEnd()).isEqualTo(CLOSE);
        readMaskedClose();
        endpoint.send(answer(false));
        assertThat(endpoint.awaitEnd()).isEqualTo(Wire.End.FIN);
    }

    @Test
    void aClientThatGoesMeanwhileEndsItForTheEndpointToo() throws Exception {
        start(Framing.of(true, 0, ""));
        drain(patient);
        client.readExactly(CLOSE.length);
        client.reset();
        readMaskedClose();
        assertThat(endpoint.awaitEnd()).isEqualTo(Wire.End.FIN);
        assertThat(outcome()).contains(why);
    }

    @Test
    void whatIsCutMeanwhileForACauseOfItsOwnHasThatOutcome() throws Exception {
        start(Framing.of(true, 0, ""));
        drain(patient);
        ProxyException other = new ProxyException(ErrorKind.SHUTTING_DOWN, "time is up");
        run(down.worker(), () -> down.reset(other));
        assertThat(outcome()).contains(other);
        readMaskedClose();
        assertThat(endpoint.awaitEnd()).isEqualTo(Wire.End.FIN);
    }

    @Test
    void aFinWithoutAnswerIsOneToo() throws Exception {
        start(Framing.of(true, 0, ""));
        drain(patient);
        client.readExactly(CLOSE.length);
        client.shutdownOutput();
        assertThat(client.awaitEnd()).isEqualTo(Wire.End.FIN);
        readMaskedClose();
        endpoint.send(answer(false));
        assertThat(endpoint.awaitEnd()).isEqualTo(Wire.End.FIN);
        assertThat(outcome()).contains(why);
    }

    @Test
    void anotherEndingOfTheSameTunnelDoesNothing() throws Exception {
        start(Framing.of(true, 0, ""));
        drain(patient);
        drain(new Ending(1001, "", LONG, LONG, why));
        client.send(answer(true));
        endpoint.send(answer(false));
        assertThat(client.readToEnd()).isEqualTo(CLOSE);
        outcome();
        drain(patient);
    }

    private void start(Framing framing) throws Exception {
        start(framing, 0);
    }

    private void start(Framing framing, long idleNanos) throws Exception {
        tunnel = new Tunnel(
                down,
                up,
                Showing.traffic(idleNanos),
                framing,
                new Metrics().route("site /").tunnels(),
                new EndpointTraffic(),
                ended -> end.complete(Optional.ofNullable(ended)));
        run(down.worker(), tunnel::start);
    }

    private void drain(Ending how) throws Exception {
        run(down.worker(), () -> tunnel.drain(how));
    }

    private Optional<ProxyException> outcome() throws Exception {
        return end.get(20, TimeUnit.SECONDS);
    }

    /** What the endpoint is sent: a Close frame of a client's, whatever its mask. */
    private WebSocketFrame readMaskedClose() throws IOException {
        byte[] head = endpoint.readExactly(2);
        assertThat(head[0]).isEqualTo((byte) 0x88);
        assertThat(head[1] & 0x80).isEqualTo(0x80);
        byte[] mask = endpoint.readExactly(4);
        byte[] payload = endpoint.readExactly(head[1] & 0x7f);
        for (int i = 0; i < payload.length; i++) {
            payload[i] ^= mask[i % 4];
        }
        return WebSocketFrame.of(WebSocketFrame.CLOSE, payload);
    }

    private static byte[] answer(boolean masked) {
        WebSocketFrame frame = WebSocketFrame.close(1012, "");
        return (masked ? frame.masked(MASK) : frame).encode();
    }

    private static byte[] text(String message, boolean masked) {
        return frame(WebSocketFrame.TEXT, message, masked, true);
    }

    private static byte[] frame(int opcode, String payload, boolean masked, boolean fin) {
        WebSocketFrame frame = WebSocketFrame.of(opcode, payload.getBytes(StandardCharsets.ISO_8859_1));
        frame = fin ? frame : frame.notFinal();
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
