package io.sluice.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.testkit.Eventually;
import io.sluice.testkit.RawClient;
import io.sluice.testkit.ScriptedBackend;
import io.sluice.testkit.Scripts;
import io.sluice.testkit.WebSocketClient;
import io.sluice.testkit.WebSocketPeer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Servers that fall ill and get well again, as their clients see it. */
class HealthCheckTest {
    private static final Duration INTERVAL = Duration.ofMillis(300);
    private static final Duration TIMEOUT = Duration.ofMillis(1_500); // a machine may stand still for a second
    private static final int FALL = 2;
    private static final int RISE = 2;

    /** Timers that tick every 100 ms, and a machine that is busy with other things. */
    private static final Duration SLACK = Duration.ofSeconds(5);

    @TempDir
    private Path folder;

    /** Serves WebSockets; while it is ill it accepts connections, and that is all. What is open is served on. */
    private static final class Patient implements AutoCloseable {
        final ScriptedBackend backend;
        volatile boolean ill;

        Patient() throws IOException {
            backend = ScriptedBackend.start(connection -> {
                if (ill) {
                    connection.readToEnd();
                } else {
                    Scripts.echo().serve(connection);
                }
            });
        }

        /** Clients that reached it; probes have a path of their own. */
        long clients() {
            return backend.requests().stream()
                    .filter(request -> request.target().startsWith("/chat"))
                    .count();
        }

        @Override
        public void close() throws IOException {
            backend.close();
        }
    }

    private Stage stage(String health, Patient... servers) throws IOException {
        String list = Stream.of(servers)
                .map(server -> '"' + server.backend.hostPort() + '"')
                .collect(Collectors.joining(", "));
        return new Stage()
                .upstream("chat", "servers = [" + list + "], health { " + health + " }", "")
                .start(folder);
    }

    private static String websocket() {
        return "check = websocket, path = \"/probe\", interval = %dms, jitter = 0, timeout = %dms, rise = %d, fall = %d"
                .formatted(INTERVAL.toMillis(), TIMEOUT.toMillis(), RISE, FALL);
    }

    private static void echoes(WebSocketPeer peer, String text) throws IOException {
        peer.text(text);
        assertThat(peer.readMessage().text()).isEqualTo(text);
    }

    @Test
    void whoOnlyAcceptsConnectionsIsAvoidedUntilItServesAgainAndNoTunnelNotices() throws Exception {
        List<WebSocketPeer> tunnels = new ArrayList<>();
        try (Patient one = new Patient();
                Patient two = new Patient();
                Patient three = new Patient();
                Stage stage = stage(websocket(), one, two, three)) {
            for (int i = 0; i < 6; i++) {
                tunnels.add(WebSocketClient.open(stage.address(), "/chat/" + i));
            }
            assertThat(List.of(one.clients(), two.clients(), three.clients())).containsExactly(2L, 2L, 2L);

            two.ill = true;
            long since = System.nanoTime();
            Eventually.until("two is down", () -> stage.sluice().log().contains(two.backend.hostPort() + " is down"));
            assertThat(Duration.ofNanos(System.nanoTime() - since))
                    .as("the time that the manual promises")
                    .isLessThan(INTERVAL.multipliedBy(FALL).plus(TIMEOUT).plus(SLACK));
            assertThat(stage.sluice().log())
                    .contains(
                            "upstream \"chat\" endpoint " + two.backend.hostPort()
                                    + " is down: websocket: timed out after 1500ms while waiting for the answer to the handshake");
            for (int i = 6; i < 12; i++) {
                tunnels.add(WebSocketClient.open(stage.address(), "/chat/" + i));
            }
            assertThat(List.of(one.clients(), two.clients(), three.clients())).containsExactly(5L, 2L, 5L);
            assertThat(stage.metric("sluice.health.down")).isOne();

            two.ill = false;
            Eventually.until("two is up", () -> stage.sluice().log().contains(two.backend.hostPort() + " is up"));
            for (int i = 12; i < 18; i++) {
                tunnels.add(WebSocketClient.open(stage.address(), "/chat/" + i));
            }
            assertThat(two.clients()).isGreaterThan(2);
            assertThat(stage.metric("sluice.health.up")).isEqualTo(3);
            assertThat(stage.metric("sluice.health.changes")).isEqualTo(2);
            for (WebSocketPeer tunnel : tunnels) {
                echoes(tunnel, "still here");
            }
            assertThat(stage.metric("sluice.tunnels.closed")).isZero();
        }
    }

