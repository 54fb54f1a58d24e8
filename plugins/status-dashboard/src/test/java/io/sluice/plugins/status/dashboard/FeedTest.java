package io.sluice.plugins.status.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigSyntax;
import io.sluice.api.exchange.TunnelView.Side;
import io.sluice.api.status.ClosedTunnel;
import io.sluice.api.status.ConfigurationView;
import io.sluice.api.status.EndpointView;
import io.sluice.api.status.EndpointView.State;
import io.sluice.api.status.Figure;
import io.sluice.api.status.Figure.Kind;
import io.sluice.api.status.Figure.Sample;
import io.sluice.api.status.Figure.Unit;
import io.sluice.api.status.ListenerView;
import io.sluice.api.status.PluginView;
import io.sluice.api.status.StatusResponse;
import io.sluice.api.status.UpstreamView;
import io.sluice.testkit.FakeStatus;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FeedTest {
    private static final String HOSTILE = "</script>\"\\\n\n event: x\r\u2028<b>";
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    /** Moves on by a second each time that it is asked. */
    private static final class Seconds extends Clock {
        private Instant now = START;

        @Override
        public Instant instant() {
            now = now.plusSeconds(1);
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    private final Events events = new Events("/dashboard/events", new Seconds());

    private static ConfigurationView configuration(long generation) {
        return new ConfigurationView(
                "conf/sluice.conf",
                generation,
                START,
                Optional.of(new ConfigurationView.Reload(START, true, List.of(HOSTILE), 12)));
    }

    private static ClosedTunnel ended(int port) {
        return new ClosedTunnel(
                START,
                "[::1]:" + port,
                "site /ws",
                "chat",
                "10.0.0.1:80",
                Duration.ofMillis(61_005),
                1,
                2,
                3,
                4,
                4401,
                HOSTILE,
                port == 0 ? Side.PROXY : null,
                "client-close");
    }

    private static FakeStatus status(int ended, long generation) {
        List<ClosedTunnel> closings =
                IntStream.range(0, ended).mapToObj(FeedTest::ended).toList();
        PluginView plugin = new PluginView("status-x", "1", "x.jar", "serving old", START, 3, List.of("status x"), "");
        EndpointView endpoint = new EndpointView(
                "chat.internal",
                "10.0.0.1:80",
                5,
                true,
                State.DRAINING,
                4,
                3,
                2,
                9,
                6,
                HOSTILE,
                new EndpointView.Traffic(11, 12, 13, 14, Map.of("tunnel-idle", 15L)));
        List<Figure> figures = List.of(
                figure("sluice.tunnels.open", List.of("route"), Sample.of(List.of("site /ws"), 3)),
                figure("sluice.tunnels.opened", List.of("route"), Sample.of(List.of("site /ws"), 8)),
                figure(
                        "sluice.requests",
                        List.of("route"),
                        Sample.of(List.of("none"), 1),
                        Sample.of(List.of("site /ws"), 8)),
                figure(
                        "sluice.tunnels.closed",
                        List.of("route", "reason", "code"),
                        Sample.of(List.of("site /ws", "client-close", "1000"), 4),
                        Sample.of(List.of("site /ws", "tunnel-idle", "none"), 1)),
                figure(
                        "sluice.tunnel.messages",
                        List.of("route", "direction", "opcode"),
                        Sample.of(List.of("site /ws", "in", "text"), 100),
                        Sample.of(List.of("site /ws", "in", "binary"), 10),
                        Sample.of(List.of("site /ws", "in", "ping"), 1000),
                        Sample.of(List.of("site /ws", "out", "text"), 7)),
                figure(
                        "sluice.tunnel.bytes",
                        List.of("route", "direction"),
                        Sample.of(List.of("site /ws", "in"), 5000),
                        Sample.of(List.of("site /ws", "out"), 600)));
        return FakeStatus.of("1.2.3", 61, figures)
                .with(
                        List.of(new ListenerView("web", "0.0.0.0:8080", true)),
                        List.of(new UpstreamView("chat", 7, List.of(endpoint))))
                .with(3, closings, List.of(plugin), configuration(generation));
    }

    private static Figure figure(String name, List<String> labels, Sample... samples) {
        return new Figure(name, "", Kind.COUNTER, Unit.NUMBER, labels, List.of(samples));
    }

    /** The events of a text by their names, as a browser takes it apart. */
    private static Map<String, Config> parsed(String text) {
        Map<String, Config> found = new LinkedHashMap<>();
        for (String event : text.split("\n\n", -1)) {
            List<String> lines = List.of(event.split("\n", -1));
            if (lines.size() == 2) {
                assertThat(lines.get(0)).startsWith("event: ");
                assertThat(lines.get(1)).startsWith("data: ");
                String data = lines.get(1).substring("data: ".length());
                found.put(
                        lines.get(0).substring("event: ".length()),
                        ConfigFactory.parseString(
                                "{\"data\": " + data + "}",
                                ConfigParseOptions.defaults().setSyntax(ConfigSyntax.JSON)));
            }
        }
        return found;
    }

    @Test
    void aPageIsToldAllAtFirstAndThenWhatHasChanged() {
        StatusResponse answer = events.respond(status(1, 1));

        assertThat(answer.contentType()).isEqualTo("text/event-stream");
        assertThat(answer.body()).startsWith("retry: 500\n\n");
        assertThat(parsed(answer.body())).containsOnlyKeys("history", "state", "closings", "plugins", "configuration");
        assertThat(parsed(answer.stream().next(status(1, 1)))).containsOnlyKeys("state");
        assertThat(parsed(answer.stream().next(status(2, 1)))).containsOnlyKeys("state", "closings");
    }

    @Test
    void figuresArePutTogetherByRoute() {
        Config state = parsed(events.respond(status(0, 1)).body()).get("state").getConfig("data");

        assertThat(state.getNumberList("sample"))
                .extracting(Number::longValue)
                .containsExactly(START.plusSeconds(1).toEpochMilli(), 3L, 8L, 5L, 110L, 7L, 5000L, 600L, 0L);
        assertThat(state.getConfigList("routes")).hasSize(2);
        assertThat(state.getConfigList("routes").get(0).root().unwrapped())
                .isEqualTo(Map.of(
                        "name", "site /ws",
                        "tunnels", 3,
                        "opened", 8,
                        "requests", 8,
                        "messagesIn", 110,
                        "messagesOut", 7,
                        "bytesIn", 5000,
                        "bytesOut", 600,
                        "closings", List.of(List.of("client-close", "1000", 4), List.of("tunnel-idle", "none", 1))));
        assertThat(state.getInt("endpointsUsed")).isZero();
        assertThat(state.getInt("endpoints")).isEqualTo(1);
        Config endpoint = state.getConfigList("upstreams")
                .get(0)
                .getConfigList("endpoints")
                .get(0);
        assertThat(endpoint.getInt("messagesIn")).isEqualTo(11);
        assertThat(endpoint.getInt("bytesOut")).isEqualTo(14);
        assertThat(endpoint.getList("closings").unwrapped()).isEqualTo(List.of(List.of("tunnel-idle", "", 15)));
    }

    @Test
    void whatOthersHaveSaidStaysAText() {
        String body = events.respond(status(1, 1)).body();
        Map<String, Config> all = parsed(body);
        Config closing = all.get("closings").getConfigList("data").get(0);

        assertThat(body).doesNotContain("\r");
        assertThat(closing.getString("reason")).isEqualTo(HOSTILE);
        assertThat(closing.getString("by")).isEqualTo("proxy");
        assertThat(all.get("configuration").getStringList("data.reload.messages"))
                .containsExactly(HOSTILE);
        assertThat(all.get("state")
                        .getConfigList("data.upstreams")
                        .get(0)
                        .getConfigList("endpoints")
                        .get(0)
                        .getString("lastFailure"))
                .isEqualTo(HOSTILE);
    }

    @Test
    void aStreamEndsWithItsConfigurationSoThatNothingHoldsWhatWasReplaced() {
        StatusResponse answer = events.respond(status(0, 1));

        assertThat(answer.stream().next(status(0, 1))).isNotNull();
        assertThat(answer.stream().next(status(0, 2))).isNull();
    }

    @Test
    void aPageThatIsOpenedAnewSeesTheSamplesOfThoseBeforeIt() {
        StatusResponse first = events.respond(status(0, 1));
        first.stream().next(status(0, 1));
        first.stream().next(status(0, 1));

        assertThat(parsed(events.respond(status(0, 1)).body()).get("history").getList("data"))
                .hasSize(3);
    }

    @Test
    void aPageShowsABoundedNumberOfRows() {
        List<Sample> many = IntStream.range(0, 1000)
                .mapToObj(i -> Sample.of(List.of("site /" + i), i + 1))
                .toList();
        List<EndpointView> endpoints = IntStream.range(0, 1000)
                .mapToObj(i -> new EndpointView("e" + i, "10.0.0.1:80", 1, false, State.UP, 0, 0, 0, 0, 0, ""))
                .toList();
        Figure figure = figure("sluice.tunnels.opened", List.of("route"), many.toArray(Sample[]::new));
        FakeStatus status =
                FakeStatus.of("1", 1, List.of(figure)).with(List.of(), List.of(new UpstreamView("chat", 0, endpoints)));
        Config state = parsed(events.respond(status).body()).get("state").getConfig("data");

        assertThat(state.getConfigList("routes")).hasSize(200);
        assertThat(state.getInt("moreRoutes")).isEqualTo(800);
        assertThat(state.getConfigList("upstreams").get(0).getConfigList("endpoints"))
                .hasSize(500);
        assertThat(state.getInt("moreEndpoints")).isEqualTo(500);
        assertThat(state.getInt("endpointsUsed")).isEqualTo(1000);
    }
}
