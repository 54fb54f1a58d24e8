package io.sluice.server.upstream;

import static io.sluice.server.transport.Loopback.run;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.api.balance.Endpoint;
import io.sluice.api.balance.LoadBalancer;
import io.sluice.api.exchange.UpstreamTry;
import io.sluice.server.config.NextUpstreamConfig.Condition;
import io.sluice.server.config.UpstreamConfig.Use;
import io.sluice.server.error.ErrorKind;
import io.sluice.server.error.ProxyException;
import io.sluice.server.observe.Metric;
import io.sluice.testkit.Eventually;
import io.sluice.testkit.FakeEndpoint;
import io.sluice.testkit.FreePort;
import io.sluice.testkit.FullBacklog;
import io.sluice.testkit.ScriptedBackend;
import io.sluice.testkit.Scripts;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The search for a connection: the order of endpoints, what is left out, and what is told of failures. */
class DialTest {
    private PoolFixture fixture;
    private ScriptedBackend backend;
    private InetSocketAddress refusing;

    @BeforeEach
    void start() throws IOException {
        fixture = new PoolFixture();
        backend = ScriptedBackend.start(Scripts.silent());
        refusing = refusing();
    }

    @AfterEach
    void stop() throws IOException {
        fixture.close();
        backend.close();
    }

    @Test
    void endpointsAreTriedAsTheBalancerRanksThem() throws Exception {
        InetSocketAddress other = refusing();
        fixture.server(backend.address()).server(refusing).server(other).balancers(all -> {
            List<Endpoint> reversed = new ArrayList<>(all);
            Collections.reverse(reversed);
            return exchange -> reversed.iterator();
        });
        PoolFixture.Search search = fixture.search();
        search.connected();
        assertThat(search.tries())
                .extracting(UpstreamTry::address)
                .containsExactly(text(other), text(refusing), backend.hostPort());
    }

    @Test
    void aRefusedConnectIsRecordedAs502AndTheNextIsTried() throws Exception {
        fixture.server(refusing).server(backend.address());
        PoolFixture.Search search = fixture.search();
        UpstreamConnection connection = search.connected();
        assertThat(search.failures).singleElement().satisfies(why -> {
            assertThat(why.kind()).isEqualTo(ErrorKind.CONNECT_FAILED);
            assertThat(why).hasMessage("Connection refused while connecting to upstream");
        });
        UpstreamTry first = search.tries().get(0);
        assertThat(first.status()).isEqualTo(502);
        assertThat(first.connectMillis()).isEqualTo(-1);
        assertThat(first.responseMillis()).isBetween(0L, 10_000L);
        assertThat(search.tries().get(1).connectMillis()).isBetween(0L, 10_000L);
        assertThat(fixture.metrics.value(Metric.UPSTREAM_CONNECT_FAILURES)).isEqualTo(1);
        assertThat(fixture.metrics.value(Metric.UPSTREAM_CONNECTS)).isEqualTo(1);
        assertThat(fixture.metrics.value(Metric.UPSTREAM_TRIES)).isEqualTo(2);
        assertThat(fixture.metrics.status().metrics())
                .containsEntry(Metric.UPSTREAM_CONNECT_DURATION.id() + ".count", 1L);
        assertThat(fixture.active()).isEqualTo(1);
        run(fixture.worker(), connection::close);
        assertThat(fixture.active()).isZero();
    }

    @Test
    void aConnectThatTakesTooLongIsRecordedAs504AndTheNextIsTried() throws Exception {
        try (FullBacklog full = new FullBacklog()) {
            fixture.server(full.address()).server(backend.address());
            PoolFixture.Search search = fixture.search(Duration.ofMillis(150));
            search.connected();
            assertThat(search.failures).extracting(ProxyException::kind).containsExactly(ErrorKind.CONNECT_TIMEOUT);
            UpstreamTry first = search.tries().get(0);
            assertThat(first.status()).isEqualTo(504);
            assertThat(first.responseMillis()).isBetween(150L, 10_000L);
        }
    }

