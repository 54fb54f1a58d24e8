package io.sluice.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigSyntax;
import io.sluice.testkit.Eventually;
import io.sluice.testkit.FreePort;
import io.sluice.testkit.RawClient;
import io.sluice.testkit.ScriptedBackend;
import io.sluice.testkit.Scripts;
import io.sluice.testkit.WebSocketClient;
import io.sluice.testkit.WebSocketFrame;
import io.sluice.testkit.WebSocketPeer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Prometheus and scripts see of a server whose tunnels open, talk and close. */
class MetricsPagesTest {
    @TempDir
    private Path folder;

    private ScriptedBackend backend;
    private RunningSluice sluice;

    @BeforeEach
    void start() throws IOException {
        backend = ScriptedBackend.start(Scripts.echo());
        sluice = RunningSluice.in(folder).start("""
                sluice {
                  listeners { web { bind = "127.0.0.1:0" } }
                  upstreams { chat { servers = ["%s"] } }
                  hosts { site { routes = [
                    { path = "/ws", upstream = chat }, { path = "/blind", upstream = chat, frames = off },
                    { path = "/text", return { status = 200, body = "ok" } } ] } }
                  metrics { jmx = on }
                  admin { bind = "127.0.0.1:%d", status = [prometheus, json] }
                }
                """.formatted(backend.hostPort(), FreePort.next()));
    }

    @AfterEach
    void stop() throws IOException {
        try (RunningSluice stopped = sluice;
                ScriptedBackend closed = backend) {
            assertThat(stopped).isNotNull();
            assertThat(closed).isNotNull();
        }
    }

    private WebSocketPeer open(String path) throws IOException {
        return WebSocketClient.open(sluice.address("web"), path);
    }

    private void closed(int code) throws IOException {
        try (WebSocketPeer peer = open("/ws")) {
            peer.sendClose(code, "");
            assertThat(peer.readFrame().opcode()).isEqualTo(WebSocketFrame.CLOSE);
        }
    }

    private List<String> lines() throws IOException {
        return curl("/metrics").lines().toList();
    }

    private String curl(String path) {
        Command.Result page = Command.run("curl", "-sS", "--fail", "http://127.0.0.1:" + sluice.port("admin") + path);
        assertThat(page.code()).as(page.stderr()).isZero();
        return page.stdout();
    }

    private void talk() throws IOException {
        closed(1000);
        closed(1000);
        closed(4401);
        try (RawClient client = RawClient.connect(sluice.address("web"))) {
            assertThat(client.get("/text").status()).isEqualTo(200);
            assertThat(client.get("/none").status()).isEqualTo(404);
        }
    }

    @Test
    void thePageOfPrometheusHasTheNumbersWithTheirLabels() throws IOException {
        talk();
        try (WebSocketPeer peer = open("/ws");
                WebSocketPeer blind = open("/blind")) {
            peer.text("hello");
            assertThat(peer.readMessage().text()).isEqualTo("hello");
            peer.binary(new byte[200]);
            assertThat(peer.readMessage().payload()).hasSize(200);
            peer.ping("?");
            assertThat(peer.readFrame().opcode()).isEqualTo(WebSocketFrame.PONG);
            blind.text("unseen");
            assertThat(blind.readMessage().text()).isEqualTo("unseen");
            Eventually.until(
                    "three tunnels are closed",
                    () -> lines().contains(
                                    "sluice_tunnels_closed_total{code=\"4xxx\",reason=\"client-close\",route=\"site /ws\"} 1.0"));

            assertThat(lines())
                    .contains(
                            "# TYPE sluice_tunnels_closed_total counter",
                            "sluice_tunnels_open{route=\"site /ws\"} 1.0",
                            "sluice_tunnels_open{route=\"site /blind\"} 1.0",
                            "sluice_tunnels_opened_total{route=\"site /ws\"} 4.0",
                            "sluice_tunnels_closed_total{code=\"1000\",reason=\"client-close\",route=\"site /ws\"} 2.0",
                            "sluice_tunnel_messages_total{direction=\"in\",opcode=\"text\",route=\"site /ws\"} 1.0",
                            "sluice_tunnel_messages_total{direction=\"out\",opcode=\"binary\",route=\"site /ws\"} 1.0",
                            "sluice_tunnel_messages_total{direction=\"in\",opcode=\"ping\",route=\"site /ws\"} 1.0",
                            "sluice_tunnel_messages_total{direction=\"out\",opcode=\"pong\",route=\"site /ws\"} 1.0",
                            "sluice_tunnel_payload_bytes_total{direction=\"in\",opcode=\"binary\",route=\"site /ws\"} 200.0",
                            "sluice_tunnel_messages_total{direction=\"in\",opcode=\"text\",route=\"site /blind\"} 0.0",
                            "sluice_tunnel_bytes_total{direction=\"in\",route=\"site /blind\"} 12.0",
                            "sluice_tunnel_handshake_seconds_count{route=\"site /ws\"} 4",
                            "sluice_tunnel_duration_seconds_count{route=\"site /ws\"} 3",
                            "sluice_requests_total{route=\"site /text\"} 1.0",
                            "sluice_responses_total{class=\"2xx\",route=\"site /text\"} 1.0",
                            "sluice_request_duration_seconds_count{route=\"site /text\"} 1",
                            "sluice_failures_total{kind=\"no-route\",route=\"none\"} 1.0",
                            "sluice_endpoint_tunnels{endpoint=\"" + backend.hostPort() + "\",upstream=\"chat\"} 2.0",
                            "sluice_endpoint_up{endpoint=\"" + backend.hostPort() + "\",upstream=\"chat\"} 1.0",
                            "sluice_build_info{version=\"" + Tarball.version() + "\"} 1");
            assertThat(lines()).anyMatch(line -> line.startsWith("jvm_memory_used_bytes{area=\"heap\"} "));
        }
    }

