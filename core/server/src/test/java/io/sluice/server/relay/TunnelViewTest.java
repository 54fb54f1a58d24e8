package io.sluice.server.relay;

import static io.sluice.server.transport.Loopback.on;
import static io.sluice.server.transport.Loopback.run;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.api.exchange.TunnelView;
import io.sluice.api.status.Figure;
import io.sluice.server.error.ErrorKind;
import io.sluice.server.error.ProxyException;
import io.sluice.server.observe.EndpointTraffic;
import io.sluice.server.observe.Metrics;
import io.sluice.server.observe.RouteFigures;
import io.sluice.testkit.Eventually;
import io.sluice.testkit.Wire;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** What is seen of a tunnel between two real sockets. */
class TunnelViewTest extends TwoSockets {
    private final CountDownLatch end = new CountDownLatch(1);
    private final Metrics metrics = new Metrics();
    private final RouteFigures figures = metrics.route("site /");
    private final List<String> breaches = new CopyOnWriteArrayList<>();
    private Optional<ProxyException> why = Optional.empty();
    private Tunnel tunnel;

    TunnelViewTest() {
        super(false);
    }

    @Test
    void messagesControlsAndBytesAreCountedEachWay() throws Exception {
        start(Framing.of(true, 0, "chat"));
        pass(client, endpoint, "8281 00000000 41", "8281 00000000 42", "8980 00000000");
        pass(endpoint, client, "0101 43", "8a00", "8001 44", "8a00", "8a00");
        assertThat(seen(TunnelView::framed)).isTrue();
        assertThat(seen(TunnelView::subprotocol)).isEqualTo("chat");
        assertThat(seen(TunnelView::messagesIn)).isEqualTo(2);
        assertThat(seen(TunnelView::messagesOut)).isEqualTo(1);
        assertThat(seen(TunnelView::controlsIn)).isEqualTo(1);
        assertThat(seen(TunnelView::controlsOut)).isEqualTo(3);
        assertThat(seen(TunnelView::bytesIn)).isEqualTo(20);
        assertThat(seen(TunnelView::bytesOut)).isEqualTo(12);
        assertThat(seen(TunnelView::closedBy)).isNull();
        assertThat(seen(TunnelView::closeCode)).isEqualTo(-1);
        assertThat(seen(TunnelView::closeReason)).isEmpty();
    }

    @Test
    void theFirstCloseTellsWhoClosedAndWhy() throws Exception {
        start(Framing.of(true, 0, ""));
        pass(endpoint, client, "8805 03e9 627965");
        pass(client, endpoint, "8882 00000000 03e8");
        endpoint.shutdownOutput();
        client.shutdownOutput();
        awaitEnd();
        assertThat(seen(TunnelView::closedBy)).isEqualTo(TunnelView.Side.UPSTREAM);
        assertThat(seen(TunnelView::closeCode)).isEqualTo(1001);
        assertThat(seen(TunnelView::closeReason)).isEqualTo("bye");
    }

    @Test
    void whatComesAfterBothHaveSaidCloseDoesNotPutTheEndOff() throws Exception {
        start(Framing.of(true, 0, ""));
        pass(endpoint, client, "8800");
        pass(client, endpoint, "8880 00000000");
        long begin = System.nanoTime();
        try {
            while (System.nanoTime() - begin < Eventually.DEADLINE.toNanos()) {
                client.send("x");
                endpoint.readExactly(1);
            }
            throw new AssertionError("still open after " + Eventually.DEADLINE);
        } catch (IOException e) {
            awaitEnd();
        }
    }

    @Test
    void itIsIdleSinceItsBeginningAtFirst() throws Exception {
        tunnel = new Tunnel(
                down,
                up,
                Showing.traffic(0),
                Framing.NONE,
                figures.tunnels(),
                new EndpointTraffic(),
                cause -> end.countDown());
        long passed = seen(view -> view.openMillis() - view.idleMillis());
        assertThat(passed).isZero();
    }

