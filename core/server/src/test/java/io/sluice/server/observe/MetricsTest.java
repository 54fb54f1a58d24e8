package io.sluice.server.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.within;

import io.sluice.api.exchange.TunnelView;
import io.sluice.api.status.EndpointView;
import io.sluice.api.status.Figure;
import io.sluice.api.status.Figure.Bucket;
import io.sluice.api.status.Figure.Distribution;
import io.sluice.api.status.StatusView;
import io.sluice.api.status.UpstreamView;
import io.sluice.server.error.ErrorKind;
import io.sluice.testkit.ManualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class MetricsTest {
    private static final EndpointView.Traffic TRAFFIC = new EndpointView.Traffic(11, 12, 13, 14, Map.of());

    /** Brought by the workers and by the files of certificates. */
    private static final Set<Metric> OF_OTHERS = Set.of(
            Metric.WORKERS_LAG, Metric.TLS_CERTIFICATE_EXPIRES_IN, Metric.CONFIG_GENERATION, Metric.CONFIG_SINCE);

    private final ManualClock clock = new ManualClock();
    private final Metrics metrics = new Metrics(clock::nanoTime);

    @Test
    void namesAreDottedLowerCaseAndUnique() {
        List<String> ids = Arrays.stream(Metric.values()).map(Metric::id).toList();

        assertThat(ids).doesNotHaveDuplicates().allMatch(id -> id.matches("sluice(\\.[a-z0-9]+(-[a-z0-9]+)*)+"));
    }

    @ParameterizedTest
    @EnumSource(Metric.class)
    void everyFigureIsThereFromTheStartButThoseOfOthers(Metric metric) {
        String name = metric.kind() == Metric.Kind.TIMER ? metric.id() + ".count" : metric.id();

        assertThat(metrics.status().metrics().containsKey(name)).isEqualTo(!OF_OTHERS.contains(metric));
    }

    @Test
    void countersOnlyGrowAndGaugesGoBothWays() {
        metrics.count(Metric.REQUESTS);
        metrics.add(Metric.REQUESTS, 4);
        metrics.inc(Metric.TUNNELS_OPEN);
        metrics.inc(Metric.TUNNELS_OPEN);
        metrics.dec(Metric.TUNNELS_OPEN);

        assertThat(metrics.value(Metric.REQUESTS)).isEqualTo(5);
        assertThat(metrics.value(Metric.TUNNELS_OPEN)).isEqualTo(1);
    }

    @Test
    void aFigureOfAnotherKindIsRefused() {
        assertThatThrownBy(() -> metrics.count(Metric.TUNNELS_OPEN))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("TUNNELS_OPEN is a GAUGE (expected: a COUNTER)");
        assertThatThrownBy(() -> metrics.inc(Metric.REQUESTS)).hasMessageContaining("expected: a GAUGE");
        assertThatThrownBy(() -> metrics.time(Metric.REQUESTS, 1)).hasMessageContaining("expected: a TIMER");
        assertThatThrownBy(() -> metrics.read(Metric.REQUESTS, () -> 1)).hasMessageContaining("expected: a READ");
    }

    @Test
    void aFailureIsCountedInAllAndByItsKind() {
        metrics.failed(ErrorKind.CONNECT_FAILED);
        metrics.failed(ErrorKind.CONNECT_FAILED);
        metrics.failed(ErrorKind.TUNNEL_IDLE);

        assertThat(metrics.failures(ErrorKind.CONNECT_FAILED)).isEqualTo(2);
        assertThat(metrics.status().metrics())
                .containsEntry("sluice.failures", 3L)
                .containsEntry("sluice.failures.connect-failed", 2L)
                .containsEntry("sluice.failures.tunnel-idle", 1L)
                .containsEntry("sluice.failures.internal", 0L);
    }

    @ParameterizedTest
    @CsvSource({"101, 1xx", "200, 2xx", "299, 2xx", "304, 3xx", "499, 4xx", "504, 5xx"})
    void answersAreCountedByTheHundred(int status, String name) {
        metrics.answered(status);

        assertThat(metrics.status().metrics()).containsEntry("sluice.responses." + name, 1L);
    }

    @ParameterizedTest
    @CsvSource({"0", "99", "600", "-1"})
    void whatIsNoStatusIsNotCounted(int status) {
        metrics.answered(status);

        assertThat(metrics.status().metrics().entrySet())
                .filteredOn(each -> each.getKey().startsWith("sluice.responses."))
                .allMatch(each -> each.getValue().longValue() == 0);
    }

    @Test
    void aReadFigureIsAskedWhenSomebodyLooks() {
        long[] lag = {7};
        metrics.read(Metric.WORKERS_LAG, () -> lag[0]);

        assertThat(metrics.status().metrics()).containsEntry("sluice.workers.lag", 7L);
        lag[0] = 9;
        assertThat(metrics.status().metrics()).containsEntry("sluice.workers.lag", 9L);
    }

    @Test
    void theProcessTellsItsFilesAndMemory() {
        Map<String, Number> all = metrics.status().metrics();

        assertThat(all.get("sluice.process.open-files").longValue()).isPositive();
        assertThat(all.get("sluice.process.max-files").longValue())
                .isGreaterThanOrEqualTo(all.get("sluice.process.open-files").longValue());
        assertThat(all.get("sluice.process.heap").longValue()).isPositive();
        assertThat(all.get("sluice.process.direct").longValue()).isNotNegative();
    }

    @Test
    void aTimerTellsItsCountAndItsRecentQuantilesInMilliseconds() {
        for (int millis = 1; millis <= 100; millis++) {
            metrics.time(Metric.EXCHANGE_DURATION, TimeUnit.MILLISECONDS.toNanos(millis));
        }
        Map<String, Number> all = metrics.status().metrics();

        assertThat(all).containsEntry("sluice.exchange.duration.count", 100L);
        assertThat(all.get("sluice.exchange.duration.p50").doubleValue()).isCloseTo(50, within(4.0));
        assertThat(all.get("sluice.exchange.duration.p99").doubleValue()).isCloseTo(99, within(7.0));
        assertThat(all.get("sluice.exchange.duration.max").doubleValue()).isCloseTo(100, within(7.0));
    }

    @Test
    void theStatusShowsTheFiguresOfItsMoment() {
        metrics.add(Metric.CONNECTIONS_ACCEPTED, 5);
        metrics.add(Metric.CONNECTIONS_HANDLED, 4);
        metrics.add(Metric.REQUESTS, 9);
        for (Metric gauge : List.of(
                Metric.CONNECTIONS_ACTIVE,
                Metric.CONNECTIONS_READING,
                Metric.CONNECTIONS_WRITING,
                Metric.CONNECTIONS_WAITING,
                Metric.TUNNELS_OPEN)) {
            metrics.inc(gauge);
        }
        metrics.inc(Metric.CONNECTIONS_ACTIVE);
        clock.advance(Duration.ofSeconds(61));
        StatusView status = metrics.status();
        Map<String, Number> all = status.metrics();
        metrics.count(Metric.REQUESTS);

        assertThat(status.acceptedConnections()).isEqualTo(5);
        assertThat(status.handledConnections()).isEqualTo(4);
        assertThat(status.requests()).isEqualTo(9);
        assertThat(status.activeConnections()).isEqualTo(2);
        assertThat(status.reading()).isEqualTo(1);
        assertThat(status.writing()).isEqualTo(1);
        assertThat(status.waiting()).isEqualTo(1);
        assertThat(status.tunnels()).isEqualTo(1);
        assertThat(status.uptimeSeconds()).isEqualTo(61);
        assertThat(all).containsEntry("sluice.requests", 9L).containsEntry("sluice.process.uptime", 61L);
        assertThat(status.metrics()).isEqualTo(all);
    }

    @Test
    void anEndpointHasFiguresAsLongAsItIsThere() {
        List<EndpointView> endpoints = new ArrayList<>(List.of(
                endpoint("10.0.0.1:80", EndpointView.State.FULL, 3), endpoint("[::1]:80", EndpointView.State.DOWN, 4)));
        metrics.upstreams(() -> List.of(new UpstreamView("chat", 0, endpoints)));

        assertThat(metrics.status().upstreams()).containsExactly(new UpstreamView("chat", 0, endpoints));
        assertThat(metrics.status().metrics())
                .containsEntry("sluice.endpoint.chat.10.0.0.1:80.up", 1L)
                .containsEntry("sluice.endpoint.chat.10.0.0.1:80.active", 3L)
                .containsEntry("sluice.endpoint.chat.10.0.0.1:80.tunnels", 2L)
                .containsEntry("sluice.endpoint.chat.10.0.0.1:80.idle", 5L)
                .containsEntry("sluice.endpoint.chat.10.0.0.1:80.chosen", 6L)
                .containsEntry("sluice.endpoint.chat.10.0.0.1:80.failures", 7L)
                .containsEntry("sluice.endpoint.chat.10.0.0.1:80.messages-in", 11L)
                .containsEntry("sluice.endpoint.chat.10.0.0.1:80.messages-out", 12L)
                .containsEntry("sluice.endpoint.chat.10.0.0.1:80.bytes-in", 13L)
                .containsEntry("sluice.endpoint.chat.10.0.0.1:80.bytes-out", 14L)
                .containsEntry("sluice.endpoint.chat.[::1]:80.up", 0L);
        assertThat(metrics.status().figures())
                .filteredOn(figure -> figure.name().equals("sluice.endpoint.state"))
                .flatExtracting(Figure::samples)
                .extracting(Figure.Sample::labels)
                .containsExactly(List.of("chat", "10.0.0.1:80", "full"), List.of("chat", "[::1]:80", "down"));
        assertThat(figure("sluice.endpoint.bytes").samples())
                .contains(
                        Figure.Sample.of(List.of("chat", "10.0.0.1:80", "in"), 13),
                        Figure.Sample.of(List.of("chat", "10.0.0.1:80", "out"), 14))
                .hasSize(4);
        endpoints.remove(0);
        assertThat(metrics.status().metrics().keySet())
                .noneMatch(name -> name.contains("10.0.0.1"))
                .anyMatch(name -> name.contains("[::1]"));
    }

    @Test
    void anAddressThatStandsTwiceHasTheSumOfBoth() {
        EndpointView one = endpoint("10.0.0.1:80", EndpointView.State.UP, 3);
        metrics.upstreams(() -> List.of(new UpstreamView("chat", 0, List.of(one, one))));

        assertThat(metrics.status().metrics()).containsEntry("sluice.endpoint.chat.10.0.0.1:80.active", 6L);
    }

    @Test
    void theRegistryHasTheEndpointsThatAreThere() {
        List<EndpointView> endpoints = new ArrayList<>(List.of(endpoint("10.0.0.1:80", EndpointView.State.UP, 3)));
        metrics.upstreams(() -> List.of(new UpstreamView("chat", 0, endpoints)));
        String name = "sluice.endpoint.chat.10.0.0.1:80.active";

        assertThat(metrics.registry().getGauges().get(name).getValue()).isEqualTo(3L);
        endpoints.set(0, endpoint("10.0.0.1:80", EndpointView.State.UP, 4));
        assertThat(metrics.registry().getGauges().get(name).getValue()).isEqualTo(4L);
        endpoints.clear();
        assertThat(metrics.registry().getGauges()).doesNotContainKey(name);
    }

    @Test
    void equalNamesOfRoutesShareTheirFigures() {
        RouteFigures route = metrics.route("site /");

        assertThat(metrics.route("site /")).isSameAs(route);
        assertThat(metrics.route("site /a")).isNotSameAs(route);
    }

    @Test
    void aFailureIsCountedOfItsRouteOrOfNone() {
        RouteFigures route = metrics.route("site /");
        metrics.failed(ErrorKind.CONNECT_FAILED, route);
        metrics.failed(ErrorKind.BAD_REQUEST);

        assertThat(samples("sluice.failures"))
                .containsOnly(
                        entry(List.of("site /", "connect-failed"), 1.0), entry(List.of("none", "bad-request"), 1.0));
        assertThat(metrics.value(Metric.FAILURES)).isEqualTo(2);
        assertThat(route.name()).isEqualTo("site /");
    }

    @Test
    void aTunnelIsCountedFromItsOpeningToItsEnd() {
        RouteFigures route = metrics.route("site /");
        route.tunnels().opened(TimeUnit.MILLISECONDS.toNanos(3));
        route.tunnels().opened(TimeUnit.MILLISECONDS.toNanos(3));
        route.tunnels().closed("client-close", new ClosedTunnel(1000, 5_000));

        assertThat(samples("sluice.tunnels.open")).containsOnly(entry(List.of("site /"), 1.0));
        assertThat(samples("sluice.tunnels.opened")).containsOnly(entry(List.of("site /"), 2.0));
        assertThat(samples("sluice.tunnels.closed"))
                .containsOnly(entry(List.of("site /", "client-close", "1000"), 1.0));
        Distribution handshakes = distribution("sluice.tunnel.handshake");
        assertThat(handshakes.count()).isEqualTo(2);
        assertThat(handshakes.sum()).isCloseTo(0.006, within(1e-9));
        assertThat(handshakes.buckets()).contains(new Bucket(0.002, 0), new Bucket(0.005, 2), new Bucket(0.01, 0));
        assertThat(distribution("sluice.tunnel.duration").buckets()).contains(new Bucket(1, 0), new Bucket(10, 1));
    }

    @ParameterizedTest
    @CsvSource({
        "-1, none",
        "1000, 1000",
        "1005, 1005",
        "1015, 1015",
        "1016, other",
        "2999, other",
        "3000, 3xxx",
        "4401, 4xxx",
        "4999, 4xxx",
        "5000, other",
        "999, other",
        "0, other"
    })
    void closeCodesAreOfAShortList(int code, String label) {
        assertThat(TunnelFigures.code(code)).isEqualTo(label);
    }

    @Test
    void whatIsNotKnownIsNoFigure() {
        metrics.read(Metric.TLS_CERTIFICATE_EXPIRES_IN, () -> Long.MAX_VALUE);
        metrics.read(Metric.PROCESS_OPEN_FILES, () -> -1);
        metrics.read(Metric.WORKERS_LAG, () -> 250);

        assertThat(samples("sluice.tls.certificate-expires-in")).isEmpty();
        assertThat(samples("process.open-fds")).isEmpty();
        assertThat(samples("sluice.workers.lag")).containsOnly(entry(List.of(), 0.25));
    }

    @Test
    void theWorstIsSeenByAllReadersForAMinute() {
        long[] source = {7};
        RecentWorst worst = new RecentWorst(
                () -> {
                    long taken = source[0];
                    source[0] = 0;
                    return taken;
                },
                clock::nanoTime);

        assertThat(worst.getAsLong()).isEqualTo(7);
        assertThat(worst.getAsLong()).isEqualTo(7);
        clock.advance(Duration.ofSeconds(61));
        source[0] = 3;
        assertThat(worst.getAsLong()).isEqualTo(7);
        clock.advance(Duration.ofSeconds(60));
        assertThat(worst.getAsLong()).isEqualTo(3);
        clock.advance(Duration.ofMinutes(3));
        assertThat(worst.getAsLong()).isZero();
    }

    /** A tunnel that has ended. */
    private record ClosedTunnel(int closeCode, long openMillis) implements TunnelView {
        @Override
        public boolean framed() {
            return true;
        }

        @Override
        public String subprotocol() {
            return "";
        }

        @Override
        public long messagesIn() {
            return 0;
        }

        @Override
        public long messagesOut() {
            return 0;
        }

        @Override
        public long controlsIn() {
            return 0;
        }

        @Override
        public long controlsOut() {
            return 0;
        }

        @Override
        public long bytesIn() {
            return 0;
        }

        @Override
        public long bytesOut() {
            return 0;
        }

        @Override
        public long idleMillis() {
            return 0;
        }

        @Override
        public String closeReason() {
            return "";
        }

        @Override
        public Side closedBy() {
            return Side.CLIENT;
        }
    }

    private Map<List<String>, Double> samples(String name) {
        return figure(name).samples().stream().collect(Collectors.toMap(Figure.Sample::labels, Figure.Sample::value));
    }

    private Distribution distribution(String name) {
        return figure(name).samples().get(0).distribution();
    }

    private Figure figure(String name) {
        return metrics.status().figures().stream()
                .filter(figure -> figure.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static EndpointView endpoint(String address, EndpointView.State state, int active) {
        return new EndpointView("chat.internal", address, 1, false, state, active, 2, 5, 6, 7, "", TRAFFIC);
    }
}
