package io.sluice.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.sluice.testkit.Eventually;
import io.sluice.testkit.FreePort;
import io.sluice.testkit.HttpMessage;
import io.sluice.testkit.RawClient;
import io.sluice.testkit.ScriptedBackend;
import io.sluice.testkit.ScriptedBackend.Script;
import io.sluice.testkit.Scripts;
import io.sluice.testkit.WebSocketClient;
import io.sluice.testkit.WebSocketPeer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server with three back ends as an operator sees it, and takes them in and out of use. */
class UpstreamsTest {
    private static final int TURNS = 12;

    @TempDir
    private Path folder;

    private final List<ScriptedBackend> backends = new ArrayList<>();
    private RunningSluice sluice;
    private Path file;

    @BeforeEach
    void start() throws IOException {
        for (int i = 0; i < 3; i++) {
            backends.add(ScriptedBackend.start(named("back end " + i)));
        }
        RunningSluice.Launch launch = RunningSluice.in(folder);
        file = Files.writeString(launch.home().resolve("conf/three.conf"), """
                sluice {
                  listeners { web { bind = "127.0.0.1:0" } }
                  upstreams { chat { servers = ["%s", "%s", { address = "%s", weight = 2 }] } }
                  hosts { site { routes = [ { path = "/", upstream = chat } ] } }
                  admin { bind = "127.0.0.1:%d" }
                }
                """.formatted(
                        endpoint(0), endpoint(1), endpoint(2), FreePort.next()));
        sluice = launch.start(file);
    }

    @AfterEach
    void stop() throws IOException {
        try (RunningSluice stopped = sluice) {
            for (ScriptedBackend backend : backends) {
                backend.close();
            }
        }
    }

    /** Echoes WebSockets, and answers other requests with its name. */
    private static Script named(String name) {
        return connection -> {
            HttpMessage request = connection.readRequest();
            while (request != null && request.header("Upgrade") == null) {
                connection.ok(name);
                request = connection.readRequest();
            }
            if (request != null) {
                Scripts.echo(connection.acceptWebSocket(request, new byte[0]));
            }
        };
    }

    private String endpoint(int index) {
        return backends.get(index).hostPort();
    }

    private String admin() {
        return "127.0.0.1:" + sluice.port("admin");
    }

    private Command.Result upstreams(String... words) {
        List<String> all = new ArrayList<>(List.of("upstreams", "-c", file.toString()));
        all.addAll(List.of(words));
        return Command.sluice(sluice.home(), all.toArray(String[]::new));
    }

    private HttpMessage ask(String method, String target, String... fields) throws IOException {
        List<String> lines = new ArrayList<>(List.of("Host: " + admin()));
        lines.addAll(List.of(fields));
        try (RawClient client = RawClient.connect(sluice.address("admin"))) {
            return client.request(method, target, lines.toArray(String[]::new));
        }
    }

    /** What the page says of a back end. */
    private Config seen(int index) throws IOException {
        return ConfigFactory.parseString(ask("GET", "/upstreams").bodyText())
                .getConfigList("upstreams")
                .get(0)
                .getConfigList("endpoints")
                .get(index);
    }

    /** The names of the back ends that answer some requests. */
    private Set<String> answering() throws IOException {
        Set<String> names = new TreeSet<>();
        try (RawClient client = RawClient.connect(sluice.address("web"))) {
            for (int i = 0; i < TURNS; i++) {
                HttpMessage answer = client.get("/");
                assertThat(answer.status()).isEqualTo(200);
                names.add(answer.bodyText());
            }
        }
        return names;
    }

    private static void echoes(WebSocketPeer tunnel, String text) throws IOException {
        tunnel.text(text);
        assertThat(tunnel.readMessage().text()).isEqualTo(text);
    }

    @Test
    void oneThatIsTakenDownKeepsItsTunnelAndGetsNothingNewUntilItIsUpAgain() throws IOException {
        try (WebSocketPeer tunnel = WebSocketClient.open(sluice.address("web"), "/")) {
            echoes(tunnel, "before");
            int its = seen(0).getInt("tunnels") == 1 ? 0 : seen(1).getInt("tunnels") == 1 ? 1 : 2;
            String name = "back end " + its;
            assertThat(answering()).containsExactly("back end 0", "back end 1", "back end 2");

            Command.Result down = upstreams("down", "chat", endpoint(its));
            assertThat(down.stderr()).isEmpty();
            assertThat(down.stdout()).isEqualTo("chat " + endpoint(its) + ": down (1 active, 1 tunnels)\n");
            assertThat(down.code()).isZero();
            assertThat(answering()).hasSize(2).doesNotContain(name);
            echoes(tunnel, "its tunnel is kept");

            assertThat(upstreams("drain", "chat", endpoint(its)).stdout()).contains(": draining (1 active");
            assertThat(answering()).hasSize(2).doesNotContain(name);
            echoes(tunnel, "and again");

            assertThat(upstreams("up", "chat", endpoint(its)).stdout()).contains(": up (1 active");
            assertThat(answering()).contains(name);
            echoes(tunnel, "to the end");
        }
        String of = "127.0.0.1 port ";
        Eventually.until(
                "both marks are logged", () -> sluice.log().contains("is up (1 tunnels), by command of " + of));
        assertThat(sluice.log().lines())
                .anyMatch(line -> line.contains("WARN") && line.contains("is down (1 tunnels), by command of " + of))
                .anyMatch(line -> line.contains("INFO") && line.contains("is up (1 tunnels), by command of " + of));
    }