    @Test
    void withoutACloseItIsWhoEndedTheConnection() throws Exception {
        start(Framing.of(true, 0, ""));
        client.shutdownOutput();
        endpoint.awaitEnd();
        endpoint.shutdownOutput();
        awaitEnd();
        assertThat(seen(TunnelView::closedBy)).isEqualTo(TunnelView.Side.CLIENT);
        assertThat(seen(TunnelView::closeCode)).isEqualTo(-1);
        assertThat(why).hasValueSatisfying(cause -> {
            assertThat(cause.kind()).isEqualTo(ErrorKind.CLIENT_CLOSED);
            assertThat(cause).hasMessage("client closed upgraded connection without a Close frame");
        });
    }

    @Test
    void anEndInTheMiddleOfAMessageIsTold() throws Exception {
        start(Framing.of(true, 0, ""));
        pass(endpoint, client, "01 01 41");
        endpoint.shutdownOutput();
        client.awaitEnd();
        client.shutdownOutput();
        awaitEnd();
        assertThat(why).hasValueSatisfying(cause -> {
            assertThat(cause.kind()).isEqualTo(ErrorKind.UPSTREAM_CLOSED);
            assertThat(cause).hasMessageEndingWith("without a Close frame, in the middle of a message");
        });
    }

    @Test
    void anEndByFinIsInOrderWhereFramesAreNotFollowed() throws Exception {
        start(Framing.of(false, 0, ""));
        client.shutdownOutput();
        endpoint.awaitEnd();
        endpoint.shutdownOutput();
        awaitEnd();
        assertThat(why).isEmpty();
    }

    @Test
    void whenBothHaveSentCloseTheFinOfOneIsTheEnd() throws Exception {
        start(Framing.of(true, 0, ""));
        pass(client, endpoint, "8882 00000000 03e8");
        pass(endpoint, client, "8802 03e8");
        endpoint.shutdownOutput();
        awaitEnd();
        assertThat(client.awaitEnd()).isEqualTo(Wire.End.FIN);
        assertThat(why).isEmpty();
        assertThat(seen(TunnelView::closedBy)).isEqualTo(TunnelView.Side.CLIENT);
    }

    @Test
    void theLengthThatAHeaderPromisesCountsForNothing() throws Exception {
        start(Framing.of(true, 0, ""));
        pass(client, endpoint, "82 ff 7fffffffffffffff 00000000 414243");
        assertThat(payload("in", "binary")).isEqualTo(3.0);
    }

    @Test
    void aBreachOfTheRulesIsToldOnceForEachSide() throws Exception {
        start(Framing.of(true, 0, ""));
        pass(client, endpoint, "8101 42", "8101 42");
        pass(endpoint, client, "8b00", "8b00");
        assertThat(breaches).containsExactly("CLIENT: an unmasked frame of a client", "UPSTREAM: reserved opcode 11");
    }

    @Test
    void whereOneSideIsFollowedNoMoreItsCloseMayHaveBeenFirst() throws Exception {
        start(Framing.of(true, 0, ""));
        pass(client, endpoint, "8101 42", "8882 00000000 03e8");
        pass(endpoint, client, "8802 03e8");
        assertThat(seen(TunnelView::closeCode)).isEqualTo(1000);
        assertThat(seen(TunnelView::closedBy)).isNull();
    }

    @Test
    void whatBreaksTheRulesPassesOnAndIsNoLongerCounted() throws Exception {
        start(Framing.of(true, 0, ""));
        pass(client, endpoint, "8281 00000000 41", "8101 42", "8281 00000000 41");
        assertThat(seen(TunnelView::messagesIn)).isEqualTo(1);
        assertThat(seen(TunnelView::bytesIn)).isEqualTo(17);
    }

