package io.sluice.server.admin;

import static org.assertj.core.api.Assertions.assertThat;

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
import io.sluice.server.config.ConfigLoader;
import io.sluice.server.plugin.PluginRegistry;
import io.sluice.server.variable.Variables;
import io.sluice.testkit.HttpMessage;
import io.sluice.testkit.RawClient;
import io.sluice.testkit.ScriptedBackend;
import io.sluice.testkit.Scripts;
import io.sluice.testkit.WebSocketClient;
import io.sluice.testkit.WebSocketPeer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A server with an admin listener, a page that goes on, and tunnels of two listeners and routes. */
abstract class AdminServer {
    static final String TOKEN = "ops-0123456789abcdefghij";

    record InOrder(String name) implements LoadBalancerFactory {
        @Override
        public LoadBalancer create(List<Endpoint> endpoints, Settings settings) {
            return exchange -> endpoints.iterator();
        }
    }

    /** A page with a part that goes on: it counts. */
    static final class Pages implements StatusEndpointFactory {
        final AtomicInteger ended = new AtomicInteger();

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
    Path folder;

    final Pages pages = new Pages();
    final List<WebSocketPeer> tunnels = new ArrayList<>();
    ScriptedBackend backend;
    Server server;

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

    Server start(String more) throws Exception {
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

    InetSocketAddress address(String listener) {
        return server.addresses().get(listener);
    }

    HttpMessage ask(String method, String target, String... fields) throws IOException {
        List<String> lines =
                new ArrayList<>(List.of("Host: 127.0.0.1:" + address("admin").getPort()));
        lines.addAll(List.of(fields));
        try (RawClient client = RawClient.connect(address("admin"))) {
            return client.request(method, target, lines.toArray(String[]::new));
        }
    }

    HttpMessage command(String target) throws IOException {
        return ask("POST", target, "X-Sluice-Command: 1");
    }

    WebSocketPeer tunnel(String listener, String target) throws IOException {
        WebSocketPeer tunnel = WebSocketClient.open(address(listener), target, "User-Agent: test/1");
        tunnels.add(tunnel);
        tunnel.text("hello");
        assertThat(tunnel.readMessage().text()).isEqualTo("hello");
        return tunnel;
    }

    Config list(String query) throws IOException {
        HttpMessage answer = ask("GET", "/connections" + query);
        assertThat(answer.status()).as(answer.bodyText()).isEqualTo(200);
        return ConfigFactory.parseString(answer.bodyText());
    }

    List<String> clients(String query) throws IOException {
        return list(query).getConfigList("connections").stream()
                .map(one -> one.getString("client"))
                .toList();
    }

    static String local(WebSocketPeer tunnel) {
        return "127.0.0.1:" + tunnel.wire().localAddress().getPort();
    }
}