    @Test
    void whenAnEndpointIsMarkedDownWhileItIsConnectedToTheNextIsTried() throws Exception {
        try (FullBacklog full = new FullBacklog()) {
            fixture.server(full.address()).server(backend.address());
            PoolFixture.Search search = fixture.search(Duration.ofMillis(400));
            fixture.pool().mark("s0", Use.DOWN);
            assertThat(search.connected().endpoint().address()).isEqualTo(backend.address());
        }
    }

    @Test
    void whenAllHaveFailedTheLastFailureIsTold() throws Exception {
        fixture.server(refusing).server(refusing()).server(refusing());
        PoolFixture.Search search = fixture.search();
        ProxyException why = search.exhausted();
        assertThat(why.kind()).isEqualTo(ErrorKind.CONNECT_FAILED);
        assertThat(search.failures).as("told besides, for the log").hasSize(2).doesNotContain(why);
        assertThat(search.tries()).extracting(UpstreamTry::status).containsExactly(502, 502, 502);
        assertThat(fixture.active()).isZero();
    }

    @Test
    void backupsAreTriedAfterAllOthersInTheOrderOfTheirOwnBalancer() throws Exception {
        InetSocketAddress backup = refusing();
        fixture.server(backup, true, false)
                .server(refusing)
                .server(backend.address(), true, false)
                .server(refusing(), false, true);
        PoolFixture.Search search = fixture.search();
        search.connected();
        assertThat(search.tries())
                .extracting(UpstreamTry::address)
                .containsExactly(text(refusing), text(backup), backend.hostPort());
    }

    @Test
    void anEndpointThatIsDownIsNeverTried() throws Exception {
        fixture.server(backend.address(), false, true).server(backend.address(), true, true);
        PoolFixture.Search search = fixture.search();
        assertThat(search.exhausted().kind()).isEqualTo(ErrorKind.NO_ENDPOINT);
        assertThat(search.exhausted()).hasMessage("no live upstreams while connecting to upstream");
        assertThat(search.tries()).containsExactly(new UpstreamTry("app", 502, -1, -1, 0, 0, 0));
        assertThat(backend.connections()).isZero();
    }

    @Test
    void anEndpointRankedAgainIsTriedOnce() throws Exception {
        fixture.server(refusing)
                .server(backend.address())
                .balancers(all ->
                        exchange -> List.of(all.get(0), all.get(0), all.get(1)).iterator());
        PoolFixture.Search search = fixture.search();
        search.connected();
        assertThat(search.tries()).hasSize(2);
    }

    @Test
    void afterAConnectionBrokeUnansweredTheNextIsTried() throws Exception {
        fixture.server(backend.address()).server(refusing);
        PoolFixture.Search search = fixture.search();
        UpstreamConnection connection = search.connected();
        run(fixture.worker(), () -> {
            search.tries.end(502, 0, 0, fixture.worker().now());
            connection.close();
            search.dial.failed(Condition.ERROR, new ProxyException(ErrorKind.UPSTREAM_CLOSED, "closed"));
        });
        Eventually.until("the next has failed", () -> search.tries().size() == 2 && fixture.active() == 0);
        assertThat(search.tries()).extracting(UpstreamTry::address).containsExactly(backend.hostPort(), text(refusing));
        assertThat(fixture.active()).isZero();
    }

    @Test
    void itIsToldWhenAnEndpointIsGivenUpAndWhenItIsUsedAgain() throws Exception {
        Duration timeout = Duration.ofSeconds(10);
        fixture.limits(1, timeout, 0).server(refusing).server(backend.address());
        assertThat(connected(fixture.search()).notices)
                .containsExactly("upstream server temporarily disabled while connecting to upstream");
        assertThat(connected(fixture.search()).notices).isEmpty();
        fixture.clock.advance(timeout.plusNanos(1));
        try (ScriptedBackend back = ScriptedBackend.start("127.0.0.1", refusing.getPort(), Scripts.silent())) {
            PoolFixture.Search search = connected(fixture.search());
            Eventually.until("it is tried", () -> back.connections() == 1);
            run(fixture.worker(), search.dial::answered);
            assertThat(search.notices).containsExactly("upstream server is used again");
        }
    }