    @Test
    void aBlindTunnelCountsBytesAlone() throws Exception {
        start(Framing.of(false, 0, ""));
        pass(client, endpoint, "8281 00000000 41");
        assertThat(seen(TunnelView::framed)).isFalse();
        assertThat(seen(TunnelView::messagesIn)).isZero();
        assertThat(seen(TunnelView::bytesIn)).isEqualTo(7);
        assertThat(seen(TunnelView::closeCode)).isEqualTo(-1);
    }

    @Test
    void itsTimeStandsStillAfterItsEnd() throws Exception {
        start(Framing.NONE);
        run(down.worker(), () -> tunnel.close(null));
        awaitEnd();
        long open = seen(TunnelView::openMillis);
        long after = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(50);
        Eventually.until("the worker's clock has gone on", () -> on(down.worker(), down.worker()::now) > after);
        assertThat(seen(TunnelView::openMillis)).isEqualTo(open);
        assertThat(seen(TunnelView::closedBy)).isEqualTo(TunnelView.Side.PROXY);
    }

    @Test
    void itsRouteCountsWhatPasses() throws Exception {
        start(Framing.of(true, 0, ""));
        pass(
                client,
                endpoint,
                "81 85 00000000 6162636465",
                "01 81 00000000 61",
                "80 82 00000000 6162",
                "89 80 00000000");
        pass(endpoint, client, "82 7e 0080 " + "00".repeat(128), "8a 00");
        Map<List<String>, Double> counted = new HashMap<>();
        metrics.status().figures().stream()
                .filter(figure -> figure.name().startsWith("sluice.tunnel."))
                .filter(figure -> figure.kind() == Figure.Kind.COUNTER)
                .forEach(figure -> figure.samples().forEach(sample -> {
                    List<String> key = new ArrayList<>(List.of(figure.name().substring("sluice.tunnel.".length())));
                    key.addAll(sample.labels());
                    counted.put(key, sample.value());
                }));
        counted.values().removeIf(value -> value == 0);

        assertThat(counted)
                .containsOnly(
                        Map.entry(List.of("messages", "site /", "in", "text"), 2.0),
                        Map.entry(List.of("messages", "site /", "in", "ping"), 1.0),
                        Map.entry(List.of("messages", "site /", "out", "binary"), 1.0),
                        Map.entry(List.of("messages", "site /", "out", "pong"), 1.0),
                        Map.entry(List.of("payload", "site /", "in", "text"), 8.0),
                        Map.entry(List.of("payload", "site /", "out", "binary"), 128.0),
                        Map.entry(List.of("bytes", "site /", "in"), 32.0),
                        Map.entry(List.of("bytes", "site /", "out"), 134.0));
    }

    private void start(Framing framing) throws Exception {
        tunnel = new Tunnel(
                down, up, Showing.traffic(0), framing, figures.tunnels(), new EndpointTraffic(), new TunnelEnd() {
                    @Override
                    public void ended(ProxyException cause) {
                        why = Optional.ofNullable(cause);
                        end.countDown();
                    }

                    @Override
                    public void broke(TunnelView.Side side, String what) {
                        breaches.add(side + ": " + what);
                    }
                });
        run(down.worker(), tunnel::start);
    }

    private double payload(String direction, String opcode) {
        return metrics.status().figures().stream()
                .filter(figure -> figure.name().equals("sluice.tunnel.payload"))
                .flatMap(figure -> figure.samples().stream())
                .filter(sample -> sample.labels().equals(List.of("site /", direction, opcode)))
                .findFirst()
                .orElseThrow()
                .value();
    }

    private <T> T seen(Function<TunnelView, T> what) throws Exception {
        return on(down.worker(), () -> what.apply(tunnel));
    }

    private static void pass(Wire from, Wire to, String... frames) throws Exception {
        for (String frame : frames) {
            byte[] bytes = HexFormat.of().parseHex(frame.replace(" ", ""));
            from.send(bytes);
            assertThat(to.readExactly(bytes.length)).isEqualTo(bytes);
        }
    }

    private void awaitEnd() throws Exception {
        assertThat(end.await(10, TimeUnit.SECONDS)).isTrue();
    }
}
