package io.sluice.plugins.status.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigSyntax;
import io.sluice.api.SettingsException;
import io.sluice.api.status.EndpointView;
import io.sluice.api.status.EndpointView.State;
import io.sluice.api.status.Figure;
import io.sluice.api.status.Figure.Bucket;
import io.sluice.api.status.Figure.Distribution;
import io.sluice.api.status.Figure.Kind;
import io.sluice.api.status.Figure.Sample;
import io.sluice.api.status.Figure.Unit;
import io.sluice.api.status.ListenerView;
import io.sluice.api.status.StatusEndpoint;
import io.sluice.api.status.UpstreamView;
import io.sluice.testkit.FakeStatus;
import io.sluice.testkit.TestSettings;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JsonPageTest {
    private final StatusEndpoint page = new JsonPageFactory().create(TestSettings.empty());

    @Test
    void allThatIsKnownIsThere() {
        EndpointView endpoint = new EndpointView(
                "chat.internal",
                "[2001:db8::1]:80",
                5,
                true,
                State.DRAINING,
                4,
                3,
                2,
                1L << 40,
                6,
                "no answer",
                new EndpointView.Traffic(11, 12, 13, 1L << 41, Map.of("tunnel-idle", 2L, "client-close", 1L)));
        Figure closed = new Figure(
                "sluice.tunnels.closed",
                "tunnels closed",
                Kind.COUNTER,
                Unit.NUMBER,
                List.of("route", "code"),
                List.of(Sample.of(List.of("site /ws", "1000"), 3)));
        Figure duration = new Figure(
                "sluice.tunnel.duration",
                "how long",
                Kind.DISTRIBUTION,
                Unit.SECONDS,
                List.of(),
                List.of(Sample.of(List.of(), new Distribution(3, 1.5, List.of(new Bucket(0.1, 1), new Bucket(1, 1))))));
        FakeStatus status = FakeStatus.of("1.2.3", 61, List.of(closed, duration))
                .with(
                        List.of(new ListenerView("web", "0.0.0.0:8080", true)),
                        List.of(new UpstreamView("chat", 7, List.of(endpoint))));

        assertThat(json(page.respond(status).body())).isEqualTo(json("""
                {"version": "1.2.3", "uptimeSeconds": 61,
                 "connections": {"active": 0, "accepted": 0, "handled": 0, "reading": 0, "writing": 0, "waiting": 0},
                 "requests": 0, "tunnels": 0,
                 "listeners": [{"name": "web", "address": "0.0.0.0:8080", "tls": true}],
                 "upstreams": [{"name": "chat", "waiting": 7, "endpoints": [
                   {"name": "chat.internal", "address": "[2001:db8::1]:80", "weight": 5, "backup": true,
                    "state": "draining", "active": 4, "tunnels": 3, "idle": 2, "chosen": 1099511627776, "failures": 6,
                    "lastFailure": "no answer", "messagesIn": 11, "messagesOut": 12, "bytesIn": 13,
                    "bytesOut": 2199023255552, "closings": {"client-close": 1, "tunnel-idle": 2}}]}],
                 "figures": [
                   {"name": "sluice.tunnels.closed", "help": "tunnels closed", "kind": "counter", "unit": "number",
                    "samples": [{"labels": {"route": "site /ws", "code": "1000"}, "value": 3}]},
                   {"name": "sluice.tunnel.duration", "help": "how long", "kind": "distribution", "unit": "seconds",
                    "samples": [{"labels": {}, "count": 3, "sum": 1.5,
                                 "buckets": [{"upTo": 0.1, "count": 1}, {"upTo": 1, "count": 1}]}]}]}"""));
    }

    @Test
    void whatABackEndMayHaveSaidCannotLeaveItsText() {
        String hostile = "\"}]\\ \u0000\u001b[2J\n\u2028</script>é";
        EndpointView endpoint = new EndpointView(hostile, "10.0.0.1:80", 1, false, State.UP, 0, 0, 0, 0, 0, hostile);
        String body = page.respond(FakeStatus.of(List.of(new UpstreamView("chat", 0, List.of(endpoint)))))
                .body();
        Config upstream = json(body).getConfigList("upstreams").get(0);

        assertThat(body).contains("\\u0000\\u001B[2J\\n");
        assertThat(upstream.getConfigList("endpoints").get(0).getString("lastFailure"))
                .isEqualTo(hostile);
    }

    @Test
    void itIsJsonAtAPathOfTheOperatorsChoice() {
        assertThat(page.respond(FakeStatus.of(List.of())).contentType()).isEqualTo("application/json");
        assertThat(page.path()).isEqualTo("/status");
        assertThat(new JsonPageFactory()
                        .create(TestSettings.of("path = \"/all.json\""))
                        .path())
                .isEqualTo("/all.json");
        assertThatThrownBy(() -> new JsonPageFactory().create(TestSettings.of("path = \"all.json\"")))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("a path such as /status");
    }

    private static Config json(String text) {
        return ConfigFactory.parseString(text, ConfigParseOptions.defaults().setSyntax(ConfigSyntax.JSON));
    }
}
