package io.sluice.server.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.api.Settings;
import io.sluice.api.balance.Endpoint;
import io.sluice.api.balance.LoadBalancer;
import io.sluice.api.balance.LoadBalancerFactory;
import io.sluice.api.status.EndpointView;
import io.sluice.api.status.ListenerView;
import io.sluice.server.config.ConfigLoader;
import io.sluice.server.config.PluginsConfig;
import io.sluice.server.observe.Metric;
import io.sluice.server.plugin.PluginRegistry;
import io.sluice.server.plugin.PluginSource;
import io.sluice.server.plugin.PluginsView;
import io.sluice.server.plugin.Refresh;
import io.sluice.server.variable.Variables;
import io.sluice.testkit.Eventually;
import io.sluice.testkit.RawClient;
import io.sluice.testkit.ScriptedBackend;
import io.sluice.testkit.Scripts;
import io.sluice.testkit.WebSocketClient;
import io.sluice.testkit.WebSocketPeer;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The configuration of a server that runs is replaced by another one: what changes, and what is not touched. */
class ReloadTest {
    /** Takes the endpoints in turn; a balancer that is made anew begins at the first one. */
    private static final class InTurn implements LoadBalancerFactory {
        @Override
        public String name() {
            return "round-robin";
        }

        @Override
        public LoadBalancer create(List<Endpoint> endpoints, Settings settings) {
            AtomicInteger next = new AtomicInteger();
            return exchange -> {
                List<Endpoint> order = new ArrayList<>(endpoints);
                Collections.rotate(order, -Math.floorMod(next.getAndIncrement(), order.size()));
                return order.iterator();
            };
        }
    }

    @TempDir
    Path home;

    private final PluginRegistry plugins = PluginRegistry.of(new InTurn());
    private ScriptedBackend one;
    private ScriptedBackend two;
    private Server server;

    @BeforeEach
    void start() throws Exception {
        one = ScriptedBackend.start(Scripts.echo());
        two = ScriptedBackend.start(Scripts.echo());
    }

    @AfterEach
    void stop() throws IOException {
        if (server != null) {
            server.close();
        }
        one.close();
        two.close();
        plugins.close();
    }

    private Path write(String listeners, String upstreams, String routes) throws IOException {
        return Files.writeString(home.resolve("test.conf"), """
                sluice {
                  workers = 2, shutdown-timeout = 1s, access-log = off
                  listeners { web { bind = "127.0.0.1:0" }, %s }
                  upstreams { %s }
                  hosts { site { routes = [ %s ] } }
                }
                """.formatted(listeners, upstreams, routes));
    }

    private Path usual() throws IOException {
        return write("", back(""), "{ path = \"/\", upstream = back }");
    }

    private String back(String settings) {
        return "back { servers = [\"" + one.hostPort() + "\"] " + settings + " }";
    }

    private void run(Path file) throws Exception {
        server = Server.start(ConfigLoader.load(file, home, new Variables()), plugins, home);
    }

    private WebSocketPeer tunnel(String path) throws IOException {
        return WebSocketClient.open(server.addresses().get("web"), path);
    }

    private static void echoes(WebSocketPeer tunnel) throws IOException {
        tunnel.text("still here");
        assertThat(tunnel.readMessage().text()).isEqualTo("still here");
    }

    private int status(String listener, String path) throws IOException {
        try (RawClient client = RawClient.connect(server.addresses().get(listener))) {
            return client.get(path).status();
        }
    }

    private EndpointView endpoint(String upstream, int index) {
        return server.metrics().status().upstreams().stream()
                .filter(one -> one.name().equals(upstream))
                .findFirst()
                .orElseThrow()
                .endpoints()
                .get(index);
    }

    @Test
    void whatIsWrittenTheSameWayChangesNothing() throws Exception {
        run(usual());
        try (WebSocketPeer tunnel = tunnel("/")) {
            Reloaded done = server.reload();
            assertThat(done.problems()).isEmpty();
            assertThat(done.changes()).isEmpty();
            assertThat(done.generation()).isEqualTo(2);
            echoes(tunnel);
        }
        assertThat(server.metrics().value(Metric.RELOADS)).isEqualTo(1);
        assertThat(server.metrics().value(Metric.RELOAD_FAILURES)).isZero();
    }

