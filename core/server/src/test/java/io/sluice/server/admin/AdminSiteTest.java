package io.sluice.server.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.sluice.api.Settings;
import io.sluice.api.balance.Endpoint;
import io.sluice.api.balance.LoadBalancer;
import io.sluice.api.balance.LoadBalancerFactory;
import io.sluice.api.status.StatusEndpoint;
import io.sluice.api.status.StatusEndpointFactory;
import io.sluice.api.status.StatusResponse;
import io.sluice.api.status.StatusStream;
import io.sluice.api.status.StatusView;
import io.sluice.server.boot.Server;
import io.sluice.server.config.AdminTokenReader;
import io.sluice.server.config.ConfigLoader;
import io.sluice.server.plugin.PluginRegistry;
import io.sluice.server.variable.Variables;
import io.sluice.testkit.Eventually;
import io.sluice.testkit.HttpMessage;
import io.sluice.testkit.RawClient;
import io.sluice.testkit.ScriptedBackend;
import io.sluice.testkit.Scripts;
import io.sluice.testkit.WebSocketClient;
import io.sluice.testkit.WebSocketPeer;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The admin listener of a server in this process, with a back end that echoes WebSockets. */
class AdminSiteTest {
    private static final String TOKEN = "ops-0123456789abcdefghij";

    private record InOrder(String name) implements LoadBalancerFactory {
        @Override
        public LoadBalancer create(List<Endpoint> endpoints, Settings settings) {
            return exchange -> endpoints.iterator();
        }
    }

    /** A page with a part that goes on: it counts. */
    private static final class Pages implements StatusEndpointFactory {
        private final AtomicInteger ended = new AtomicInteger();

        @Override
        public String name() {
            return "pages";
        }

        @Override
        public StatusEndpoint create(Settings settings) {
            StatusEndpoint events = new StatusEndpoint() {
                @Override
                public String path() {
                    return "/page/events";
                }

                @Override
                public StatusResponse respond(StatusView status) {
                    return StatusResponse.streaming(StatusResponse.EVENTS, "data: begin\n\n", counting());
                }
            };
            return new StatusEndpoint() {
                @Override
                public String path() {
                    return "/page";
                }

                @Override
                public StatusResponse respond(StatusView status) {
                    return StatusResponse.ok("text/html", "<p>" + status.tunnels());
                }

                @Override
                public List<StatusEndpoint> parts() {
                    return List.of(events);
                }
            };
        }

        private StatusStream counting() {
            return new StatusStream() {
                private int count;

                @Override
                public Duration interval() {
                    return Duration.ofMillis(100);
                }

                @Override
                public String next(StatusView status) {
                    return "data: " + ++count + " of " + Thread.currentThread().getName() + "\n\n";
                }

                @Override
                public void ended() {
                    ended.incrementAndGet();
                }
            };
        }
    }

    @TempDir
    private Path folder;

    private final Pages pages = new Pages();
    private final List<WebSocketPeer> tunnels = new ArrayList<>();
    private ScriptedBackend backend;
    private Server server;

    @BeforeEach
    void begin() throws Exception {
        backend = ScriptedBackend.start(
                connection -> Scripts.echo(connection.acceptWebSocket(connection.readRequest(), new byte[0])));
        server = start("");
    }

    @AfterEach
    void stop() throws IOException {
        for (WebSocketPeer tunnel : tunnels) {
            tunnel.close();
        }
        server.close();
        backend.close();
    }

    private Server start(String more) throws Exception {
        Path file = Files.writeString(folder.resolve("sluice.conf"), """
                sluice {
                  workers = 2, shutdown-timeout = 20s, access-log = off
                  listeners { web { bind = "127.0.0.1:0" }, other { bind = "127.0.0.1:0" } }
                  upstreams { chat { servers = ["%s"] } }
                  hosts { site { routes = [{ path = "/ws/", upstream = chat }, { path = "/b/", upstream = chat }] } }
                  admin { bind = "127.0.0.1:0", status = [pages], %s }
                }
                """.formatted(backend.hostPort(), more));
        return Server.start(
                ConfigLoader.load(file, folder, new Variables()),
                PluginRegistry.of(new InOrder("round-robin"), pages),
                folder);
    }

