package io.sluice.plugins.status.prometheus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.api.SettingsException;
import io.sluice.api.status.Figure;
import io.sluice.api.status.Figure.Bucket;
import io.sluice.api.status.Figure.Distribution;
import io.sluice.api.status.Figure.Kind;
import io.sluice.api.status.Figure.Sample;
import io.sluice.api.status.Figure.Unit;
import io.sluice.api.status.StatusEndpoint;
import io.sluice.api.status.StatusResponse;
import io.sluice.testkit.FakeExchange;
import io.sluice.testkit.FakeStatus;
import io.sluice.testkit.TestSettings;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PrometheusPageTest {
    private final StatusEndpoint page = new PrometheusPageFactory().create(TestSettings.empty());

    @Test
    void aCounterHasItsLabelsAndEndsInTotal() {
        Figure closed = new Figure(
                "sluice.tunnels.closed",
                "tunnels closed",
                Kind.COUNTER,
                Unit.NUMBER,
                List.of("route", "code"),
                List.of(Sample.of(List.of("site /ws", "1000"), 3), Sample.of(List.of("site /ws", "none"), 4)));

        assertThat(lines(closed))
                .containsExactly(
                        "# HELP sluice_tunnels_closed_total tunnels closed",
                        "# TYPE sluice_tunnels_closed_total counter",
                        "sluice_tunnels_closed_total{code=\"1000\",route=\"site /ws\"} 3.0",
                        "sluice_tunnels_closed_total{code=\"none\",route=\"site /ws\"} 4.0");
    }

    @ParameterizedTest
    @CsvSource({
        "sluice.tunnels.open,    GAUGE,   NUMBER,  sluice_tunnels_open",
        "sluice.workers.lag,     GAUGE,   SECONDS, sluice_workers_lag_seconds",
        "sluice.downstream.bytes, COUNTER, BYTES,  sluice_downstream_bytes_total",
        "sluice.tunnel.payload,  COUNTER, BYTES,   sluice_tunnel_payload_bytes_total",
        "process.open-fds,       GAUGE,   NUMBER,  process_open_fds"
    })
    void theUnitStandsOnceAtTheEndOfTheName(String name, Kind kind, Unit unit, String expected) {
        Figure figure = new Figure(name, "help", kind, unit, List.of(), List.of(Sample.of(List.of(), 7)));

        assertThat(lines(figure)).last().isEqualTo(expected + " 7.0");
    }

    @Test
    void bucketsAreAddedUp() {
        Distribution all = new Distribution(6, 12.5, List.of(new Bucket(0.1, 1), new Bucket(1, 2)));
        Figure duration = new Figure(
                "sluice.tunnel.duration",
                "help",
                Kind.DISTRIBUTION,
                Unit.SECONDS,
                List.of(),
                List.of(Sample.of(List.of(), all)));

        assertThat(lines(duration))
                .containsExactly(
                        "# HELP sluice_tunnel_duration_seconds help",
                        "# TYPE sluice_tunnel_duration_seconds histogram",
                        "sluice_tunnel_duration_seconds_bucket{le=\"0.1\"} 1",
                        "sluice_tunnel_duration_seconds_bucket{le=\"1.0\"} 3",
                        "sluice_tunnel_duration_seconds_bucket{le=\"+Inf\"} 6",
                        "sluice_tunnel_duration_seconds_count 6",
                        "sluice_tunnel_duration_seconds_sum 12.5");
    }

    @Test
    void whatHasNoBucketsIsASummary() {
        Figure collections = new Figure(
                "jvm.gc.collection",
                "help",
                Kind.DISTRIBUTION,
                Unit.SECONDS,
                List.of("gc"),
                List.of(Sample.of(List.of("G1"), new Distribution(2, 0.5, List.of()))));

        assertThat(lines(collections))
                .contains(
                        "# TYPE jvm_gc_collection_seconds summary",
                        "jvm_gc_collection_seconds_count{gc=\"G1\"} 2",
                        "jvm_gc_collection_seconds_sum{gc=\"G1\"} 0.5");
    }

    @Test
    void whatHasNotBeenCountedYetIsLeftOut() {
        assertThat(lines(new Figure("sluice.failures", "help", Kind.COUNTER, Unit.NUMBER, List.of("kind"), List.of())))
                .isEmpty();
    }

    @Test
    void aValueThatCannotBeAndAFigureOfTheSameNameAreLeftOutAlone() {
        Figure counter = new Figure(
                "sluice.tunnels.closed",
                "help",
                Kind.COUNTER,
                Unit.NUMBER,
                List.of("code"),
                List.of(Sample.of(List.of("1000"), -1), Sample.of(List.of("1001"), 4)));
        Figure twice = new Figure(
                "sluice.failures",
                "help",
                Kind.GAUGE,
                Unit.NUMBER,
                List.of("kind"),
                List.of(Sample.of(List.of("same"), 1), Sample.of(List.of("same"), 2)));
        Figure open = new Figure(
                "sluice.tunnels.open", "help", Kind.GAUGE, Unit.NUMBER, List.of(), List.of(Sample.of(List.of(), 7)));

        assertThat(lines(counter, twice, open, open))
                .filteredOn(line -> !line.startsWith("#"))
                .containsExactly("sluice_tunnels_closed_total{code=\"1001\"} 4.0", "sluice_tunnels_open 7.0");
    }

    @Test
    void quotesAndBackslashesOfARouteStayInItsLabel() {
        Figure open = new Figure(
                "sluice.tunnels.open",
                "help",
                Kind.GAUGE,
                Unit.NUMBER,
                List.of("route"),
                List.of(Sample.of(List.of("site ~ \\.\"\n"), 1)));

        assertThat(lines(open)).last().isEqualTo("sluice_tunnels_open{route=\"site ~ \\\\.\\\"\\n\"} 1.0");
    }

    @Test
    void theVersionIsThere() {
        assertThat(page.respond(FakeStatus.of("1.2.3", 0, List.of())).body())
                .contains("sluice_build_info{version=\"1.2.3\"} 1");
    }

    @Test
    void whoAcceptsOpenMetricsGetsThat() {
        FakeStatus status = FakeStatus.of("1.2.3", 0, List.of());
        StatusResponse open = page.respond(
                status,
                FakeExchange.get("/metrics")
                        .requestHeader("Accept", "application/openmetrics-text;version=1.0.0,text/plain;q=0.5"));
        StatusResponse text = page.respond(status, FakeExchange.get("/metrics").requestHeader("Accept", "*/*"));

        assertThat(open.contentType()).startsWith("application/openmetrics-text; version=1.0.0");
        assertThat(open.body()).endsWith("# EOF\n");
        assertThat(text.contentType()).startsWith("text/plain; version=0.0.4");
        assertThat(text.body()).doesNotContain("# EOF");
    }

    @Test
    void itsPathIsASetting() {
        assertThat(page.path()).isEqualTo("/metrics");
        assertThat(new PrometheusPageFactory()
                        .create(TestSettings.of("path = \"/prom\""))
                        .path())
                .isEqualTo("/prom");
    }

    @ParameterizedTest
    @ValueSource(strings = {"metrics", "", "/a b", "/a?b"})
    void aPathThatIsNoneIsRefused(String path) {
        assertThatThrownBy(() -> new PrometheusPageFactory().create(TestSettings.of("path = \"" + path + "\"")))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("a path such as /metrics");
    }

    private List<String> lines(Figure... figures) {
        return page.respond(FakeStatus.of("1.2.3", 0, List.of(figures)))
                .body()
                .lines()
                .filter(line -> !line.contains("sluice_build"))
                .toList();
    }
}
