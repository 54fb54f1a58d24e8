package io.sluice.server.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.api.Settings;
import io.sluice.api.balance.Endpoint;
import io.sluice.api.balance.LoadBalancer;
import io.sluice.api.balance.LoadBalancerFactory;
import io.sluice.api.headers.HeaderPolicy;
import io.sluice.testkit.Eventually;
import io.sluice.testkit.FullBacklog;
import io.sluice.testkit.HttpMessage;
import io.sluice.testkit.RawClient;
import io.sluice.testkit.ScriptedBackend;
import io.sluice.testkit.Scripts;
import io.sluice.testkit.WebSocketClient;
import io.sluice.testkit.WebSocketPeer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a balancer gets to know of the time that an endpoint takes, from real exchanges. */
class ResponseTimesOfTriesTest {
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    @TempDir
    private Path folder;

    private final List<Endpoint> endpoints = new CopyOnWriteArrayList<>();
    private final CountDownLatch go = new CountDownLatch(1);
    private ScriptedBackend backend;
    private Proxy proxy;

    private final class Watching implements LoadBalancerFactory {
        @Override
        public String name() {
            return "watching";
        }

        @Override
        public LoadBalancer create(List<Endpoint> all, Settings settings) {
            endpoints.addAll(all);
            return exchange -> all.iterator();
        }
    }

    private void start(ScriptedBackend.Script script) throws Exception {
        backend = ScriptedBackend.start(script);
        start(backend.hostPort());
    }

    private void start(String server) throws Exception {
        proxy = new Proxy(folder, """
                upstreams { app { balance = watching, servers = ["%s"] } }
                hosts { all { names = ["localhost"], routes = [{
                  path = "/", upstream = app, timeouts { connect = 200ms, read = 200ms } }] } }
                """.formatted(server), new HeaderPolicy() {}, new Watching());
    }

    @AfterEach
    void stop() throws IOException {
        go.countDown();
        proxy.close();
        if (backend != null) {
            backend.close();
        }
    }

    @Test
    void theHeadAndTheLastByteOfAnAnswerCount() throws Exception {
        start(connection -> {
            connection.readRequest();
            connection.send("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nda");
            go.await();
            connection.send("ta");
        });
        try (RawClient client = proxy.client()) {
            client.sendRequest("GET", "/");
            HttpMessage head = client.readHead();
            assertThat(head.status()).isEqualTo(200);
            Endpoint endpoint = endpoints.get(0);
            assertThat(endpoint.headerNanos()).isBetween(1L, 10 * SECOND);
            assertThat(endpoint.responseNanos()).isZero();
            assertThat(endpoint.headerWaitNanos()).isZero();
            Eventually.until("it waits for the last byte", () -> endpoint.responseWaitNanos() > 1_000_000);
            go.countDown();
            client.copyBody(head, java.io.OutputStream.nullOutputStream());
            proxy.line("GET / ");
            assertThat(endpoint.responseNanos()).isGreaterThan(endpoint.headerNanos());
            assertNothingWaits();
        }
    }

    @Test
    void ofATunnelTheHandshakeCountsAndNotItsLife() throws Exception {
        start(Scripts.echo());
        try (WebSocketPeer peer = WebSocketClient.open(proxy.address(), "/ws")) {
            Endpoint endpoint = endpoints.get(0);
            long header = endpoint.headerNanos();
            assertThat(header).isBetween(1L, 10 * SECOND);
            assertThat(endpoint.responseNanos()).isBetween(1L, 10 * SECOND);
            assertNothingWaits();
            peer.text("one");
            peer.readMessage();
            assertThat(endpoint.activeExchanges()).isEqualTo(1);
            assertThat(endpoint.responseNanos()).as("it only fades").isLessThanOrEqualTo(header + 1000);
        }
        proxy.line("GET /ws");
        assertNothingWaits();
    }

    @Test
    void anErrorOfTheEndpointsDoesNotCount() throws Exception {
        start(Scripts.answeringExactly("HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n"));
        try (RawClient client = proxy.client()) {
            assertThat(client.get("/").status()).isEqualTo(503);
        }
        proxy.line("GET /");
        assertThat(endpoints.get(0).headerNanos()).isZero();
        assertThat(endpoints.get(0).responseNanos()).isZero();
        assertNothingWaits();
    }

    @Test
    void anAnswerThatDoesNotComeInTimeCountsWithTheTimeWaited() throws Exception {
        start(Scripts.silent());
        try (RawClient client = proxy.client()) {
            client.sendRequest("GET", "/");
            Eventually.until("it waits", () -> endpoints.get(0).headerWaitNanos() > 0);
            assertThat(client.readResponse("GET").status()).isEqualTo(504);
        }
        proxy.line("GET /");
        assertThat(endpoints.get(0).headerNanos())
                .isBetween(Duration.ofMillis(150).toNanos(), 10 * SECOND);
        assertNothingWaits();
    }

    @Test
    void aConnectThatTakesTooLongCountsWithTheTimeWaited() throws Exception {
        try (FullBacklog full = new FullBacklog()) {
            start("127.0.0.1:" + full.address().getPort());
            try (RawClient client = proxy.client()) {
                assertThat(client.get("/").status()).isEqualTo(504);
            }
            assertThat(endpoints.get(0).headerNanos())
                    .isBetween(Duration.ofMillis(150).toNanos(), 10 * SECOND);
            assertNothingWaits();
        }
    }

    @Test
    void aClientThatGoesAwayLeavesNothingWaiting() throws Exception {
        start(Scripts.silent());
        try (RawClient client = proxy.client()) {
            client.sendRequest("GET", "/");
            Eventually.until("it waits", () -> endpoints.get(0).headerWaitNanos() > 0);
            client.reset();
        }
        proxy.line("GET /");
        assertNothingWaits();
        assertThat(endpoints.get(0).headerNanos()).isZero();
    }

    @Test
    void aClientThatGoesAwayWhileAConnectionIsMadeLeavesNothingWaiting() throws Exception {
        try (FullBacklog full = new FullBacklog()) {
            start("127.0.0.1:" + full.address().getPort());
            try (RawClient client = proxy.client()) {
                client.sendRequest("GET", "/");
                Eventually.until("it waits", () -> endpoints.get(0).headerWaitNanos() > 0);
                client.reset();
            }
            proxy.line("GET /");
            assertNothingWaits();
            assertThat(endpoints.get(0).headerNanos()).isZero();
        }
    }

    private void assertNothingWaits() {
        assertThat(endpoints.get(0).headerWaitNanos()).isZero();
        assertThat(endpoints.get(0).responseWaitNanos()).isZero();
    }
}