    private InetSocketAddress address(String listener) {
        return server.addresses().get(listener);
    }

    private HttpMessage ask(String method, String target, String... fields) throws IOException {
        List<String> lines =
                new ArrayList<>(List.of("Host: 127.0.0.1:" + address("admin").getPort()));
        lines.addAll(List.of(fields));
        try (RawClient client = RawClient.connect(address("admin"))) {
            return client.request(method, target, lines.toArray(String[]::new));
        }
    }

    private HttpMessage command(String target) throws IOException {
        return ask("POST", target, "X-Sluice-Command: 1");
    }

    private WebSocketPeer tunnel(String listener, String target) throws IOException {
        WebSocketPeer tunnel = WebSocketClient.open(address(listener), target, "User-Agent: test/1");
        tunnels.add(tunnel);
        tunnel.text("hello");
        assertThat(tunnel.readMessage().text()).isEqualTo("hello");
        return tunnel;
    }

    private Config list(String query) throws IOException {
        HttpMessage answer = ask("GET", "/connections" + query);
        assertThat(answer.status()).as(answer.bodyText()).isEqualTo(200);
        return ConfigFactory.parseString(answer.bodyText());
    }

    private List<String> clients(String query) throws IOException {
        return list(query).getConfigList("connections").stream()
                .map(one -> one.getString("client"))
                .toList();
    }

    private static String local(WebSocketPeer tunnel) {
        return "127.0.0.1:" + tunnel.wire().localAddress().getPort();
    }

    // ---- what every answer has, and what no request gets

