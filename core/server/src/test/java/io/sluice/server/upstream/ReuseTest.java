package io.sluice.server.upstream;

import static io.sluice.server.transport.Loopback.on;
import static io.sluice.server.transport.Loopback.run;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.api.exchange.UpstreamTry;
import io.sluice.server.config.NextUpstreamConfig.Condition;
import io.sluice.server.error.ErrorKind;
import io.sluice.server.error.ProxyException;
import io.sluice.server.observe.Metric;
import io.sluice.testkit.BackendConnection;
import io.sluice.testkit.Eventually;
import io.sluice.testkit.ScriptedBackend;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Idle connections: which is taken, how many are kept and for how long, and that a dead one is not used. */
class ReuseTest {
    private static final Duration LONG = Duration.ofMinutes(1);

    private final List<BackendConnection> accepted = new CopyOnWriteArrayList<>();
    private PoolFixture fixture;
    private ScriptedBackend backend;

    @BeforeEach
    void start() throws IOException {
        fixture = new PoolFixture();
        backend = ScriptedBackend.start(connection -> {
            accepted.add(connection);
            connection.readToEnd();
        });
        fixture.server(backend.address());
    }

    @AfterEach
    void stop() throws IOException {
        fixture.close();
        backend.close();
    }

    @Test
    void theConnectionUsedLastIsTakenFirst() throws Exception {
        UpstreamConnection a = connect();
        UpstreamConnection b = connect();
        recycle(a);
        recycle(b);
        assertThat(idle()).isEqualTo(2);
        PoolFixture.Search search = fixture.search();
        assertThat(search.connected()).isSameAs(b);
        assertThat(search.tries())
                .singleElement()
                .satisfies(one -> assertThat(one.connectMillis()).isZero());
        assertThat(connect()).isSameAs(a);
        assertThat(idle()).isZero();
        assertThat(fixture.active()).isEqualTo(2);
        assertThat(fixture.metrics.value(Metric.UPSTREAM_REUSES)).isEqualTo(2);
    }

    @Test
    void atTheLimitTheOneIdleLongestMakesRoom() throws Exception {
        fixture.keepalive(2, 1_000, LONG);
        UpstreamConnection a = connect();
        UpstreamConnection b = connect();
        UpstreamConnection c = connect();
        recycle(a);
        recycle(b);
        recycle(c);
        assertThat(idle()).isEqualTo(2);
        Eventually.until("one is closed", () -> fixture.worker().connections() == 2);
        assertThat((boolean) on(fixture.worker(), a.connection()::isOpen)).isFalse();
    }

    @Test
    void amongSeveralEndpointsEachKeepsItsOwnAndTheOneIdleLongestOfAllMakesRoom() throws Exception {
        try (ScriptedBackend second = ScriptedBackend.start(BackendConnection::readToEnd)) {
            AtomicInteger asked = new AtomicInteger();
            fixture.server(second.address())
                    .balancers(all -> exchange -> List.of(all.get(asked.get())).iterator())
                    .keepalive(2, 1_000, LONG);
            UpstreamConnection first = connect();
            asked.set(1);
            UpstreamConnection a = connect();
            UpstreamConnection b = connect();
            recycle(first);
            recycle(a);
            recycle(b);
            assertThat(idle()).isEqualTo(2);
            assertThat((boolean) on(fixture.worker(), first.connection()::isOpen))
                    .isFalse();
            asked.set(0);
            assertThat(connect()).isNotIn(a, b);
            asked.set(1);
            assertThat(connect()).isSameAs(b);
            assertThat(connect()).isSameAs(a);
            assertThat(idle()).isZero();
        }
    }

    @Test
    void withoutKeepaliveNothingIsKept() throws Exception {
        fixture.keepalive(0, 1_000, LONG);
        recycle(connect());
        assertThat(idle()).isZero();
        Eventually.until("closed", () -> fixture.worker().connections() == 0);
        assertThat(fixture.active()).isZero();
    }

    @Test
    void afterSoManyRequestsAConnectionIsNotReused() throws Exception {
        fixture.keepalive(8, 3, LONG);
        for (int i = 0; i < 6; i++) {
            recycle(connect());
        }
        Eventually.value("connections", backend::connections, count -> count == 2); // it counts on a thread of its own
        assertThat(idle()).isZero();
    }

    @Test
    void aConnectionIdleForTooLongIsClosed() throws Exception {
        fixture.keepalive(8, 1_000, Duration.ofMillis(150));
        recycle(connect());
        assertThat(idle()).isEqualTo(1);
        Eventually.until("closed", () -> fixture.worker().connections() == 0);
        assertThat(idle()).isZero();
    }