    @Test
    void theTableHasALineForEachEndpoint() throws IOException {
        backends.get(1).close();
        answering();
        Eventually.until("its failure is seen", () -> failed(1));
        Command.Result table = upstreams();

        assertThat(table.stderr()).isEmpty();
        assertThat(table.code()).isZero();
        List<List<String>> rows = table.stdout()
                .lines()
                .map(line -> List.of(line.split(" {2,}", -1)))
                .toList();
        assertThat(rows).hasSize(4);
        assertThat(rows.get(0))
                .containsExactly(
                        "UPSTREAM",
                        "ENDPOINT",
                        "ADDRESS",
                        "STATE",
                        "WEIGHT",
                        "ACTIVE",
                        "TUNNELS",
                        "IDLE",
                        "CHOSEN",
                        "FAILURES",
                        "LAST FAILURE");
        assertThat(rows.get(1)).startsWith("chat", endpoint(0), endpoint(0), "up", "1", "0", "0");
        assertThat(rows.get(2))
                .startsWith("chat", endpoint(1), endpoint(1), "failing", "1")
                .hasSize(11);
        assertThat(rows.get(3)).startsWith("chat", endpoint(2), endpoint(2), "up", "2");
    }

    private boolean failed(int index) {
        try {
            return seen(index).getString("state").equals("failing");
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void aWebPagesPostIsRefusedAndAGetIsNotAllowed() throws IOException {
        String target = "/upstreams/chat/" + endpoint(0) + "?state=down";

        assertThat(ask("POST", target, "Origin: https://evil.example").status()).isEqualTo(403);
        assertThat(ask("POST", target, "Origin: null").status()).isEqualTo(403);
        assertThat(ask("GET", target).status()).isEqualTo(405);
        assertThat(ask("POST", "/upstreams").status()).isEqualTo(405);
        assertThat(seen(0).getString("state")).isEqualTo("up");
        assertThat(ask("POST", target, "X-Sluice-Command: 1", "Origin: http://" + admin())
                        .status())
                .isEqualTo(200);
        assertThat(seen(0).getString("state")).isEqualTo("down");
    }

    @Test
    void unknownNamesEndWith64() {
        Command.Result upstream = upstreams("down", "caht", endpoint(0));
        assertThat(upstream.stderr()).isEqualTo("sluice: upstreams: no upstream \"caht\"; did you mean chat?\n");
        assertThat(upstream.code()).isEqualTo(64);

        Command.Result endpoint = upstreams("down", "chat", "a b/c?state=up#x");
        assertThat(endpoint.stderr())
                .isEqualTo("sluice: upstreams: upstream chat has no endpoint \"a b/c?state=up#x\"\n");
        assertThat(endpoint.code()).isEqualTo(64);
    }

    @Test
    void whoIsAskedButDoesNotAnswerIsNamed() throws IOException {
        String nobody = "127.0.0.1:" + FreePort.next();
        Command.Result none = upstreams("--admin", nobody);
        assertThat(none.stderr())
                .startsWith("sluice: nobody answers at " + nobody + " (Connection refused)")
                .hasLineCount(1);
        assertThat(none.code()).isEqualTo(1);

        Command.Result other = upstreams("--admin", endpoint(0));
        assertThat(other.stderr())
                .isEqualTo("sluice: " + endpoint(0) + " answers, but not as the admin listener of Sluice does\n");
        assertThat(other.code()).isEqualTo(1);

        assertThat(upstreams("--admin", admin()).code()).isZero();
    }

    @Test
    void aConfigurationWithoutAnAdminListenerIsNamed() throws IOException {
        String text = Files.readString(file);
        Files.writeString(file, text.replaceAll("admin \\{.*", ""));
        Command.Result without = upstreams();
        assertThat(without.stderr())
                .isEqualTo(file + ": no admin listener (expected: sluice.admin { bind = \"127.0.0.1:9180\" })\n");
        assertThat(without.code()).isEqualTo(64);

        Files.writeString(file, text.replaceAll("(admin .*:)\\d+", "$10"));
        assertThat(upstreams().stderr())
                .isEqualTo(file
                        + ": the admin listener takes any port (expected: --admin HOST:PORT, as \"run\" printed it)\n");
    }
}
