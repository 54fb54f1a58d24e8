package io.sluice.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.sluice.testkit.Eventually;
import io.sluice.testkit.FreePort;
import io.sluice.testkit.HttpMessage;
import io.sluice.testkit.RawClient;
import io.sluice.testkit.ScriptedBackend;
import io.sluice.testkit.Scripts;
import io.sluice.testkit.WebSocketClient;
import io.sluice.testkit.WebSocketPeer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server with tunnels as an operator sees them with {@code bin/sluice connections}, and ends them. */
class ConnectionsTest {
    private static final String TOKEN = "ops-0123456789abcdefghijklmnop";

    @TempDir
    private Path folder;

    private ScriptedBackend backend;
    private RunningSluice sluice;
    private Path file;

    @BeforeEach
    void start() throws IOException {
        backend = ScriptedBackend.start(
                connection -> Scripts.echo(connection.acceptWebSocket(connection.readRequest(), new byte[0])));
        RunningSluice.Launch launch = RunningSluice.in(folder);
        Path token = Files.writeString(launch.home().resolve("conf/ops.token"), TOKEN + "\n");
        Files.setPosixFilePermissions(token, PosixFilePermissions.fromString("rw-------"));
        file = Files.writeString(
                launch.home().resolve("conf/live.conf"), """
                sluice {
                  listeners { web { bind = "127.0.0.1:0" } }
                  upstreams { chat { servers = ["%s"] } }
                  hosts { site { routes = [ { path = "/ws/", upstream = chat }, { path = "/b/", upstream = chat } ] } }
                  admin {
                    bind = "127.0.0.2:%d"
                    tokens = [ { name = ops, file = "conf/ops.token", rights = [read, write] } ]
                    token-for-reads = on
                  }
                }
                """.formatted(backend.hostPort(), FreePort.next()));
        sluice = launch.start(file);
    }

    @AfterEach
    void stop() throws IOException {
        sluice.close();
        backend.close();
    }

    private Command.Result connections(String... words) {
        List<String> all = new ArrayList<>(List.of("connections", "-c", file.toString()));
        all.addAll(List.of(words));
        return Command.sluice(sluice.home(), all.toArray(String[]::new));
    }

    private HttpMessage ask(String method, String target, String... fields) throws IOException {
        List<String> lines = new ArrayList<>(List.of("Host: 127.0.0.2:" + sluice.port("admin")));
        lines.addAll(List.of(fields));
        try (RawClient client = RawClient.connect(sluice.address("admin"))) {
            return client.request(method, target, lines.toArray(String[]::new));
        }
    }

    private WebSocketPeer tunnel(String target) throws IOException {
        WebSocketPeer tunnel = WebSocketClient.open(sluice.address("web"), target);
        tunnel.text("hello");
        assertThat(tunnel.readMessage().text()).isEqualTo("hello");
        return tunnel;
    }

    @Test
    void tunnelsAreListedFilteredAndClosed() throws Exception {
        CompletableFuture<String> closed = new CompletableFuture<>();
        WebSocket browser = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(
                        URI.create("ws://127.0.0.1:" + sluice.port("web") + "/b/room?id=7"), new WebSocket.Listener() {
                            @Override
                            public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
                                closed.complete(code + " " + reason);
                                return null;
                            }

                            @Override
                            public void onError(WebSocket socket, Throwable error) {
                                closed.completeExceptionally(error);
                            }
                        })
                .get(20, TimeUnit.SECONDS);
        try (WebSocketPeer first = tunnel("/ws/1");
                WebSocketPeer second = tunnel("/ws/2")) {
            Command.Result table = connections("--kind", "tunnel");
            assertThat(table.stderr()).isEmpty();
            assertThat(table.stdout().lines())
                    .hasSize(4)
                    .first()
                    .asString()
                    .matches("ID +KIND +CLIENT +ROUTE +ENDPOINT +AGE +IDLE +MSG IN +MSG OUT +BYTES IN.*");
            assertThat(table.stdout()).contains("site /ws/", "/b/room?id=7", backend.hostPort());

            Config one = ConfigFactory.parseString(
                            connections("--route", "/b/", "--json").stdout())
                    .getConfigList("connections")
                    .get(0);
            String id = one.getString("id");
            assertThat(connections("show", id).stdout()).contains("uri", "/b/room?id=7", "userAgent");

            Command.Result close = connections("close", id, "--code", "4004", "--reason", "moved & gone + 100%");
            assertThat(close.stderr()).isEmpty();
            assertThat(close.stdout()).isEqualTo(id + ": closed\n");
            assertThat(closed.get(20, TimeUnit.SECONDS)).isEqualTo("4004 moved & gone + 100%");
            browser.sendClose(WebSocket.NORMAL_CLOSURE, "")
                    .exceptionally(sentAlready -> browser)
                    .join();
            Eventually.until(
                    "it is gone", () -> connections("show", id).stderr().contains("no connection " + id));

            assertThat(connections("close", "--route", "/ws/", "--code", "1012").stdout())
                    .isEqualTo("2 closed\n");
            assertThat(first.readFrame().closeCode()).isEqualTo(1012);
            assertThat(second.readFrame().closeCode()).isEqualTo(1012);
        }
    }

    @Test
    void mistakesAreNamed() {
        assertThat(connections("lst").stderr()).contains("did you mean list?");
        assertThat(connections("show").stderr()).contains("expected: show ID");
        assertThat(connections("--kind", "tunnels").stderr()).contains("kind: found \"tunnels\"");
        assertThat(connections("close").stderr()).contains("which connections?");
        assertThat(connections("close", "--all", "--code", "1005").stderr()).contains("code: found \"1005\"");
        assertThat(connections("close", "999999").code()).isEqualTo(64);
    }

    @Test
    void withoutTheTokenNothingIsTold() throws IOException {
        assertThat(ask("GET", "/upstreams").status()).isEqualTo(401);
        assertThat(ask("GET", "/upstreams", "Authorization: Bearer " + TOKEN).status())
                .isEqualTo(200);
        assertThat(ask("POST", "/connections/close?all=true", "X-Sluice-Command: 1")
                        .status())
                .isEqualTo(401);
        assertThat(ask(
                                "POST",
                                "/connections/close?all=true",
                                "X-Sluice-Command: 1",
                                "Authorization: Bearer " + TOKEN,
                                "Origin: https://evil.example",
                                "Sec-Fetch-Site: cross-site")
                        .status())
                .isEqualTo(403);
    }

    @Test
    void anAddressThatOthersReachIsRefusedWithoutATokenOrACertificate() throws IOException {
        Path open = Files.writeString(
                sluice.home().resolve("conf/open.conf"),
                Files.readString(file)
                        .replaceFirst("127\\.0\\.0\\.2", "0.0.0.0")
                        .replaceFirst("tokens = .*", "tokens = []"));

        Command.Result check = Command.sluice(sluice.home(), "check", "-c", open.toString());
        assertThat(check.code()).isEqualTo(64);
        assertThat(check.stderr()).contains(open + ":6: sluice.admin.bind: found \"0.0.0.0:", "else tokens, or tls");
    }
}
