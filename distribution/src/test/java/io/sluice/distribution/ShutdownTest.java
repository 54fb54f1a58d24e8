package io.sluice.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.testkit.Eventually;
import io.sluice.testkit.HttpMessage;
import io.sluice.testkit.RawClient;
import io.sluice.testkit.Scripts;
import io.sluice.testkit.WebSocketClient;
import io.sluice.testkit.WebSocketPeer;
import io.sluice.testkit.Wire;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SIGTERM, the limit on connections, and the time from start to the first answer. */
class ShutdownTest {
    @TempDir
    Path folder;

    @Test
    void requestsInFlightFinishIdleConnectionsCloseAndNewOnesAreRefused() throws Exception {
        CountDownLatch answer = new CountDownLatch(1);
        try (Stage stage = new Stage()
                .backend("slow", connection -> {
                    if (connection.readRequest() != null) {
                        connection.send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nfirst");
                        connection.await(answer);
                        connection.send(" half");
                    }
                })
                .backend("late", connection -> {
                    if (connection.readRequest() != null) {
                        connection.await(answer);
                        connection.ok("late");
                    }
                })
                .backend("head", Scripts.mirroringHead())
                .start(folder)) {
            InetSocketAddress address = stage.address();
            try (RawClient idle = stage.client();
                    RawClient fresh = stage.client();
                    RawClient halfAnswered = stage.client();
                    RawClient unanswered = stage.client()) {
                assertThat(idle.get("/head/idle").status()).isEqualTo(200);
                halfAnswered.sendRequest("GET", "/slow/half");
                HttpMessage head = halfAnswered.readHead();
                unanswered.sendRequest("GET", "/late/un");
                stage.backend("late").nextRequest();

                stage.sluice().process().destroy();
                assertThat(idle.awaitEnd()).isEqualTo(Wire.End.FIN);
                assertThat(fresh.awaitEnd()).isEqualTo(Wire.End.FIN);
                assertRefused(address);

                answer.countDown();
                assertThat(halfAnswered.readExactly(Integer.parseInt(head.header("Content-Length"))))
                        .asString(StandardCharsets.UTF_8)
                        .isEqualTo("first half");
                HttpMessage last = unanswered.readResponse("GET");
                assertThat(last.bodyText()).isEqualTo("late");
                assertThat(last.header("Connection")).isEqualToIgnoringCase("close");
                assertThat(halfAnswered.awaitEnd()).isEqualTo(Wire.End.FIN);
                assertThat(unanswered.awaitEnd()).isEqualTo(Wire.End.FIN);
            }
            assertThat(stage.sluice().awaitEnd()).isZero();
            assertThat(stage.log())
                    .extracting(Stage.LogLine::target)
                    .containsExactlyInAnyOrder("/head/idle", "/slow/half", "/late/un");
            assertThat(stage.log()).extracting(Stage.LogLine::outcome).containsOnly("ok");
            assertThat(stage.sluice().pidFile()).doesNotExist();
        }
    }

