package io.sluice.server.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PluginsCommandTest {
    @Test
    void generationsOfTheServerAreATableWithReasonsBehindIt() {
        String shown = PluginsCommand.running(Map.of(
                "folder",
                "/srv/plugins",
                "loaded",
                3,
                "unloaded",
                2,
                "collected",
                1,
                "plugins",
                List.of(
                        plugin("", "", "bad.jar", "failed", 0, List.of(), "cannot be read: EOF (expected: a jar)"),
                        plugin("acme", "2.0.0", "acme.jar", "in force", 7, List.of("headers a", "status b"), ""))));
        assertThat(shown.lines())
                .containsExactly(
                        "PLUGIN  VERSION  JAR       STATE     SINCE                 EXCHANGES  EXTENSIONS",
                        "-       -        bad.jar   failed    2026-11-21T10:00:00Z  0",
                        "acme    2.0.0    acme.jar  in force  2026-11-21T10:00:00Z  7          headers a, status b",
                        "bad.jar: cannot be read: EOF (expected: a jar)",
                        "from /srv/plugins; 3 loaded since the start, 2 unloaded, of which 1 collected");
    }

    @Test
    void aPageThatIsNoneOfOursIsNoTable() {
        assertThatThrownBy(() -> PluginsCommand.running(Map.of("status", "ok")))
                .isInstanceOf(NullPointerException.class);
    }

    private static Map<String, Object> plugin(
            String id,
            String version,
            String jar,
            String state,
            int exchanges,
            List<String> extensions,
            String reason) {
        return Map.of(
                "id",
                id,
                "version",
                version,
                "jar",
                jar,
                "state",
                state,
                "since",
                "2026-11-21T10:00:00.123456Z",
                "exchanges",
                exchanges,
                "extensions",
                extensions,
                "reason",
                reason);
    }
}
