package io.sluice.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.testkit.BackendConnection;
import io.sluice.testkit.Eventually;
import io.sluice.testkit.HttpMessage;
import io.sluice.testkit.RawClient;
import io.sluice.testkit.ScriptedBackend;
import io.sluice.testkit.Scripts;
import io.sluice.testkit.WebSocketClient;
import io.sluice.testkit.WebSocketPeer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who gets what, with the shipped plugins, over real connections. */
class BalancingTest {
    private static final int BACK_ENDS = 3;
    private static final Map<String, AtomicInteger> OPEN = new ConcurrentHashMap<>();
    private static final List<ScriptedBackend> STARTED = new ArrayList<>();
    private static RunningSluice sluice;

    @BeforeAll
    static void start(@TempDir Path folder) throws IOException {
        String servers = IntStream.range(0, BACK_ENDS)
                .mapToObj(i -> "{ address = \"" + backEnd("b" + i) + "\", route = b" + i + " }")
                .collect(Collectors.joining(", "));
        RunningSluice.Launch launch = RunningSluice.in(folder);
        Files.writeString(launch.home().resolve("conf/sticky.secret"), "of-no-other-use-than-this\n");
        sluice = launch.start("""
                sluice {
                  listeners { web { bind = "127.0.0.1:0" } }
                  upstreams {
                    least { balance = least-conn, servers = [%1$s] }
                    bounded { balance { strategy = consistent-hash, key = "$arg_key", balance-factor = 125 }, servers = [%1$s] }
                    quick {
                      balance { strategy = least-time, time = header }
                      servers = ["%2$s", "%3$s"]
                    }
                    cookie {
                      sticky { by = cookie, name = srv, secret-file = "conf/sticky.secret", expires = 1h }
                      servers = [%1$s, { address = "%4$s", route = ends }]
                    }
                    route { sticky { by = route, of = ["$cookie_at", "$arg_at"] }, servers = [%1$s] }
                  }
                  defaults.upstream.keepalive = 0
                  hosts { all { routes = [
                    { path = "/least", upstream = least }, { path = "/bounded", upstream = bounded }
                    { path = "/quick", upstream = quick }, { path = "/cookie", upstream = cookie }
                    { path = "/route", upstream = route }
                  ] } }
                }
                """.formatted(servers, slow("slow"), backEnd("quick"), backEnd("ends")));
    }

    @AfterAll
    static void stop() throws IOException {
        if (sluice != null) {
            sluice.close();
        }
        for (ScriptedBackend each : STARTED) {
            each.close();
        }
    }

    @Test
    void leastConnSpreadsTunnelsWithinOneAndFillsWhatHasBecomeEmpty() throws Exception {
        List<WebSocketPeer> tunnels = new ArrayList<>();
        try {
            for (int i = 0; i < 300; i++) {
                tunnels.add(WebSocketClient.open(address(), "/least"));
            }
            assertThat(served(tunnels)).isEqualTo(Map.of("b0", 100, "b1", 100, "b2", 100));
            List<WebSocketPeer> ofOne =
                    tunnels.stream().filter(t -> servedBy(t).equals("b1")).toList();
            for (WebSocketPeer tunnel : ofOne.subList(0, 60)) {
                tunnels.remove(tunnel);
                tunnel.close();
            }
            Eventually.until("sixty are gone", () -> OPEN.get("b1").get() == 40);
            for (int i = 0; i < 90; i++) {
                tunnels.add(WebSocketClient.open(address(), "/least"));
            }
            assertThat(served(tunnels)).isEqualTo(Map.of("b0", 110, "b1", 110, "b2", 110));
            for (WebSocketPeer tunnel : tunnels) { // each of them is a tunnel
                tunnel.text("still there?");
                assertThat(tunnel.readMessage().text()).isEqualTo("still there?");
            }
        } finally {
            closeAll(tunnels);
        }
    }

    @Test
    void theTunnelsOfOneKeyAreSpreadByTheBalanceFactor() throws Exception {
        List<WebSocketPeer> tunnels = new ArrayList<>();
        try {
            for (int i = 1; i <= 60; i++) {
                tunnels.add(WebSocketClient.open(address(), "/bounded?key=hot"));
                int bound = (int) Math.ceil(1.25 * i / BACK_ENDS);
                assertThat(served(tunnels).values()).allMatch(count -> count <= bound, "at most " + bound);
            }
            assertThat(served(tunnels).values())
                    .as("as far as it may, the key stays")
                    .contains(25);
        } finally {
            closeAll(tunnels);
        }
    }