    @Test
    void listenersComeAndGoAndTheirTunnelsStay() throws Exception {
        run(write("other { bind = \"127.0.0.1:0\" }", back(""), "{ path = \"/\", upstream = back }"));
        var gone = server.addresses().get("other");
        var web = server.addresses().get("web");
        try (WebSocketPeer tunnel = WebSocketClient.open(gone, "/")) {
            write("third { bind = \"127.0.0.1:0\" }", back(""), "{ path = \"/\", upstream = back }");
            assertThat(server.reload().changes()).containsExactly("listener other removed", "listener third added");
            assertThat(server.addresses()).containsOnlyKeys("web", "third").containsEntry("web", web);
            assertThat(server.metrics().status().listeners())
                    .extracting(ListenerView::name)
                    .containsExactlyInAnyOrder("web", "third");
            assertThat(status("third", "/")).isEqualTo(200);
            assertThatThrownBy(() -> RawClient.connect(gone)).isInstanceOf(ConnectException.class);
            echoes(tunnel);
        }
    }

    @Test
    void anAddressKeepsItsSocketUnderAnotherName() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        String bind = " { bind = \"127.0.0.1:" + port + "\" }";
        run(write("a" + bind, back(""), "{ path = \"/\", upstream = back }"));
        write("b" + bind, back(""), "{ path = \"/\", upstream = back }");
        assertThat(server.reload().problems()).isEmpty();
        assertThat(status("b", "/")).isEqualTo(200);
    }

    @Test
    void anAddressInUseRefusesAllOfIt() throws Exception {
        run(usual());
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                WebSocketPeer tunnel = tunnel("/")) {
            write(
                    "b { bind = \"127.0.0.1:%d\" }, c { bind = \"127.0.0.1:0\" }".formatted(taken.getLocalPort()),
                    back(""),
                    "{ path = \"/other\", upstream = back }");
            Reloaded done = server.reload();
            assertThat(done.problems())
                    .singleElement()
                    .asString()
                    .startsWith(home.resolve("test.conf") + ":3: listener b: cannot bind")
                    .contains("127.0.0.1:" + taken.getLocalPort());
            assertThat(done.generation()).isEqualTo(1);
            assertThat(server.addresses()).containsOnlyKeys("web");
            assertThat(status("web", "/")).isEqualTo(200);
            echoes(tunnel);
        }
        assertThat(server.metrics().value(Metric.RELOAD_FAILURES)).isEqualTo(1);
    }

    @Test
    void aFaultInTheFileIsToldWithItsLineAndAllGoesOn() throws Exception {
        Path file = usual();
        run(file);
        try (WebSocketPeer tunnel = tunnel("/")) {
            Files.writeString(file, Files.readString(file).replace("path =", "paht ="));
            assertThat(server.reload().problems()).allMatch(problem -> problem.startsWith(file + ":5: "));
            assertThat(server.generation()).isEqualTo(1);
            echoes(tunnel);
            assertThat(status("web", "/")).isEqualTo(200);
            usual();
            assertThat(server.reload().refused()).isFalse();
        }
    }

    @Test
    void aKeptConnectionGetsTheNewRoutesWithItsNextRequest() throws Exception {
        run(usual());
        try (RawClient client = RawClient.connect(server.addresses().get("web"))) {
            assertThat(client.get("/").status()).isEqualTo(200);
            write("", back(""), "{ path = \"/\", return = 418 }");
            server.reload();
            assertThat(client.get("/").status()).isEqualTo(418);
        }
    }

    @Test
    void tunnelsOfARouteThatIsGoneFareAsTheirUpstreamSays() throws Exception {
        String upstreams =
                back("") + ", strict { servers = [\"" + two.hostPort() + "\"], tunnels { on-removed = close } }";
        String rest = "{ path = \"/\", upstream = back }, { path = \"/still\", upstream = strict }";
        run(write(
                "",
                upstreams,
                rest + ", { path = \"/kept\", upstream = back }, { path = \"/cut\", upstream = strict }"));
        try (WebSocketPeer kept = tunnel("/kept");
                WebSocketPeer still = tunnel("/still");
                WebSocketPeer cut = tunnel("/cut")) {
            write("", upstreams, rest);
            assertThat(server.reload().changes())
                    .containsExactly("route site /cut removed", "route site /kept removed");
            Eventually.until("its tunnel is closed", () -> server.metrics().value(Metric.TUNNELS_OPEN) == 2);
            echoes(kept);
            echoes(still);
        }
    }

    @Test
    void anUpstreamThatIsWrittenTheSameWayKeepsWhatItKnows() throws Exception {
        String both = "back { servers = [\"" + one.hostPort() + "\", \"" + two.hostPort() + "\"], keepalive = 4 }";
        run(write("", both, "{ path = \"/\", upstream = back }"));
        assertThat(status("web", "/")).isEqualTo(200);
        Eventually.until("its connection is kept", () -> endpoint("back", 0).idleConnections() == 1);
        write("", both, "{ path = \"/\", upstream = back }, { path = \"/new\", upstream = back }");
        assertThat(server.reload().changes()).containsExactly("route site /new added");
        assertThat(endpoint("back", 0).idleConnections()).isEqualTo(1);
        assertThat(status("web", "/")).isEqualTo(200);
        assertThat(endpoint("back", 1).chosen()).as("the turn goes on").isEqualTo(1);
    }

    @Test
    void anUpstreamThatChangesKeepsTheTunnelsOfEndpointsThatStay() throws Exception {
        run(write("", back(", keepalive = 4"), "{ path = \"/\", upstream = back }"));
        try (WebSocketPeer tunnel = tunnel("/")) {
            write(
                    "",
                    "back { servers = [\"%s\", { address = \"%s\", weight = 3 }] }"
                            .formatted(two.hostPort(), one.hostPort()),
                    "{ path = \"/\", upstream = back }");
            assertThat(server.reload().changes()).containsExactly("upstream back: 1 endpoints added, 0 removed");
            assertThat(endpoint("back", 1).tunnels()).isEqualTo(1);
            assertThat(endpoint("back", 1).activeExchanges()).isEqualTo(1);
            assertThat(endpoint("back", 1).weight()).isEqualTo(3);
            echoes(tunnel);
        }
        Eventually.until("its end is counted", () -> endpoint("back", 1).activeExchanges() == 0);
    }

    @Test
    void tunnelsOfAnUpstreamThatIsGoneFareAsItSaid() throws Exception {
        run(write(
                "",
                back("") + ", strict { servers = [\"" + two.hostPort() + "\"], tunnels { on-removed = close } }",
                "{ path = \"/\", upstream = back }, { path = \"/strict\", upstream = strict }"));
        try (WebSocketPeer kept = tunnel("/");
                WebSocketPeer cut = tunnel("/strict")) {
            write("", "new { servers = [\"" + one.hostPort() + "\"] }", "{ path = \"/\", upstream = new }");
            assertThat(server.reload().changes())
                    .containsExactly(
                            "route site /strict removed",
                            "upstream back removed",
                            "upstream strict removed",
                            "upstream new added");
            Eventually.until("one tunnel is closed", () -> server.metrics().value(Metric.TUNNELS_OPEN) == 1);
            echoes(kept);
            assertThat(status("web", "/")).isEqualTo(200);
        }
    }

    @Test
    void whatTakesARestartIsNamed() throws Exception {
        Path file = usual();
        run(file);
        Files.writeString(file, Files.readString(file).replace("workers = 2", "workers = 3"));
        assertThat(server.reload().warnings())
                .containsExactly("sluice.workers: what is new takes part after a restart");
        assertThat(server.reload().warnings()).as("as long as it is written").hasSize(1);
        usual();
        assertThat(server.reload().warnings()).as("that is what runs").isEmpty();
    }

    @Test
    void aFaultPastThePointOfNoReturnIsNotToldAsARefusal() throws Exception {
        AtomicInteger released = new AtomicInteger();
        AtomicInteger uses = new AtomicInteger();
        PluginSource given = PluginSource.of(plugins);
        PluginSource faulty = new PluginSource() {
            @Override
            public Refresh next(Path folder) {
                return given.next(folder);
            }

            @Override
            public void use(PluginRegistry registry) {
                if (uses.incrementAndGet() == 2) {
                    throw new IllegalStateException("a fault");
                }
            }

            @Override
            public void release(PluginRegistry registry) {
                released.incrementAndGet();
            }

            @Override
            public void watch(PluginsConfig config, Runnable atOnce) {
                given.watch(config, atOnce);
            }

            @Override
            public PluginsView view(ToLongFunction<PluginRegistry> exchanges) {
                return given.view(exchanges);
            }
        };
        server = Server.start(ConfigLoader.load(usual(), home, new Variables()), plugins, faulty, home);
        write("", back(""), "{ path = \"/\", return { status = 204 } }");
        Reloaded done = server.reload();
        assertThat(done.refused()).isFalse();
        assertThat(done.generation()).isEqualTo(2);
        assertThat(done.warnings()).singleElement().asString().endsWith("IllegalStateException: a fault");
        assertThat(status("web", "/")).isEqualTo(204);
        Eventually.until("the one before is let go of, alone", () -> released.get() == 1);
    }

    @Test
    void whileTheServerEndsNothingIsReadAgain() throws Exception {
        run(usual());
        server.close();
        assertThat(server.reload().problems()).containsExactly("the server is ending: nothing is read again");
    }
}
