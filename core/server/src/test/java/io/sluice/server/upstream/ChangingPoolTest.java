package io.sluice.server.upstream;

import static io.sluice.server.transport.Loopback.on;
import static io.sluice.server.transport.Loopback.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.api.balance.Endpoint;
import io.sluice.api.exchange.AddressText;
import io.sluice.server.config.QueueConfig;
import io.sluice.server.config.UpstreamConfig.Server;
import io.sluice.server.config.UpstreamConfig.ServerLimits;
import io.sluice.server.config.UpstreamConfig.Use;
import io.sluice.server.error.ErrorKind;
import io.sluice.server.observe.LogCapture;
import io.sluice.server.observe.Metric;
import io.sluice.server.resolve.Found;
import io.sluice.testkit.Eventually;
import io.sluice.testkit.ScriptedBackend;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A pool whose names lead elsewhere from time to time: what becomes of its endpoints and of what goes on with them. */
class ChangingPoolTest {
    private static final ServerLimits LIMITS = new ServerLimits(3, Duration.ofSeconds(7), 5, Duration.ZERO);

    private final List<List<Endpoint>> balanced = new ArrayList<>();
    private PoolFixture fixture;
    private ScriptedBackend backend;

    @BeforeEach
    void start() throws IOException {
        backend = ScriptedBackend.start(connection -> connection.readToEnd());
        fixture = new PoolFixture().balancers(all -> {
            balanced.add(all);
            return exchange -> all.iterator();
        });
    }

    @AfterEach
    void stop() throws IOException {
        fixture.close();
        backend.close();
    }

    private static Server named(String host, int port, int weight, boolean backup) {
        return new Server(host, InetSocketAddress.createUnresolved(host, port), weight, backup, Use.UP, "r", LIMITS);
    }

    private Server chat() {
        Server line = named("chat.internal", backend.address().getPort(), 4, false);
        fixture.server(line);
        return line;
    }

    private static Found host(String address) throws IOException {
        return new Found(InetAddress.getAllByName(address)[0], 0, 0, 0, "chat.internal");
    }

    private List<EndpointState> endpoints() {
        return fixture.pool().endpoints().all();
    }

    // ---- which endpoints there are

    @Test
    void eachAddressOfAHostHasAllThatItsLineSays() throws Exception {
        Server line = chat();
        fixture.pool().replace(line, List.of(host("10.0.0.1"), host("::1")));
        assertThat(endpoints())
                .extracting(EndpointState::addressText)
                .containsExactly("10.0.0.1:" + port(), "[::1]:" + port());
        assertThat(endpoints()).allSatisfy(endpoint -> {
            assertThat(endpoint.name()).isEqualTo("chat.internal");
            assertThat(endpoint.host()).isEqualTo("chat.internal");
            assertThat(endpoint.weight()).isEqualTo(4);
            assertThat(endpoint.backup()).isFalse();
            assertThat(endpoint.served().server().limits()).isEqualTo(LIMITS);
            assertThat(endpoint.route()).isEqualTo("r");
        });
    }

    static Stream<Arguments> services() {
        return Stream.of(
                Arguments.of(1, false, List.of("a:10.0.0.1:81 w7", "a:10.0.0.2:81 w7", "b:10.0.0.3:82 w1 backup")),
                Arguments.of(9, false, List.of("a:10.0.0.1:81 w9", "a:10.0.0.2:81 w9", "b:10.0.0.3:82 w9 backup")),
                Arguments.of(1, true, List.of("a:10.0.0.1:81 w7 backup", "a:10.0.0.2:81 w7 backup")));
    }

    @ParameterizedTest
    @MethodSource("services")
    void aServiceHasItsRecordsPortsWeightsAndPrioritiesAsInNginx(int weight, boolean backup, List<String> expected)
            throws Exception {
        Server line = named("_ws._tcp.chat.internal", 0, weight, backup);
        fixture.server(line);
        fixture.pool()
                .replace(
                        line,
                        List.of(
                                new Found(InetAddress.getAllByName("10.0.0.1")[0], 81, 5, 7, "a"),
                                new Found(InetAddress.getAllByName("10.0.0.2")[0], 81, 5, 7, "a"),
                                new Found(InetAddress.getAllByName("10.0.0.3")[0], 82, 6, 1, "b")));
        assertThat(endpoints())
                .extracting(one ->
                        one.name() + ":" + one.addressText() + " w" + one.weight() + (one.backup() ? " backup" : ""))
                .containsExactlyElementsOf(expected);
        assertThat(endpoints()).extracting(EndpointState::host).containsOnly("chat.internal");
    }