    @Test
    void takenAgainItsIdleTimeNoLongerCounts() throws Exception {
        fixture.keepalive(8, 1_000, Duration.ofMillis(200));
        UpstreamConnection first = connect();
        recycle(first);
        UpstreamConnection again = connect();
        assertThat(again).isSameAs(first);
        recycle(connectOther()); // its own idle time ends after the first one's would have
        Eventually.until("the other is closed", () -> idle() == 0);
        assertThat((boolean) on(fixture.worker(), again.connection()::isOpen)).isTrue();
    }

    @Test
    void anIdleConnectionThatTheEndpointClosesIsDropped() throws Exception {
        recycle(connect());
        Eventually.until("accepted", () -> accepted.size() == 1);
        accepted.get(0).close();
        Eventually.until("dropped", () -> idle() == 0 && fixture.worker().connections() == 0);
    }

    @Test
    void anIdleConnectionOnWhichTheEndpointSpeaksIsDropped() throws Exception {
        recycle(connect());
        Eventually.until("accepted", () -> accepted.size() == 1);
        accepted.get(0).send("HTTP/1.1 408 Request Timeout\r\n\r\n");
        Eventually.until("dropped", () -> idle() == 0 && fixture.worker().connections() == 0);
    }

    /** The end of one connection and a request on another may come in one round of the worker. */
    @Test
    void aConnectionWhoseEndWasReadIsNotTakenInTheSameRound() throws Exception {
        UpstreamConnection first = connect();
        recycle(first);
        PoolFixture.Search[] search = new PoolFixture.Search[1];
        run(fixture.worker(), () -> {
            first.onEnd(first.connection());
            try {
                search[0] = fixture.search();
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        });
        assertThat(search[0].connected()).isNotSameAs(first);
    }

    @Test
    void aConnectionThatEndedDuringItsExchangeIsNotKept() throws Exception {
        PoolFixture.Search search = fixture.search();
        UpstreamConnection connection = search.connected();
        Eventually.until("accepted", () -> accepted.size() == 1);
        accepted.get(0).shutdownOutput();
        search.recorder.awaitEvent("end");
        recycle(connection);
        assertThat(idle()).isZero();
        assertThat(fixture.active()).isZero();
    }

    /** nginx does the same for an upstream with keepalive: the endpoint is asked once more, on a fresh connection. */
    @Test
    void oneThatBreaksUnderARequestWithABodyCountsNoFailureEither() throws Exception {
        fixture.limits(1, LONG, 0);
        fixture.bodiless = false;
        recycle(connect());
        PoolFixture.Search search = fixture.search();
        search.connected();
        run(
                fixture.worker(),
                () -> search.dial.failed(Condition.ERROR, new ProxyException(ErrorKind.UPSTREAM_CLOSED, "closed")));
        assertThat(((EndpointState) fixture.endpoints.get(0)).failures()).isZero();
        assertThat(search.notices).isEmpty();
    }

    @Test
    void anIdleConnectionThatBreaksDoesNotSpeakAgainstItsEndpoint() throws Exception {
        recycle(connect());
        PoolFixture.Search search = fixture.search();
        UpstreamConnection stale = search.connected();
        run(fixture.worker(), () -> {
            search.tries.end(502, 0, 0, fixture.worker().now());
            stale.close();
            search.dial.failed(Condition.ERROR, new ProxyException(ErrorKind.UPSTREAM_CLOSED, "closed"));
        });
        Eventually.until("a second connection", () -> backend.connections() == 2);
        Eventually.until("connected", () -> search.tries().get(1).connectMillis() >= 0);
        assertThat(search.tries()).extracting(UpstreamTry::address).containsOnly(backend.hostPort());
        run(fixture.worker(), () -> {
            search.tries.end(502, 0, 0, fixture.worker().now());
            search.dial.failed(Condition.ERROR, new ProxyException(ErrorKind.UPSTREAM_CLOSED, "closed again"));
        });
        assertThat(search.tries()).as("a fresh one that breaks ends the search").hasSize(2);
        assertThat(search.failures).hasSize(1);
    }

    @Test
    void closeIdleClosesAll() throws Exception {
        UpstreamConnection a = connect();
        UpstreamConnection b = connect();
        recycle(a);
        recycle(b);
        run(fixture.worker(), () -> fixture.pool().closeIdle(fixture.worker()));
        assertThat(idle()).isZero();
        Eventually.until("closed", () -> fixture.worker().connections() == 0);
    }

    private UpstreamConnection connect() throws Exception {
        return fixture.search().connected();
    }

    private UpstreamConnection connectOther() throws Exception {
        UpstreamConnection other = connect();
        Eventually.until("two accepted", () -> accepted.size() == 2);
        return other;
    }

    private void recycle(UpstreamConnection connection) throws Exception {
        run(fixture.worker(), connection::recycle);
    }

    private long idle() {
        return fixture.metrics.value(Metric.UPSTREAM_IDLE);
    }
}