    @Test
    void whoIsIllAtTheStartIsNeverAskedByAClient() throws Exception {
        try (Patient well = new Patient();
                Patient ill = new Patient()) {
            ill.ill = true;
            try (Stage stage = stage(websocket(), ill, well)) {
                assertThat(stage.sluice().log())
                        .contains("upstream \"chat\": 1 of 2 endpoints are up by their health checks");
                try (RawClient client = stage.client()) {
                    for (int i = 0; i < 4; i++) {
                        assertThat(client.get("/chat").status()).isEqualTo(200);
                    }
                }
                assertThat(well.clients()).isEqualTo(4);
                assertThat(stage.log())
                        .extracting(Stage.LogLine::tries)
                        .allMatch(tries -> tries.equals(well.backend.hostPort() + "=200"));
            }
        }
    }

    @Test
    void anHttpCheckLooksAtStatusAndBody() throws Exception {
        try (ScriptedBackend ready = ScriptedBackend.start(Scripts.answering("{\"ready\": true}"));
                ScriptedBackend busy = ScriptedBackend.start(Scripts.answering("{\"ready\": false}"));
                Stage stage = new Stage()
                        .upstream(
                                "chat",
                                "servers = [\"" + busy.hostPort() + "\", \"" + ready.hostPort() + "\"],"
                                        + " health = [tcp, { check = http, path = \"/up\", body-regex = \"ready\\\":\\\\s*true\" }]",
                                "")
                        .start(folder)) {
            try (RawClient client = stage.client()) {
                for (int i = 0; i < 4; i++) {
                    assertThat(client.get("/chat").bodyText()).isEqualTo("{\"ready\": true}");
                }
            }
            assertThat(stage.sluice().log())
                    .contains(busy.hostPort() + " is down: http: the body has no match of \"ready\":\\s*true\"");
        }
    }

    @Test
    void whereAllAreIllTheAnswerIs502() throws Exception {
        try (Patient ill = new Patient()) {
            ill.ill = true;
            try (Stage stage = stage(websocket(), ill);
                    RawClient client = stage.client()) {
                assertThat(client.get("/chat").status()).isEqualTo(502);
                assertThat(stage.logged("/chat").tries()).isEqualTo("chat=502");
            }
        }
    }

    @Test
    void whatNoCheckKnowsIsRefusedWithItsPlace() throws Exception {
        Path home = Tarball.unpack(folder);
        Path file = Files.writeString(home.resolve("conf/bad.conf"), """
                sluice {
                  listeners { web { bind = "127.0.0.1:0" } }
                  upstreams {
                    chat { servers = ["127.0.0.1:1"], health = webscoket }
                    api { servers = ["127.0.0.1:1"], health { check = http, pth = "/up" } }
                  }
                  hosts { site { routes = [] } }
                }
                """);
        Command.Result result = Command.sluice(home, "check", "-c", file.toString());
        assertThat(result.code()).isEqualTo(64);
        assertThat(result.stderr())
                .contains(
                        "bad.conf:4: no health extension is named \"webscoket\""
                                + " (expected: one of http, tcp, websocket; did you mean websocket?)",
                        "bad.conf:5: sluice.upstreams.api.health.pth: unknown key (expected: one of body,",
                        "did you mean path?)");
    }
}