    @Test
    void promtoolFindsNoFault() throws IOException {
        assumeTrue(
                Stream.of(System.getenv("PATH").split(":", -1))
                        .anyMatch(bin -> Files.isExecutable(Path.of(bin, "promtool"))),
                "promtool is not there: Debian's package prometheus has it");
        talk();
        Path page = Files.writeString(folder.resolve("page"), curl("/metrics"));
        Command.Result checked = Command.run("sh", "-c", "promtool check metrics < '" + page + "'");

        assertThat(checked.stdout() + checked.stderr()).isEmpty();
        assertThat(checked.code()).isZero();
        String manual = Files.readString(sluice.home().resolve("docs/metrics.md"));
        int rules = manual.indexOf("groups:");
        Path file =
                Files.writeString(folder.resolve("rules.yml"), manual.substring(rules, manual.indexOf("```", rules)));
        checked = Command.run("promtool", "check", "rules", file.toString());
        assertThat(checked.code()).as(checked.stdout() + checked.stderr()).isZero();
    }

    @Test
    void openMetricsIsForWhoAsks() {
        Command.Result page = Command.run(
                "curl",
                "-sS",
                "-i",
                "-H",
                "Accept: application/openmetrics-text;version=1.0.0",
                "http://127.0.0.1:" + sluice.port("admin") + "/metrics");

        assertThat(page.stdout())
                .contains("Content-Type: application/openmetrics-text;")
                .endsWith("# EOF\n");
    }

    @Test
    void thePageOfScriptsHasAllInOneDocument() throws IOException {
        talk();
        try (WebSocketPeer peer = open("/ws")) {
            peer.text("hello");
            assertThat(peer.readMessage().text()).isEqualTo("hello");
            Config page = ConfigFactory.parseString(
                    curl("/status"), ConfigParseOptions.defaults().setSyntax(ConfigSyntax.JSON));

            assertThat(page.getString("version")).isEqualTo(Tarball.version());
            assertThat(page.getInt("tunnels")).isEqualTo(1);
            assertThat(page.getConfigList("listeners"))
                    .extracting(one -> one.getString("name") + " " + one.getString("address"))
                    .containsExactly("web 127.0.0.1:" + sluice.port("web"), "admin 127.0.0.1:" + sluice.port("admin"));
            assertThat(page.getConfigList("upstreams")
                            .get(0)
                            .getConfigList("endpoints")
                            .get(0)
                            .getInt("tunnels"))
                    .isEqualTo(1);
            assertThat(page.getConfigList("figures").stream()
                            .filter(figure -> figure.getString("name").equals("sluice.tunnel.messages"))
                            .flatMap(figure -> figure.getConfigList("samples").stream())
                            .filter(sample -> sample.getString("labels.opcode").equals("text"))
                            .map(sample -> sample.getString("labels.direction") + sample.getInt("value")))
                    .containsExactly("in1", "out1");
        }
    }
}