    @Test
    void theOrderIsThatOfTheLines() throws Exception {
        fixture.server(new InetSocketAddress("10.0.0.8", 80));
        Server line = chat();
        fixture.server(new InetSocketAddress("10.0.0.9", 80));
        fixture.pool().replace(line, List.of(host("10.0.0.1")));
        assertThat(endpoints())
                .extracting(EndpointState::addressText)
                .containsExactly("10.0.0.8:80", "10.0.0.1:" + port(), "10.0.0.9:80");
    }

    @Test
    void endpointsThatStayAreTheSameObjectsAndTheirBalancerIsMadeAnew() throws Exception {
        Server line = chat();
        fixture.pool().replace(line, List.of(host("10.0.0.1"), host("10.0.0.2")));
        EndpointState stays = endpoints().get(1);
        try (LogCapture log = LogCapture.of(Pool.class)) {
            fixture.pool().replace(line, List.of(host("10.0.0.2"), host("10.0.0.3")));
            assertThat(log.lines())
                    .containsExactly("INFO upstream \"app\": +10.0.0.3:" + port() + " -10.0.0.1:" + port());
        }
        assertThat(endpoints()).hasSize(2).first().isSameAs(stays);
        assertThat(balanced.get(balanced.size() - 1)).containsExactlyElementsOf(endpoints());
        assertThat(fixture.metrics.value(Metric.UPSTREAM_LIST_CHANGES)).isEqualTo(2);
    }

    @Test
    void anEndpointThatComesBackIsANewOne() throws Exception {
        Server line = chat();
        fixture.pool().replace(line, List.of(host("10.0.0.1")));
        EndpointState before = endpoints().get(0);
        fixture.pool().replace(line, List.of(host("10.0.0.2")));
        fixture.pool().replace(line, List.of(host("10.0.0.1")));
        assertThat(endpoints()).singleElement().isNotSameAs(before);
        assertThat(before.down()).isTrue();
    }

    @Test
    void failuresCountFromTheMomentThatAnotherEndpointCanServe() throws Exception {
        Server line = chat();
        fixture.pool().replace(line, List.of(host("10.0.0.1")));
        EndpointState first = endpoints().get(0);
        for (int i = 0; i < 3; i++) {
            first.failed();
        }
        assertThat(first.available()).as("the only one is used in any case").isTrue();
        fixture.pool().replace(line, List.of(host("10.0.0.1"), host("10.0.0.2")));
        assertThat(first.available()).isFalse();
    }

    // ---- a list that is empty, or cannot be used

    @Test
    void withoutAnyEndpointThereAreNoLiveUpstreams() throws Exception {
        chat();
        assertThat(fixture.search().exhausted()).satisfies(why -> {
            assertThat(why.kind()).isEqualTo(ErrorKind.NO_ENDPOINT);
            assertThat(why).hasMessage("no live upstreams while connecting to upstream");
        });
    }

    @Test
    void settingsAreAskedForAtTheStartThoughNoNameIsResolvedYet() {
        chat();
        fixture.pool();
        assertThat(balanced)
                .singleElement()
                .satisfies(all -> assertThat(all).singleElement().satisfies(standIn -> {
                    assertThat(standIn.name()).isEqualTo("chat.internal");
                    assertThat(((InetSocketAddress) standIn.address())
                                    .getAddress()
                                    .isLoopbackAddress())
                            .isTrue();
                }));
        assertThat(endpoints()).isEmpty();
    }

    @Test
    void aListThatTheBalancerCannotBeMadeForIsNotTaken() throws Exception {
        fixture.balancers(all -> {
            if (all.size() > 1) {
                throw new IllegalStateException("two are too many");
            }
            return exchange -> all.iterator();
        });
        Server line = chat();
        fixture.pool().replace(line, List.of(host("10.0.0.1")));
        EndpointList before = fixture.pool().endpoints();
        assertThatThrownBy(() -> fixture.pool().replace(line, List.of(host("10.0.0.1"), host("10.0.0.2"))))
                .hasMessage("two are too many");
        assertThat(fixture.pool().endpoints()).isSameAs(before);
        fixture.pool().replace(line, List.of(host("10.0.0.3")));
        assertThat(endpoints()).extracting(EndpointState::addressText).containsExactly("10.0.0.3:" + port());
    }

