package io.sluice.server.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.api.status.StatusResponse;
import io.sluice.server.config.Json;
import io.sluice.server.plugin.LoadedPlugin;
import io.sluice.server.plugin.PluginState;
import io.sluice.server.plugin.PluginsView;
import io.sluice.testkit.FakeStatus;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PluginsPageTest {
    @Test
    void generationsAreShownWithWhatTheyDo() {
        PluginState inForce = new PluginState(
                "acme",
                "2.0.0",
                "acme.jar",
                PluginState.State.IN_FORCE,
                Instant.parse("2026-11-21T10:00:00Z"),
                7,
                List.of(new LoadedPlugin.Extension("headers", "acme"), new LoadedPlugin.Extension("status", "acme")),
                "");
        PluginState failed = new PluginState(
                "",
                "",
                "bad.jar",
                PluginState.State.FAILED,
                Instant.parse("2026-11-21T11:00:00Z"),
                0,
                List.of(),
                "cannot be read: \"EOF\" (expected: a whole jar file)");
        PluginsPage page =
                new PluginsPage(() -> new PluginsView(Path.of("/srv/plugins"), List.of(inForce, failed), 5, 4, 3));
        StatusResponse answer = page.respond(FakeStatus.of(List.of()));
        assertThat(page.path()).isEqualTo("/plugins");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.contentType()).isEqualTo("application/json");
        assertThat(Json.read(answer.body()))
                .isEqualTo(Map.of(
                        "folder",
                        "/srv/plugins",
                        "loaded",
                        5,
                        "unloaded",
                        4,
                        "collected",
                        3,
                        "plugins",
                        List.of(
                                Map.of(
                                        "id", "acme",
                                        "version", "2.0.0",
                                        "jar", "acme.jar",
                                        "state", "in force",
                                        "since", "2026-11-21T10:00:00Z",
                                        "exchanges", 7,
                                        "extensions", List.of("headers acme", "status acme"),
                                        "reason", ""),
                                Map.of(
                                        "id", "",
                                        "version", "",
                                        "jar", "bad.jar",
                                        "state", "failed",
                                        "since", "2026-11-21T11:00:00Z",
                                        "exchanges", 0,
                                        "extensions", List.of(),
                                        "reason", "cannot be read: \"EOF\" (expected: a whole jar file)"))));
    }
}
