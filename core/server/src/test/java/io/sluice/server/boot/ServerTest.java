package io.sluice.server.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.api.Settings;
import io.sluice.api.balance.Endpoint;
import io.sluice.api.balance.LoadBalancer;
import io.sluice.api.balance.LoadBalancerFactory;
import io.sluice.api.exchange.ExchangeView;
import io.sluice.api.headers.HeaderPolicy;
import io.sluice.api.headers.HeaderPolicyFactory;
import io.sluice.api.headers.Headers;
import io.sluice.server.config.ConfigException;
import io.sluice.server.config.ConfigLoader;
import io.sluice.server.config.SluiceConfig;
import io.sluice.server.plugin.PluginException;
import io.sluice.server.plugin.PluginLoader;
import io.sluice.server.plugin.PluginRegistry;
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
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The server in this process: what its start promises, and its end. */
class ServerTest {
    /** Takes the endpoints in their order. */
    private static final class InOrder implements LoadBalancerFactory {
        @Override
        public String name() {
            return "round-robin";
        }

        @Override
        public LoadBalancer create(List<Endpoint> endpoints, Settings settings) {
            return exchange -> endpoints.iterator();
        }
    }

    @TempDir
    Path home;

    private PluginRegistry plugins;
    private ScriptedBackend backend;

    @BeforeEach
    void start() throws IOException {
        plugins = PluginLoader.load(Files.createDirectory(home.resolve("plugins")), new InOrder());
        backend = ScriptedBackend.start(Scripts.echo());
    }

    @AfterEach
    void stop() throws IOException {
        backend.close();
        plugins.close();
    }

    private SluiceConfig config(String listeners, String route) throws ConfigException, IOException {
        Path file = Files.writeString(home.resolve("test.conf"), """
                sluice {
                  workers = 2, shutdown-timeout = 5s, access-log = off
                  listeners { %s }
                  upstreams { back { servers = ["%s"] } }
                  hosts { site { routes = [{ path = "/", upstream = back, %s }] } }
                }
                """.formatted(listeners, backend.hostPort(), route));
        return ConfigLoader.load(file, home, new Variables());
    }

    private Server server() throws ConfigException, IOException {
        return Server.start(config("web { bind = \"127.0.0.1:0\" }", ""), plugins, home);
    }

    private static void assertRefused(InetSocketAddress address) {
        assertThatThrownBy(() -> RawClient.connect(address)).isInstanceOf(ConnectException.class);
    }

    @Test
    void whenStartReturnsEveryListenerServes() throws Exception {
        SluiceConfig config = config("one { bind = \"127.0.0.1:0\" }, two { bind = \"127.0.0.1:0\" }", "");
        try (Server server = Server.start(config, plugins, home)) {
            assertThat(server.addresses()).containsOnlyKeys("one", "two");
            for (InetSocketAddress address : server.addresses().values()) {
                try (RawClient client = RawClient.connect(address)) {
                    assertThat(client.get("/").status()).isEqualTo(200);
                }
            }
        }
    }