    // ---- what goes on meanwhile

    @Test
    void aConnectionInUseIsNotTouchedAndNotKeptAfterwards() throws Exception {
        Server line = chat();
        fixture.pool().replace(line, List.of(host("127.0.0.1")));
        UpstreamConnection used = fixture.search().connected();
        fixture.pool().replace(line, List.of(host("127.0.0.2")));
        assertThat((boolean) on(fixture.worker(), used.connection()::isOpen)).isTrue();
        run(fixture.worker(), used::recycle);
        Eventually.until("closed", () -> fixture.worker().connections() == 0);
        assertThat(fixture.metrics.value(Metric.UPSTREAM_IDLE)).isZero();
    }

    @Test
    void idleConnectionsOfAnEndpointThatIsGoneAreClosedAndOthersAreNot() throws Exception {
        try (ScriptedBackend other =
                ScriptedBackend.start("127.0.0.2", backend.address().getPort(), connection -> connection.readToEnd())) {
            Server line = chat();
            fixture.pool().replace(line, List.of(host("127.0.0.1")));
            UpstreamConnection gone = fixture.search().connected();
            fixture.pool().replace(line, List.of(host("127.0.0.2"), host("127.0.0.1")));
            UpstreamConnection stays = fixture.search().connected();
            run(fixture.worker(), gone::recycle);
            run(fixture.worker(), stays::recycle);
            assertThat(fixture.metrics.value(Metric.UPSTREAM_IDLE)).isEqualTo(2);

            fixture.pool().replace(line, List.of(host("127.0.0.2")));
            Eventually.until("one is closed", () -> fixture.worker().connections() == 1);
            assertThat(fixture.metrics.value(Metric.UPSTREAM_IDLE)).isEqualTo(1);
            assertThat((boolean) on(fixture.worker(), stays.connection()::isOpen))
                    .isTrue();
            assertThat(fixture.search().connected()).isSameAs(stays);
            Eventually.until("connected to once", () -> other.connections() == 1);
        }
    }

    @Test
    void anExchangeWhoseListIsGoneGoesOnWithTheNewOne() throws Exception {
        Server line = chat();
        fixture.pool().replace(line, List.of(host("127.0.0.4")));
        Found other = host("127.0.0.1");
        List<Endpoint> ranked = new ArrayList<>();
        fixture.balancers(all -> exchange -> all.stream()
                .peek(endpoint -> {
                    ranked.add(endpoint);
                    fixture.pool().replace(line, List.of(other));
                })
                .iterator());
        fixture.pool().replace(line, List.of(host("127.0.0.3")));
        fixture.search().connected();
        assertThat(ranked)
                .extracting(one -> AddressText.of(one.address()))
                .containsExactly("127.0.0.3:" + port(), "127.0.0.1:" + port());
    }

    @Test
    void aSearchThatWaitsForAPlaceFindsOneAtAnEndpointThatComes() throws Exception {
        fixture.queue = new QueueConfig(1, Duration.ofMinutes(1));
        Server line = new Server(
                "chat.internal",
                InetSocketAddress.createUnresolved("chat.internal", port()),
                1,
                false,
                Use.UP,
                "",
                new ServerLimits(0, Duration.ZERO, 1, Duration.ZERO));
        fixture.server(line);
        try (ScriptedBackend other = ScriptedBackend.start("127.0.0.2", port(), connection -> connection.readToEnd())) {
            fixture.pool().replace(line, List.of(host("127.0.0.1")));
            fixture.search().connected();
            PoolFixture.Search waiting = fixture.search();
            assertThat(fixture.pool().line().length()).isEqualTo(1);
            fixture.pool().replace(line, List.of(host("127.0.0.1"), host("127.0.0.2")));
            waiting.connected();
            Eventually.until("connected to once", () -> other.connections() == 1);
        }
    }

    private int port() {
        return backend.address().getPort();
    }
}