    @Test
    void oneThatIsFullIsPassedOver() throws Exception {
        fixture.limits(0, Duration.ZERO, 1).server(backend.address()).server(refusing);
        UpstreamConnection only = fixture.search().connected();
        PoolFixture.Search other = fixture.search();
        assertThat(other.exhausted().kind()).isEqualTo(ErrorKind.NO_ENDPOINT);
        assertThat(other.tries()).extracting(UpstreamTry::address).containsExactly(text(refusing), "app");
        run(fixture.worker(), only::close);
        fixture.search().connected();
        Eventually.until("connected to twice", () -> backend.connections() == 2);
    }

    private static PoolFixture.Search connected(PoolFixture.Search search) throws Exception {
        search.connected();
        return search;
    }

    // ---- a balancer that misbehaves fails its one exchange

    static Map<String, LoadBalancer> badBalancers() {
        return Map.of(
                "throws",
                        exchange -> {
                            throw new IllegalStateException("a fault");
                        },
                "misses a class",
                        exchange -> {
                            throw new NoClassDefFoundError("a/Class");
                        },
                "returns null", exchange -> null,
                "throws late",
                        exchange -> Stream.<Endpoint>generate(() -> {
                                    throw new IllegalStateException("a fault");
                                })
                                .iterator(),
                "ranks foreign endpoints for ever",
                        exchange -> Stream.<Endpoint>generate(() -> new FakeEndpoint("x:1"))
                                .iterator());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "throws",
                "misses a class",
                "returns null",
                "throws late",
                "ranks foreign endpoints for ever",
            })
    void aBalancerThatFailsIsAPluginFailure(String how) throws Exception {
        fixture.server(backend.address()).balancers(all -> badBalancers().get(how));
        ProxyException why = fixture.search().exhausted();
        assertThat(why.kind()).isEqualTo(ErrorKind.PLUGIN_FAILURE);
        assertThat(why).hasMessageStartingWith("strategy 'test' of upstream 'app' failed: ");
        assertThat(backend.connections()).isZero();
    }

    @Test
    void aBalancerThatRepeatsOneEndpointForEverIsAPluginFailure() throws Exception {
        fixture.server(refusing)
                .server(backend.address())
                .balancers(all -> exchange -> Stream.generate(() -> all.get(0)).iterator());
        PoolFixture.Search search = fixture.search();
        assertThat(search.exhausted().kind()).isEqualTo(ErrorKind.PLUGIN_FAILURE);
        assertThat(search.tries()).hasSize(1);
    }

    @Test
    void endpointsThatARankingLeavesOutAreNotUsed() throws Exception {
        Iterator<Endpoint> none = List.<Endpoint>of().iterator();
        fixture.server(backend.address()).balancers(all -> exchange -> none);
        assertThat(fixture.search().exhausted().kind()).isEqualTo(ErrorKind.NO_ENDPOINT);
    }

    // ---- cancel

    @Test
    void aConnectionEstablishedAfterTheExchangeEndedIsClosed() throws Exception {
        fixture.server(backend.address());
        PoolFixture.Search search = fixture.search(Duration.ofSeconds(10));
        UpstreamConnection first = search.connected();
        run(fixture.worker(), first::close);
        PoolFixture.Search[] late = new PoolFixture.Search[1];
        run(fixture.worker(), () -> {
            try {
                late[0] = fixture.search();
            } catch (Exception e) {
                throw new AssertionError(e);
            }
            late[0].dial.cancel();
        });
        Eventually.until("nothing is open", () -> fixture.worker().connections() == 0 && fixture.active() == 0);
        assertThat(late[0].ended()).isFalse();
    }

    @Test
    void aConnectThatFailsAfterTheExchangeEndedIsNotTold() throws Exception {
        try (FullBacklog full = new FullBacklog()) {
            fixture.server(full.address()).server(backend.address());
            PoolFixture.Search search = fixture.search(Duration.ofMillis(100));
            run(fixture.worker(), search.dial::cancel);
            Eventually.until("given up", () -> fixture.active() == 0);
            assertThat(search.ended()).isFalse();
            assertThat(search.failures).isEmpty();
            assertThat(backend.connections()).isZero();
        }
    }

    private static InetSocketAddress refusing() throws IOException {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), FreePort.next());
    }

    private static String text(InetSocketAddress address) {
        return "127.0.0.1:" + address.getPort();
    }
}
