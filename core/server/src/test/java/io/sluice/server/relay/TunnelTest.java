package io.sluice.server.relay;

import static io.sluice.server.transport.Loopback.on;
import static io.sluice.server.transport.Loopback.run;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.server.error.ErrorKind;
import io.sluice.server.error.ProxyException;
import io.sluice.server.observe.EndpointTraffic;
import io.sluice.server.observe.Metrics;
import io.sluice.server.transport.Connection;
import io.sluice.testkit.Eventually;
import io.sluice.testkit.Payload;
import io.sluice.testkit.Wire;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A tunnel between two real sockets, the client's and the endpoint's. */
class TunnelTest extends TwoSockets {
    private static final long NEVER = 0;

    private final List<Optional<ProxyException>> ends = new CopyOnWriteArrayList<>();

    TunnelTest() {
        super(true);
    }

    @Test
    void bytesPassBothWaysAtOnceWholeAndInOrder() throws Exception {
        start(NEVER);
        byte[] request = Payload.of(1, 5 << 20);
        byte[] response = Payload.of(2, 5 << 20);
        CompletableFuture<Void> sent = CompletableFuture.allOf(sending(client, request), sending(endpoint, response));
        CompletableFuture<byte[]> atEndpoint = reading(endpoint, request.length);
        assertThat(client.readExactly(response.length)).isEqualTo(response);
        assertThat(atEndpoint.get(20, TimeUnit.SECONDS)).isEqualTo(request);
        sent.get(20, TimeUnit.SECONDS);
        assertThat(ends).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aSlowReaderHoldsItsWriterBack(boolean clientWrites) throws Exception {
        start(NEVER);
        Wire writer = clientWrites ? client : endpoint;
        Wire reader = clientWrites ? endpoint : client;
        Connection source = clientWrites ? down : up;
        Connection sink = clientWrites ? up : down;
        byte[] payload = Payload.of(3, 32 << 20);
        CompletableFuture<Void> sent = sending(writer, payload);
        Eventually.until("the sink is full", () -> on(sink.worker(), sink::pending) >= Connection.HIGH_WATER);
        long before = on(source.worker(), source::bytesRead);
        for (int i = 0; i < 50; i++) { // rounds of the worker in which it could read on
            assertThat((int) on(sink.worker(), sink::pending)).isLessThan(2 * Connection.HIGH_WATER);
        }
        assertThat((long) on(source.worker(), source::bytesRead)).isEqualTo(before);
        assertThat(sent).isNotDone();
        assertThat(reader.readExactly(payload.length)).isEqualTo(payload);
        sent.get(20, TimeUnit.SECONDS);
    }

    @Test
    void aFinIsPassedOnAndTheOtherDirectionGoesOn() throws Exception {
        start(NEVER);
        client.send("question");
        client.shutdownOutput();
        assertThat(endpoint.readToEnd()).asString().isEqualTo("question");
        assertThat(endpoint.end()).isEqualTo(Wire.End.FIN);
        assertThat(ends).isEmpty();
        endpoint.send("answer");
        endpoint.shutdownOutput();
        assertThat(client.readToEnd()).asString().isEqualTo("answer");
        assertThat(client.end()).isEqualTo(Wire.End.FIN);
        assertThat(awaitEnd()).isEmpty();
    }

    @Test
    void nothingIsLostWhenOneSideEndsWhileBytesWaitForTheOther() throws Exception {
        start(NEVER);
        byte[] payload = Payload.of(4, 6 << 20);
        CompletableFuture<Void> sent = sending(endpoint, payload).thenRun(() -> {
            try {
                endpoint.shutdownOutput();
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
        client.shutdownOutput();
        assertThat(endpoint.awaitEnd()).isEqualTo(Wire.End.FIN);
        assertThat(client.readToEnd()).isEqualTo(payload);
        assertThat(client.end()).isEqualTo(Wire.End.FIN);
        sent.get(20, TimeUnit.SECONDS);
        assertThat(awaitEnd()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aResetIsPassedOnAsAReset(boolean byClient) throws Exception {
        start(NEVER);
        (byClient ? client : endpoint).reset();
        assertThat((byClient ? endpoint : client).awaitEnd()).isEqualTo(Wire.End.RESET);
        assertThat(awaitEnd().orElseThrow().kind())
                .isEqualTo(byClient ? ErrorKind.CLIENT_CLOSED : ErrorKind.UPSTREAM_CLOSED);
    }

    @Test
    void silenceEndsItAndBothSeeFin() throws Exception {
        start(TimeUnit.MILLISECONDS.toNanos(250));
        assertThat(client.awaitEnd()).isEqualTo(Wire.End.FIN);
        assertThat(endpoint.awaitEnd()).isEqualTo(Wire.End.FIN);
        ProxyException why = awaitEnd().orElseThrow();
        assertThat(why.kind()).isEqualTo(ErrorKind.TUNNEL_IDLE);
        assertThat(why).hasMessageEndingWith("no traffic for 250 ms");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void trafficOfEitherDirectionPutsTheDeadlineOff(boolean byClient) throws Exception {
        long idle = TimeUnit.SECONDS.toNanos(2); // a machine may stand still for more than one
        start(idle);
        Wire writer = byClient ? client : endpoint;
        Wire reader = byClient ? endpoint : client;
        long from = System.nanoTime();
        while (System.nanoTime() - from < idle * 3 / 2) {
            writer.send("x");
            reader.readExactly(1);
        }
        assertThat(ends).isEmpty();
        assertThat(awaitEnd().orElseThrow().kind()).isEqualTo(ErrorKind.TUNNEL_IDLE);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aPeerThatTakesNothingForTheSendTimeoutEndsIt(boolean clientStalls) throws Exception {
        start(NEVER);
        Connection sink = clientStalls ? down : up;
        run(sink.worker(), () -> sink.sendTimeout(TimeUnit.MILLISECONDS.toNanos(200)));
        Wire writer = clientStalls ? endpoint : client;
        CompletableFuture<Void> sent = sending(writer, new byte[32 << 20]);
        assertThat(awaitEnd().orElseThrow().kind())
                .isEqualTo(clientStalls ? ErrorKind.CLIENT_STALLED : ErrorKind.UPSTREAM_STALLED);
        assertThat(sent.handle((done, failure) -> failure).get(20, TimeUnit.SECONDS))
                .hasCauseInstanceOf(IOException.class);
    }

    @Test
    void whatWasSentBeforeItStartedComesFirst() throws Exception {
        run(down.worker(), () -> {
            down.suspendRead();
            up.suspendRead();
        });
        client.send("early ");
        endpoint.send("soon ");
        start(NEVER);
        client.send("late");
        endpoint.send("later");
        assertThat(endpoint.readExactly(10)).asString().isEqualTo("early late");
        assertThat(client.readExactly(10)).asString().isEqualTo("soon later");
    }

    @Test
    void theEndIsToldOnceHoweverManyThingsHappen() throws Exception {
        Tunnel tunnel = start(TimeUnit.MILLISECONDS.toNanos(100));
        client.reset();
        endpoint.reset();
        awaitEnd();
        run(down.worker(), () -> {
            tunnel.close(null);
            tunnel.onStalled(down);
            tunnel.onClosed(up, null);
        });
        Eventually.until("both are gone", () -> loopback.worker().connections() == 0);
        assertThat(ends).hasSize(1);
    }

    private Tunnel start(long idleNanos) throws Exception {
        Tunnel tunnel = new Tunnel(
                down,
                up,
                Showing.traffic(idleNanos),
                Framing.NONE,
                new Metrics().route("site /").tunnels(),
                new EndpointTraffic(),
                why -> ends.add(Optional.ofNullable(why)));
        run(down.worker(), tunnel::start);
        return tunnel;
    }

    private Optional<ProxyException> awaitEnd() throws Exception {
        Eventually.until("the end is told", () -> !ends.isEmpty());
        return ends.get(0);
    }

    private static CompletableFuture<Void> sending(Wire wire, byte[] bytes) {
        return CompletableFuture.runAsync(
                () -> {
                    try {
                        for (int at = 0; at < bytes.length; at += 50_000) {
                            wire.send(Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + 50_000)));
                        }
                    } catch (IOException e) {
                        throw new CompletionException(e);
                    }
                },
                task -> new Thread(task).start());
    }

    private static CompletableFuture<byte[]> reading(Wire wire, int count) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return wire.readExactly(count);
                    } catch (IOException e) {
                        throw new CompletionException(e);
                    }
                },
                task -> new Thread(task).start());
    }
}