    @ParameterizedTest
    @CsvSource({
        "POST, /page, '', 405, 'GET, HEAD'",
        "OPTIONS, /page, 'Access-Control-Request-Method: POST', 405, 'GET, HEAD'",
        "GET, /connections/close, '', 405, POST",
        "GET, /connections/1/close, '', 405, POST",
        "DELETE, /connections, '', 405, 'GET, HEAD'",
        "GET, /nothing, '', 404,",
        "GET, /connections/x, '', 404,",
        "POST, /connections/close?all=true, '', 403,",
        "POST, /connections/close?all=true, 'Content-Type: text/plain', 403,",
        "POST, /connections/close?all=true, 'Origin: https://evil.example', 403,",
        "GET, /page, 'Origin: https://evil.example', 403,",
        "GET, /page, 'Sec-Fetch-Site: cross-site', 403,"
    })
    void aWebPageGetsNothing(String method, String target, String field, int status, String allow) throws IOException {
        tunnel("web", "/ws/a");
        HttpMessage answer = field.isEmpty() ? ask(method, target) : ask(method, target, field);

        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.header("Allow")).isEqualTo(allow);
        assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
        assertThat(answer.header("Content-Security-Policy")).contains("frame-ancestors 'none'");
        assertThat(answer.rawHead()).doesNotContain("Access-Control-Allow");
        assertThat(list("?kind=tunnel").getInt("matching")).as("still open").isEqualTo(1);
    }

    @Test
    void aNameThatWasMadeToLeadHereReadsNothing() throws IOException {
        try (RawClient client = RawClient.connect(address("admin"))) {
            assertThat(client.request("GET", "/page", "Host: evil.example").status())
                    .isEqualTo(403);
        }
    }

    @Test
    void whereThereAreTokensCommandsNeedOneAndReadsDoIfSaid() throws Exception {
        server.close();
        String sha = HexFormat.of().formatHex(AdminTokenReader.digest(TOKEN));
        server = start("token-for-reads = on, tokens = [{ name = ops, sha256 = " + sha + ", rights = [read, write] }]");

        HttpMessage none = ask("GET", "/page");
        assertThat(none.status()).isEqualTo(401);
        assertThat(none.header("WWW-Authenticate")).startsWith("Basic ").contains("Bearer ");
        assertThat(ask("GET", "/page", "Authorization: Bearer " + TOKEN).status())
                .isEqualTo(200);
        assertThat(command("/connections/close?all=true").status()).isEqualTo(401);
        assertThat(ask("POST", "/connections/close?all=true", "Authorization: Bearer " + TOKEN, "X-Sluice-Command: 1")
                        .status())
                .isEqualTo(200);
    }

    // ---- connections

    @Test
    void aTunnelIsShownWithAllThatIsKnownOfIt() throws IOException {
        WebSocketPeer tunnel = tunnel("web", "/ws/a?room=1");
        Config one = list("?kind=tunnel").getConfigList("connections").get(0);

        assertThat(one.getString("client")).isEqualTo(local(tunnel));
        assertThat(one.getString("route")).isEqualTo("site /ws/");
        assertThat(one.getString("uri")).isEqualTo("/ws/a?room=1");
        assertThat(one.getString("upstream")).isEqualTo("chat");
        assertThat(one.getString("endpoint")).isEqualTo(backend.hostPort());
        assertThat(one.getString("listener")).isEqualTo("web");
        assertThat(one.getString("userAgent")).isEqualTo("test/1");
        assertThat(one.getLong("messagesIn")).isEqualTo(1);
        assertThat(one.getLong("messagesOut")).isEqualTo(1);
        HttpMessage alone = ask("GET", "/connections/" + one.getLong("id"));
        assertThat(ConfigFactory.parseString(alone.bodyText()).getString("client"))
                .isEqualTo(local(tunnel));
    }

    @Test
    void aListIsFilteredOrderedAndCut() throws IOException {
        WebSocketPeer first = tunnel("web", "/ws/1");
        WebSocketPeer second = tunnel("other", "/ws/2");
        WebSocketPeer third = tunnel("web", "/b/3");
        third.text("more");
        third.readMessage();

        assertThat(clients("")).containsExactly(local(first), local(second), local(third));
        assertThat(clients("?sort=newest")).containsExactly(local(third), local(second), local(first));
        assertThat(clients("?sort=messages&limit=1")).containsExactly(local(third));
        assertThat(list("?sort=messages&limit=1").getInt("more")).isEqualTo(2);
        assertThat(clients("?route=/ws/")).containsExactly(local(first), local(second));
        assertThat(clients("?route=site+/b/")).containsExactly(local(third));
        assertThat(clients("?listener=other")).containsExactly(local(second));
        assertThat(clients("?listener=admin")).hasSize(1);
        assertThat(clients("?endpoint=" + backend.hostPort())).hasSize(3);
        assertThat(clients("?endpoint=10.0.0.1:80")).isEmpty();
        assertThat(clients("?upstream=other")).isEmpty();
        assertThat(clients("?client=127.0.0.0/8&kind=tunnel")).hasSize(3);
        assertThat(clients("?client=10.0.0.0/8")).isEmpty();
        assertThat(clients("?min-age=1h")).isEmpty();
        assertThat(clients("?min-idle=1h")).isEmpty();
        assertThat(clients("?kind=idle")).isEmpty();
    }

    @Test
    void manyConnectionsAreLookedAtInSlices() throws IOException {
        List<RawClient> idle = new ArrayList<>();
        try {
            for (int i = 0; i < 1200; i++) {
                idle.add(RawClient.connect(address("web")));
            }
            Eventually.until("all are accepted", () -> list("?limit=1").getInt("matching") == 1200);
            assertThat(list("?limit=10000").getConfigList("connections"))
                    .extracting(one -> one.getLong("id"))
                    .hasSize(1200)
                    .isSorted()
                    .doesNotHaveDuplicates();
            assertThat(ConfigFactory.parseString(
                                    command("/connections/close?kind=idle").bodyText())
                            .getInt("closed"))
                    .isEqualTo(1200);
            Eventually.until("all are closed", () -> list("?limit=1").getInt("matching") == 0);
        } finally {
            idle.forEach(RawClient::close);
        }
    }

    @Test
    void oneIsClosedByItsNumberAndTheOthersStay() throws IOException {
        WebSocketPeer first = tunnel("web", "/ws/1");
        WebSocketPeer second = tunnel("web", "/ws/2");
        long id = list("").getConfigList("connections").get(0).getLong("id");

        assertThat(command("/connections/" + id + "/close?code=4001&reason=go").status())
                .isEqualTo(200);
        assertThat(first.readFrame()).satisfies(frame -> {
            assertThat(frame.closeCode()).isEqualTo(4001);
            assertThat(frame.closeReason()).isEqualTo("go");
        });
        assertThat(command("/connections/" + (id + 1_000_000) + "/close").status())
                .isEqualTo(404);
        second.text("still here");
        assertThat(second.readMessage().text()).isEqualTo("still here");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "?code=4001",
                "?all=false",
                "?all=true&route=/ws/",
                "?route=/ws/&code=1005",
                "?route=/ws/&code=x",
                "?kind=tunnels",
                "?client=here",
                "?rout=/ws/"
            })
    void whatIsNotClearlyMeantIsNotClosed(String query) throws IOException {
        WebSocketPeer tunnel = tunnel("web", "/ws/1");

        assertThat(command("/connections/close" + query).status()).isEqualTo(400);
        tunnel.text("still here");
        assertThat(tunnel.readMessage().text()).isEqualTo("still here");
    }

    // ---- while the server ends

    @Test
    void whileTunnelsEndTheListenerShowsThemAndRefusesReloads() throws Exception {
        WebSocketPeer tunnel = tunnel("web", "/ws/1");
        CompletableFuture<Void> stopped = CompletableFuture.runAsync(server::close, task -> new Thread(task).start());
        assertThat(tunnel.readFrame().closeCode()).isEqualTo(1012);

        assertThat(ask("GET", "/page").status()).isEqualTo(200);
        assertThat(clients("?kind=tunnel")).containsExactly(local(tunnel));
        HttpMessage reload = command("/reload");
        assertThat(reload.status()).isEqualTo(503);
        assertThat(reload.bodyText()).contains("the server is ending: nothing is read again");
        tunnel.sendClose(1012, "");
        stopped.get(15, TimeUnit.SECONDS);
        assertThatThrownBy(() -> RawClient.connect(address("admin"))).isInstanceOf(ConnectException.class);
    }

    // ---- pages that go on

    @Test
    void aPageGoesOnUntilTheClientLeaves() throws IOException {
        RawClient client = events();
        assertThat(text(client, "data: begin\n\n"))
                .contains("Content-Type: text/event-stream")
                .doesNotContain("Length");
        assertThat(text(client, "\n\n")).isEqualTo("data: 1 of admin-streams\n\n");
        assertThat(text(client, "\n\n")).isEqualTo("data: 2 of admin-streams\n\n");
        client.close();
        Eventually.until("its end is told", () -> pages.ended.get() == 1);
        assertThat(ask("GET", "/page").bodyText()).isEqualTo("<p>0");
    }

    @Test
    void aPageThatGoesOnDoesNotHoldUpTheServersEnd() throws IOException {
        RawClient client = events();
        text(client, "data: begin\n\n");
        long began = System.nanoTime();
        server.close();

        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(15));
        client.readToEnd();
        client.close();
        Eventually.until("its end is told", () -> pages.ended.get() == 1);
    }

    @Test
    void soManyMayBeOpenAndNoMore() throws IOException {
        List<RawClient> open = new ArrayList<>();
        try {
            for (int i = 0; i < Streams.MOST; i++) {
                open.add(events());
                text(open.get(i), "data: begin\n\n");
            }
            assertThat(ask("GET", "/page/events").status()).isEqualTo(503);
            open.get(0).close();
            Eventually.until("there is a place again", () -> pages.ended.get() == 2);
            open.add(events());
            assertThat(text(open.get(open.size() - 1), "data: begin\n\n")).startsWith("HTTP/1.1 200 ");
        } finally {
            open.forEach(RawClient::close);
        }
    }

    private RawClient events() throws IOException {
        RawClient client = RawClient.connect(address("admin"));
        client.send("GET /page/events HTTP/1.1\r\nHost: 127.0.0.1:"
                + address("admin").getPort() + "\r\n\r\n");
        return client;
    }

    private static String text(RawClient client, String through) throws IOException {
        return new String(client.readThrough(through), StandardCharsets.UTF_8);
    }
}