    @Test
    void aPortInUseIsNamedAndNothingStaysBound() throws Exception {
        int free;
        try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = probe.getLocalPort();
        }
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            SluiceConfig config = config(
                    "a { bind = \"127.0.0.1:%d\" }, b { bind = \"127.0.0.1:%d\" }"
                            .formatted(free, taken.getLocalPort()),
                    "");
            assertThatThrownBy(() -> Server.start(config, plugins, home))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("listener b")
                    .hasMessageContaining("127.0.0.1:" + taken.getLocalPort());
        }
        assertRefused(new InetSocketAddress(InetAddress.getLoopbackAddress(), free));
    }

    @Test
    void whatAPluginRefusesIsReportedBeforeAnythingIsBound() throws Exception {
        SluiceConfig config = config("web { bind = \"127.0.0.1:0\" }", "policies = [nonsense, also-nonsense]");
        assertThatThrownBy(() -> Server.start(config, plugins, home))
                .isInstanceOfSatisfying(
                        ConfigException.class,
                        refusal -> assertThat(refusal.problems())
                                .hasSize(2)
                                .allMatch(problem -> problem.contains("test.conf:5:") && problem.contains("nonsense")));
    }

    @Test
    void aFactoryThatMakesNothingIsABadPlugin() throws Exception {
        LoadBalancerFactory nothing = new LoadBalancerFactory() {
            @Override
            public String name() {
                return "nothing";
            }

            @Override
            public LoadBalancer create(List<Endpoint> endpoints, Settings settings) {
                return null;
            }
        };
        SluiceConfig config =
                ConfigLoader.load(Files.writeString(home.resolve("nothing.conf"), """
                        sluice {
                          listeners { web { bind = "127.0.0.1:0" } }
                          upstreams { back { servers = ["127.0.0.1:9"], balance = nothing } }
                          hosts { site { routes = [{ path = "/", upstream = back }] } }
                        }
                        """), home, new Variables());
        try (PluginRegistry registry = PluginLoader.load(home.resolve("plugins"), nothing)) {
            assertThatThrownBy(() -> Server.check(config, registry))
                    .isInstanceOf(PluginException.class)
                    .hasMessageContaining("nothing.conf:3")
                    .hasMessageContaining("made nothing");
        }
    }

    @Test
    void aHeaderPolicyIsMadeOnceForAllRoutesOfItsHostAndOnceMoreForEachRouteThatNamesIt() throws Exception {
        List<String> made = new ArrayList<>();
        HeaderPolicyFactory counting = new HeaderPolicyFactory() {
            @Override
            public String name() {
                return "counting";
            }

            @Override
            public HeaderPolicy create(Settings settings) {
                String who = settings.string("who");
                made.add(who);
                return new HeaderPolicy() {
                    @Override
                    public void onResponse(Headers headers, ExchangeView exchange) {
                        headers.add("Made", who + " " + System.identityHashCode(this));
                    }
                };
            }
        };
        SluiceConfig config =
                ConfigLoader.load(Files.writeString(home.resolve("counting.conf"), """
                        sluice {
                          listeners { web { bind = "127.0.0.1:0" } }
                          access-log = off
                          hosts {
                            site {
                              policies = [{ policy = counting, who = site }]
                              routes = [
                                { path = "/one", return { status = 200, body = "1" } }
                                { path = "/two", return { status = 200, body = "2" } }
                                {
                                  path = "/own", return { status = 200, body = "3" }
                                  policies = [{ policy = counting, who = own }]
                                }
                              ]
                            }
                            other { names = [other], policies = [{ policy = counting, who = other }], routes = [] }
                          }
                        }
                        """), home, new Variables());
        try (PluginRegistry registry = PluginLoader.load(home.resolve("plugins"), counting);
                Server server = Server.start(config, registry, home);
                RawClient client = RawClient.connect(server.addresses().get("web"))) {
            assertThat(made).containsExactlyInAnyOrder("site", "own", "other");
            String ofSite = client.get("/one").header("Made");
            assertThat(ofSite).startsWith("site ");
            assertThat(client.get("/two").header("Made")).isEqualTo(ofSite);
            assertThat(client.get("/none").header("Made")).isEqualTo(ofSite);
            assertThat(client.get("/own").headers().all("Made")).hasSize(2).contains(ofSite);
        }
    }

    @Test
    void closeEndsListenersWorkersAndConnections() throws Exception {
        InetSocketAddress address;
        RawClient idle;
        try (Server server = server()) {
            address = server.addresses().get("web");
            idle = RawClient.connect(address);
            assertThat(idle.get("/").status()).isEqualTo(200);
        }
        try (idle) {
            idle.awaitEnd();
        }
        assertRefused(address);
        Eventually.until(
                "no worker's thread is left",
                () -> Thread.getAllStackTraces().keySet().stream()
                        .noneMatch(thread -> thread.getName().startsWith("sluice-worker")));
    }

    @Test
    void anIdleClientThatDoesNotLookAtItsConnectionDoesNotHoldCloseUp() throws Exception {
        Server server = server();
        try (RawClient idle = RawClient.connect(server.addresses().get("web"))) {
            assertThat(idle.get("/").status()).isEqualTo(200);
            long start = System.nanoTime();
            server.close();
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(4));
        }
    }

    @Test
    void everyCloseReturnsWhenTheServerIsClosed() throws Exception {
        Server server = server();
        try (WebSocketPeer peer = WebSocketClient.open(server.addresses().get("web"), "/")) {
            CompletableFuture<Void> first = CompletableFuture.runAsync(server::close);
            CompletableFuture<Void> second = CompletableFuture.runAsync(server::close);
            Eventually.until(
                    "no new client is taken", () -> refuses(server.addresses().get("web")));
            peer.text("still here");
            assertThat(peer.readMessage().text()).isEqualTo("still here");
            assertThat(first).isNotDone();
            assertThat(second).isNotDone();
            peer.sendClose(1000, "");
            peer.readFrame();
            peer.close();
            CompletableFuture.allOf(first, second).get(20, TimeUnit.SECONDS);
            server.awaitClosed();
        }
    }

    private static boolean refuses(InetSocketAddress address) throws IOException {
        try (RawClient client = RawClient.connect(address)) {
            return false;
        } catch (ConnectException e) {
            return true;
        }
    }

    @Test
    void aSecondServerInTheSameProcessIsIndependent() throws Exception {
        try (Server first = server();
                Server second = server()) {
            first.close();
            try (RawClient client = RawClient.connect(second.addresses().get("web"))) {
                assertThat(client.get("/").status()).isEqualTo(200);
            }
        }
    }
}