    @Test
    void aClientThatDoesNotCloseAfterItsFinDoesNotHoldUpTheEnd() throws Exception {
        try (Stage stage = new Stage().backend("head", Scripts.mirroringHead()).start(folder);
                RawClient idle = stage.client();
                RawClient fresh = stage.client()) {
            assertThat(idle.get("/head/idle").status()).isEqualTo(200);
            Eventually.until("both are known", () -> stage.stub("Waiting") >= 2);
            long start = System.nanoTime();
            assertThat(stage.sluice().stop()).isZero();
            assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start)).isLessThan(4_000);
            assertThat(fresh.awaitEnd()).isEqualTo(Wire.End.FIN);
        }
    }

    @Test
    void aConnectionIsGoneAsSoonAsItsClientIsThoughBytesCameBehindTheLastRequest() throws Exception {
        try (Stage stage = new Stage().backend("head", Scripts.mirroringHead()).start(folder)) {
            long before = stage.metric("sluice.connections.active");
            long start;
            try (RawClient client = stage.client()) {
                String request = String.join("\r\n", "GET /head/last HTTP/1.1", "Host: localhost", "", "");
                client.send(request.replace("Host", "Connection: close\r\nHost") + request);
                assertThat(client.readResponse("GET").status()).isEqualTo(200);
                assertThat(client.awaitEnd()).isEqualTo(Wire.End.FIN);
                start = System.nanoTime();
            }
            Eventually.until("it is gone", () -> stage.metric("sluice.connections.active") == before);
            assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start)).isLessThan(4_000);
        }
    }

    @Test
    void whatDoesNotFinishInTimeIsEndedAtTheDeadline() throws Exception {
        try (Stage stage = new Stage()
                .server("shutdown-timeout = 1s")
                .backend("echo", Scripts.echo())
                .backend("silent", Scripts.silent())
                .start(folder)) {
            try (WebSocketPeer tunnel = WebSocketClient.open(stage.address(), "/echo/tunnel");
                    RawClient waiting = stage.client()) {
                waiting.sendRequest("GET", "/silent/request");
                stage.backend("silent").nextRequest();
                long start = System.nanoTime();
                assertThat(stage.sluice().stop()).isZero();
                assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start))
                        .isBetween(500L, 10_000L);
                tunnel.wire().readToEnd();
                waiting.readToEnd();
            }
            assertThat(stage.log())
                    .filteredOn(line -> line.outcome().equals("shutting-down"))
                    .extracting(Stage.LogLine::target)
                    .containsExactlyInAnyOrder("/echo/tunnel", "/silent/request");
        }
    }

    @Test
    void everyLineOfTheLogIsOnDiskAfterTheEnd() throws Exception {
        try (Stage stage = new Stage().backend("ok", Scripts.answering("ok")).start(folder)) {
            for (int i = 0; i < 2000; ) {
                try (RawClient client = stage.client()) {
                    for (int last = i + 500; i < last; i++) {
                        client.get("/ok/" + i);
                    }
                }
            }
            assertThat(stage.sluice().stop()).isZero();
            assertThat(stage.log()).hasSize(2000);
        }
    }

    @Test
    void pastMaxConnectionsNewOnesAreRefusedAtOnceAndCountedAndTheRestIsServed() throws Exception {
        try (Stage stage = new Stage()
                .server("max-connections = 20")
                .backend("echo", Scripts.echo())
                .start(folder)) {
            List<RawClient> clients = new ArrayList<>();
            try (WebSocketPeer tunnel = WebSocketClient.open(stage.address(), "/echo")) {
                int refused = 0;
                for (int i = 0; i < 40; i++) {
                    RawClient client = stage.client();
                    clients.add(client);
                    client.sendRequest("OPTIONS", "/nowhere");
                    if (isRefused(client)) {
                        refused++;
                    }
                }
                assertThat(refused).isBetween(20, 30);
                tunnel.text("still served");
                assertThat(tunnel.readMessage().text()).isEqualTo("still served");
                clients.forEach(RawClient::close);
                clients.clear();
                int counted = refused;
                Eventually.until(
                        "the refused are counted", () -> stage.metric("sluice.connections.refused") >= counted);
                try (RawClient client = stage.client()) {
                    assertThat(client.get("/echo/again").status()).isEqualTo(200);
                }
                assertThat(stage.sluice().log()).contains("max-connections");
            } finally {
                clients.forEach(RawClient::close);
            }
        }
    }

    private static boolean isRefused(RawClient client) throws IOException {
        try {
            return client.peek() < 0 || client.readResponse("OPTIONS").status() == 503;
        } catch (SocketException e) {
            return true;
        }
    }

    @Test
    void theFirstAnswerComesSoonAfterTheStart() throws Exception {
        RunningSluice.Launch launch = RunningSluice.in(folder).shippedOptions();
        long start = System.nanoTime();
        try (RunningSluice sluice = launch.start("""
                        sluice {
                          listeners { web { bind = "127.0.0.1:0" } }
                          upstreams { none { servers = ["127.0.0.1:9"] } }
                          hosts { site { routes = [{ path = "/", upstream = none }] } }
                        }
                        """);
                RawClient client = RawClient.connect(sluice.address("web"))) {
            assertThat(client.get("/").status()).isEqualTo(502);
            long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
            System.out.println("from start to the first answer: " + millis + " ms (aim: less than 1000 ms)");
            assertThat(millis).isLessThan(10_000);
        }
    }

    @Test
    void thePidFileNamesTheProcessAndGoesWithIt() throws Exception {
        try (Stage stage = new Stage().backend("ok", Scripts.answering("ok")).start(folder)) {
            Path pidFile = stage.sluice().pidFile();
            assertThat(Files.readString(pidFile).strip())
                    .isEqualTo(Long.toString(stage.sluice().process().pid()));
            assertThat(stage.sluice().stop()).isZero();
            assertThat(pidFile).doesNotExist();
        }
    }

    private static void assertRefused(InetSocketAddress address) {
        Eventually.until("new connections are refused", () -> {
            try (RawClient client = RawClient.connect(address)) {
                return false;
            } catch (ConnectException e) {
                return true;
            }
        });
        assertThatThrownBy(() -> RawClient.connect(address)).isInstanceOf(ConnectException.class);
    }
}
