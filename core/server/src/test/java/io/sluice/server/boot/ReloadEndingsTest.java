package io.sluice.server.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.api.Settings;
import io.sluice.api.balance.Endpoint;
import io.sluice.api.balance.LoadBalancer;
import io.sluice.api.balance.LoadBalancerFactory;
import io.sluice.server.config.ConfigLoader;
import io.sluice.server.observe.Metric;
import io.sluice.server.plugin.PluginRegistry;
import io.sluice.server.variable.Variables;
import io.sluice.testkit.Eventually;
import io.sluice.testkit.FreePort;
import io.sluice.testkit.ScriptedBackend;
import io.sluice.testkit.Scripts;
import io.sluice.testkit.WebSocketClient;
import io.sluice.testkit.WebSocketFrame;
import io.sluice.testkit.WebSocketPeer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tunnels whose listener or route a reload takes away: how they end, and that they stay when it is put back in time. */
class ReloadEndingsTest {
    private static final String LISTENER = "other { bind = \"127.0.0.1:%d\", on-removed = %s }";
    private static final String ROUTE = "{ path = \"/ws\", upstream = back }";

    private record First() implements LoadBalancerFactory {
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

    private final PluginRegistry plugins = PluginRegistry.of(new First());
    private final List<WebSocketPeer> tunnels = new ArrayList<>();
    private int port;
    private ScriptedBackend backend;
    private Server server;

    @BeforeEach
    void start() throws Exception {
        port = FreePort.next();
        backend = ScriptedBackend.start(Scripts.echo());
    }

    @AfterEach
    void stop() throws IOException {
        for (WebSocketPeer tunnel : tunnels) {
            tunnel.close();
        }
        server.close();
        backend.close();
        plugins.close();
    }

    private Path write(String listener, String route, String window) throws IOException {
        return Files.writeString(
                home.resolve("test.conf"), """
                sluice {
                  workers = 2, shutdown-timeout = 1s, access-log = off
                  drain { window = %s, reason = bye }
                  listeners { web { bind = "127.0.0.1:0" }, %s }
                  upstreams { back { servers = ["%s"], tunnels { on-removed = drain, drain-window = %s } } }
                  hosts { site { routes = [ { path = "/", upstream = back }, %s ] } }
                }
                """.formatted(window, listener, backend.hostPort(), window, route));
    }

    private void run(Path file) throws Exception {
        server = Server.start(ConfigLoader.load(file, home, new Variables()), plugins, home);
    }

    private void reload() {
        assertThat(server.reload().problems()).isEmpty();
    }

    private String listener(String fate) {
        return LISTENER.formatted(port, fate);
    }

    private WebSocketPeer tunnel(int at, String path) throws IOException {
        WebSocketPeer tunnel = WebSocketClient.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), at), path);
        tunnels.add(tunnel);
        return tunnel;
    }

    private static void echoes(WebSocketPeer tunnel) throws IOException {
        tunnel.text("still here");
        assertThat(tunnel.readMessage().text()).isEqualTo("still here");
    }

    /** It is sent Close, and counts as drained. */
    private void drained(WebSocketPeer tunnel, long count) throws IOException {
        WebSocketFrame close = tunnel.readFrame();
        assertThat(close.closeCode()).isEqualTo(1001);
        assertThat(close.closeReason()).isEqualTo("bye");
        tunnel.sendClose(1001, "");
        Eventually.until("it counts as drained", () -> failures("tunnel-drained") == count);
        assertThat(failures("endpoint-gone")).isZero();
    }

    private long failures(String kind) {
        return server.metrics()
                .status()
                .metrics()
                .getOrDefault("sluice.failures." + kind, 0L)
                .longValue();
    }

    @Test
    void tunnelsOfAListenerThatSaysSoAreDrainedWhenItIsRemoved() throws Exception {
        run(write(listener("drain"), ROUTE, "50ms"));
        WebSocketPeer gone = tunnel(port, "/");
        WebSocketPeer other = tunnel(server.addresses().get("web").getPort(), "/");
        write("", ROUTE, "50ms");
        reload();
        drained(gone, 1);
        echoes(other);
    }

    @Test
    void tunnelsOfAListenerThatIsMovedFareAsIsWrittenNow() throws Exception {
        run(write(listener("keep"), ROUTE, "50ms"));
        WebSocketPeer before = tunnel(port, "/");
        port = FreePort.next();
        write(listener("drain"), ROUTE, "50ms");
        reload();
        drained(before, 1);
        echoes(tunnel(port, "/"));
    }

    @Test
    void tunnelsOfAListenerThatIsPutBackInTimeAreKept() throws Exception {
        run(write(listener("drain"), ROUTE, "30d"));
        List<WebSocketPeer> open = List.of(tunnel(port, "/"), tunnel(port, "/"), tunnel(port, "/ws"));
        write("", ROUTE, "30d");
        reload();
        assertThat(server.endingsWaiting()).isEqualTo(3);
        reload(); // which does not give them another moment
        assertThat(server.endingsWaiting()).isEqualTo(3);
        write(listener("drain"), ROUTE, "30d");
        reload();
        Eventually.until("none is to end", () -> server.endingsWaiting() == 0);
        for (WebSocketPeer tunnel : open) {
            echoes(tunnel);
        }
    }

    @Test
    void tunnelsOfARouteThatIsGoneCountAsDrained() throws Exception {
        run(write("", ROUTE, "50ms"));
        WebSocketPeer gone = tunnel(server.addresses().get("web").getPort(), "/ws");
        WebSocketPeer other = tunnel(server.addresses().get("web").getPort(), "/");
        write("", "", "50ms");
        reload();
        drained(gone, 1);
        echoes(other);
    }

    @Test
    void tunnelsOfARouteThatIsPutBackInTimeAreKept() throws Exception {
        run(write("", ROUTE, "30d"));
        int web = server.addresses().get("web").getPort();
        List<WebSocketPeer> open = List.of(tunnel(web, "/ws"), tunnel(web, "/ws"));
        write("", "", "30d");
        reload();
        Eventually.until("both are to end", () -> server.endingsWaiting() == 2);
        write("", ROUTE, "30d");
        reload();
        Eventually.until("none is to end", () -> server.endingsWaiting() == 0);
        for (WebSocketPeer tunnel : open) {
            echoes(tunnel);
        }
        assertThat(server.metrics().value(Metric.TUNNELS_OPEN)).isEqualTo(2);
    }

    @Test
    void anEndForOneLossStaysWhenAnotherIsTakenBack() throws Exception {
        run(write(listener("drain"), ROUTE, "30d"));
        WebSocketPeer tunnel = tunnel(port, "/ws");
        write("", "", "30d");
        reload();
        Eventually.until("it has two moments", () -> server.endingsWaiting() == 2);
        write("", ROUTE, "30d");
        reload();
        Eventually.until("it has one", () -> server.endingsWaiting() == 1);
        echoes(tunnel);
    }
}
