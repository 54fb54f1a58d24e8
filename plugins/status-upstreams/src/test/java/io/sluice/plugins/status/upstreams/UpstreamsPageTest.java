package io.sluice.plugins.status.upstreams;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigSyntax;
import io.sluice.api.Settings;
import io.sluice.api.status.EndpointView;
import io.sluice.api.status.EndpointView.State;
import io.sluice.api.status.StatusEndpoint;
import io.sluice.api.status.StatusResponse;
import io.sluice.api.status.UpstreamView;
import io.sluice.testkit.FakeStatus;
import io.sluice.testkit.TestSettings;
import java.util.List;
import org.junit.jupiter.api.Test;

class UpstreamsPageTest {
    private final StatusEndpoint page = new UpstreamsPageFactory().create(TestSettings.empty());

    @Test
    void everyFigureOfEveryEndpointIsThere() {
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
                "no answer in time");
        Config upstream =
                parsed(new UpstreamView("chat", 7, List.of(endpoint)), new UpstreamView("empty", 0, List.of()));

        assertThat(upstream).isEqualTo(json("""
                {"upstreams": [
                  {"name": "chat", "waiting": 7, "endpoints": [
                    {"name": "chat.internal", "address": "[2001:db8::1]:80", "weight": 5, "backup": true,
                     "state": "draining", "active": 4, "tunnels": 3, "idle": 2, "chosen": 1099511627776, "failures": 6,
                     "lastFailure": "no answer in time"}]},
                  {"name": "empty", "waiting": 0, "endpoints": []}]}"""));
    }

    @Test
    void whatABackEndMayHaveSaidCannotLeaveItsText() {
        String hostile = "\"}]\\ \u0000\u001b[2J\n\u2028</script>é";
        EndpointView endpoint = new EndpointView(hostile, "10.0.0.1:80", 1, false, State.UP, 0, 0, 0, 0, 0, hostile);
        String body = respond(new UpstreamView(hostile, 0, List.of(endpoint))).body();
        Config upstream = json(body).getConfigList("upstreams").get(0);

        assertThat(body).contains("\\u0000\\u001b[2J\\n");
        assertThat(upstream.getString("name")).isEqualTo(hostile);
        assertThat(upstream.getConfigList("endpoints").get(0).getString("lastFailure"))
                .isEqualTo(hostile);
    }

    @Test
    void itIsJsonAndHasNoSettings() {
        Settings settings = TestSettings.of("paht = 1");
        new UpstreamsPageFactory().create(settings);

        assertThat(page.path()).isEqualTo("/upstreams");
        assertThat(respond().contentType()).isEqualTo("application/json");
        assertThat(respond().status()).isEqualTo(200);
        assertThat(TestSettings.complaints(settings)).hasSize(1);
    }

    private StatusResponse respond(UpstreamView... upstreams) {
        return page.respond(FakeStatus.of(List.of(upstreams)));
    }

    private Config parsed(UpstreamView... upstreams) {
        return json(respond(upstreams).body());
    }

    private static Config json(String text) {
        return ConfigFactory.parseString(text, ConfigParseOptions.defaults().setSyntax(ConfigSyntax.JSON));
    }
}