    @Test
    void leastTimeTurnsFromTheSlowToTheQuick() throws IOException {
        List<String> first = List.of(servedBy(get("/quick")), servedBy(get("/quick")));
        assertThat(first).as("each is tried").containsExactlyInAnyOrder("slow", "quick");
        for (int i = 0; i < 20; i++) {
            assertThat(servedBy(get("/quick"))).isEqualTo("quick");
        }
    }

    @Test
    void aCookieOfAnUpgradeBringsRequestsToTheServerOfTheTunnelUntilThatIsGone() throws Exception {
        for (int i = 0; i < 5; i++) {
            try (WebSocketPeer tunnel = WebSocketClient.open(address(), "/cookie")) {
                String set = tunnel.handshake().header("Set-Cookie");
                assertThat(set).matches("srv=[A-Za-z0-9_-]{40}; Max-Age=3600; Expires=[^;]+ GMT; Path=/; HttpOnly");
                String cookie = set.substring(0, set.indexOf(';'));
                for (int request = 0; request < 6; request++) {
                    HttpMessage answer = get("/cookie", "Cookie: a=b; " + cookie);
                    assertThat(servedBy(answer)).isEqualTo(servedBy(tunnel));
                    assertThat(answer.header("Set-Cookie")).isNull();
                }
                String forged = cookie.substring(0, cookie.length() - 1) + (cookie.endsWith("A") ? "B" : "A");
                assertThat(get("/cookie", "Cookie: " + forged).header("Set-Cookie"))
                        .startsWith("srv=");
            }
        }
    }

    @Test
    void aCookieOfAServerThatIsGoneIsReplaced() throws Exception {
        String cookie = null;
        while (cookie == null) { // round robin comes to it within four requests
            HttpMessage answer = get("/cookie");
            String set = answer.header("Set-Cookie");
            cookie = servedBy(answer).equals("ends") ? set.substring(0, set.indexOf(';')) : null;
        }
        assertThat(get("/cookie", "Cookie: " + cookie).header("Set-Cookie")).isNull();
        STARTED.get(STARTED.size() - 1).close();
        HttpMessage answer = get("/cookie", "Cookie: " + cookie);
        assertThat(answer.status()).isEqualTo(200);
        String set = answer.header("Set-Cookie");
        assertThat(set).startsWith("srv=").doesNotContain(cookie);
        HttpMessage next = get("/cookie", "Cookie: " + set.substring(0, set.indexOf(';')));
        assertThat(servedBy(next)).isEqualTo(servedBy(answer));
        assertThat(next.header("Set-Cookie")).isNull();
    }

    @Test
    void aRouteNamesItsServer() throws IOException {
        for (int i = 0; i < BACK_ENDS; i++) {
            assertThat(servedBy(get("/route?at=b" + i))).isEqualTo("b" + i);
            assertThat(servedBy(get("/route?at=b" + i, "Cookie: at=b0"))).isEqualTo("b0");
        }
        assertThat(get("/route?at=none").status()).isEqualTo(200);
    }

    private static InetSocketAddress address() {
        return sluice.address("web");
    }

    private static HttpMessage get(String target, String... fields) throws IOException {
        try (RawClient client = RawClient.connect(address())) {
            return client.get(target, fields);
        }
    }

    private static String servedBy(HttpMessage answer) {
        return answer.header("X-Served-By");
    }

    private static String servedBy(WebSocketPeer tunnel) {
        return servedBy(tunnel.handshake());
    }

    private static Map<String, Integer> served(List<WebSocketPeer> tunnels) {
        Map<String, Integer> counts = new HashMap<>();
        tunnels.forEach(tunnel -> counts.merge(servedBy(tunnel), 1, Integer::sum));
        return counts;
    }

    private static void closeAll(List<WebSocketPeer> tunnels) {
        tunnels.forEach(WebSocketPeer::close);
    }

    private static String slow(String name) {
        return start(connection -> {
            HttpMessage request = connection.readRequest();
            Thread.sleep(300); // slowness itself: nothing waits for it
            answer(connection, request, name);
        });
    }

    private static String backEnd(String name) {
        AtomicInteger open = OPEN.computeIfAbsent(name, any -> new AtomicInteger());
        return start(connection -> {
            HttpMessage request = connection.readRequest();
            open.incrementAndGet();
            try {
                answer(connection, request, name);
            } finally {
                open.decrementAndGet();
            }
        });
    }

    private static void answer(BackendConnection connection, HttpMessage request, String name) throws Exception {
        if (request.header("Sec-WebSocket-Key") == null) {
            connection.send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\nX-Served-By: " + name + "\r\n\r\n");
        } else {
            Scripts.echo(connection.acceptWebSocket(request, new byte[0], "X-Served-By: " + name));
        }
    }

    private static String start(ScriptedBackend.Script script) {
        try {
            ScriptedBackend started = ScriptedBackend.start(script);
            STARTED.add(started);
            return started.hostPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
