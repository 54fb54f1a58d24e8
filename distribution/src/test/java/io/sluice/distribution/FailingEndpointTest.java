package io.sluice.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.testkit.Eventually;
import io.sluice.testkit.HttpMessage;
import io.sluice.testkit.RawClient;
import io.sluice.testkit.WebSocketClient;
import io.sluice.testkit.WebSocketPeer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * One of three endpoints ails under a thousand tunnels and steady requests: no other endpoint's tunnel notices, no request that
 * can be sent again fails, new connections avoid it, and it gets its share back when it is well.
 */
class FailingEndpointTest {
    private static final int TUNNELS = 1_000;

    private final List<EndpointProcess> endpoints = new ArrayList<>();
    private final Map<WebSocketPeer, String> tunnels = new LinkedHashMap<>();
    private RunningSluice sluice;
    private InetSocketAddress web;
    private Requests requests;
    private int round;

    @BeforeEach
    void start(@TempDir Path folder) throws Exception {
        for (String name : List.of("a", "b", "c")) {
            endpoints.add(EndpointProcess.start(name));
        }
        sluice = RunningSluice.in(folder).start("""
                sluice {
                  listeners { web { bind = "127.0.0.1:0" } }
                  defaults { server { fail-timeout = 2s, slow-start = 1m }, listener.keepalive-requests = 1000000 }
                  upstreams { pool { servers = ["%s", "%s", "%s"] } }
                  hosts { all { routes = [
                    { path = "/", upstream = pool, timeouts { connect = 1s, read = 1s } }
                    { path = "/ws", upstream = pool, timeouts { connect = 1s, read = 30s } }
                  ] } }
                }
                """.formatted(
                        endpoints.stream().map(EndpointProcess::hostPort).toArray()));
        web = sluice.address("web");
        for (int i = 0; i < TUNNELS; i++) {
            open();
        }
        assertThat(tunnels.values()).contains("a", "b", "c");
        echo();
        requests = new Requests(web);
        requests.start();
    }

    @AfterEach
    void end() throws Exception {
        if (requests != null) {
            requests.end();
        }
        for (WebSocketPeer tunnel : tunnels.keySet()) {
            tunnel.close();
        }
        if (sluice != null) {
            sluice.close();
        }
        endpoints.forEach(EndpointProcess::close);
    }

    @Test
    void anEndpointThatIsKilledIsAvoidedAndComesBackSlowly() throws Exception {
        EndpointProcess killed = endpoints.get(0);
        killed.kill();
        tunnels.entrySet().removeIf(entry -> ended(entry.getKey(), entry.getValue()));
        assertThat(tunnels.values()).contains("b", "c").doesNotContain("a");
        echo();
        for (int i = 0; i < 50; i++) {
            assertThat(open()).as("a new tunnel's endpoint").isIn("b", "c");
        }
        echo();

        killed.start();
        int before = requests.answers.size();
        Eventually.until("it is asked again", () -> requests.since(before).contains("a"));
        int first = before + requests.since(before).indexOf("a");
        Eventually.until("a hundred further answers", () -> requests.answers.size() > first + 100);
        assertThat(requests.since(first).subList(0, 100).stream().filter("a"::equals))
                .as("its answers of a hundred at the beginning of its slow start")
                .hasSizeLessThan(20);
        echo();
        assertThat(requests.failures).isEmpty();
        assertThat(sluice.log())
                .contains("upstream server temporarily disabled")
                .contains("is used again");
    }

    @Test
    void anEndpointThatStandsStillOrClosesItsPortIsAvoidedAndItsTunnelsGoOn() throws Exception {
        EndpointProcess still = endpoints.get(1);
        still.stop();
        try {
            send("b");
            Map<WebSocketPeer, String> others = new LinkedHashMap<>(tunnels);
            others.values().removeIf("b"::equals);
            echo(others.keySet());
            int before = requests.answers.size();
            Eventually.until("requests go on", () -> requests.answers.size() > before + 200);
            assertThat(requests.since(before + 50)).doesNotContain("b");
            for (int i = 0; i < 20; i++) {
                open();
            }
            echo(others.keySet());
        } finally {
            still.go();
        }
        receive("b");
        echo();

        endpoints.get(2).stopListening();
        int before = requests.answers.size();
        for (int i = 0; i < 20; i++) {
            open();
        }
        Eventually.until("requests go on", () -> requests.answers.size() > before + 100);
        echo();
        assertThat(requests.failures).isEmpty();
    }

    // ---- tunnels

    /** Opens a tunnel and returns the name of its endpoint. */
    private String open() throws IOException {
        WebSocketPeer tunnel = WebSocketClient.open(web, "/ws");
        String name = tunnel.handshake().header("X-Endpoint");
        tunnels.put(tunnel, name);
        return name;
    }

    /** A message each way on every tunnel. */
    private void echo() throws IOException {
        echo(tunnels.keySet());
    }

    private void echo(Iterable<WebSocketPeer> some) throws IOException {
        round++;
        for (WebSocketPeer tunnel : some) {
            tunnel.text("message " + round);
        }
        for (WebSocketPeer tunnel : some) {
            assertThat(tunnel.readMessage().text()).isEqualTo("message " + round);
        }
    }

    private void send(String name) throws IOException {
        for (Map.Entry<WebSocketPeer, String> tunnel : tunnels.entrySet()) {
            if (tunnel.getValue().equals(name)) {
                tunnel.getKey().text("while it stood still");
            }
        }
    }

    private void receive(String name) throws IOException {
        for (Map.Entry<WebSocketPeer, String> tunnel : tunnels.entrySet()) {
            if (tunnel.getValue().equals(name)) {
                assertThat(tunnel.getKey().readMessage().text()).isEqualTo("while it stood still");
            }
        }
    }

    /** Whether it was a tunnel of the endpoint that was killed: then its end has come. */
    private static boolean ended(WebSocketPeer tunnel, String name) {
        if (!name.equals("a")) {
            return false;
        }
        try {
            tunnel.wire().awaitEnd();
            tunnel.close();
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Plain requests, one after the other; each must be answered by an endpoint. */
    private static final class Requests {
        final List<String> answers = new CopyOnWriteArrayList<>();
        final List<String> failures = new CopyOnWriteArrayList<>();
        private final AtomicInteger running = new AtomicInteger(1);
        private final Thread thread;

        Requests(InetSocketAddress web) {
            thread = new Thread(() -> run(web), "requests");
        }

        void start() {
            thread.start();
        }

        List<String> since(int index) {
            List<String> now = List.copyOf(answers);
            return now.subList(index, now.size());
        }

        void end() throws InterruptedException {
            running.set(0);
            thread.join();
        }

        private void run(InetSocketAddress web) {
            try (RawClient client = RawClient.connect(web)) {
                while (running.get() == 1) {
                    HttpMessage answer = client.get("/plain");
                    if (answer.status() == 200) {
                        answers.add(answer.bodyText());
                    } else {
                        failures.add(answer.toString());
                    }
                    Thread.sleep(2); // a steady stream, no flood: CopyOnWriteArrayList copies
                }
            } catch (IOException | InterruptedException e) {
                failures.add(e.toString());
            }
        }
    }
}
