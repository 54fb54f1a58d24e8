package io.sluice.server.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.api.exchange.ExchangeView;
import io.sluice.api.headers.HeaderPolicy;
import io.sluice.api.headers.Headers;
import io.sluice.server.observe.Metric;
import io.sluice.testkit.BackendConnection;
import io.sluice.testkit.FreePort;
import io.sluice.testkit.HttpMessage;
import io.sluice.testkit.RawClient;
import io.sluice.testkit.ScriptedBackend;
import io.sluice.testkit.Scripts;
import io.sluice.testkit.WebSocketClient;
import io.sluice.testkit.WebSocketPeer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** However an exchange ends, it is logged once, under its right name, and nothing of it stays. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EndingsTest {
    private ScriptedBackend backend;
    private Proxy proxy;

    /** What a client does; {@code target} is unique and goes into its request line. */
    interface Client {
        void act(RawClient client, String target) throws Exception;
    }

    /** One way to end. The back end does what the name's first word says. */
    record Ending(String name, int status, String outcome, Client client) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Ending> endings() {
        return Stream.of(
                new Ending(
                        "ok",
                        200,
                        "ok",
                        (client, target) ->
                                assertThat(client.get(target).bodyText()).isEqualTo("fine")),
                new Ending("ok over HTTP/1.0", 200, "ok", (client, target) -> {
                    client.send("GET " + target + " HTTP/1.0\r\n\r\n");
                    assertThat(client.readToEnd()).asString().endsWith("fine");
                }),
                new Ending("closed-delimited body", 200, "ok", (client, target) -> client.get(target)),
                new Ending(
                        "none: no route", 404, "no-route", (client, target) -> client.get("/" + target.substring(4))),
                new Ending("bad head", 400, "bad-request", (client, target) -> {
                    client.send("GET " + target + " HTTP/1.1\r\nHost : x\r\n\r\n");
                    client.readToEnd();
                }),
                new Ending("dead endpoint", 502, "connect-failed", (client, target) -> client.get("/dead" + target)),
                new Ending("policy throws", 500, "plugin-failure", (client, target) -> client.get("/policy" + target)),
                new Ending("drop before the head", 502, "upstream-closed", (client, target) -> client.get(target)),
                new Ending(
                        "drop a POST",
                        502,
                        "upstream-closed",
                        (client, target) -> client.request("POST", target, "Content-Length: 0")),
                new Ending("reset before the head", 502, "upstream-closed", (client, target) -> client.get(target)),
                new Ending("half a head", 502, "upstream-closed", (client, target) -> client.get(target)),
                new Ending("garbage for a head", 502, "bad-response", (client, target) -> client.get(target)),
                new Ending("truncate the body", 200, "upstream-truncated", (client, target) -> {
                    client.sendRequest("GET", target);
                    client.readToEnd();
                }),
                new Ending("silent endpoint", 504, "upstream-timeout", (client, target) -> client.get(target)),
                new Ending("stall in the body", 200, "upstream-timeout", (client, target) -> {
                    client.sendRequest("GET", target);
                    client.readToEnd();
                }),
                new Ending("ok, client resets in its head", 400, "client-closed", (client, target) -> {
                    client.send("GET " + target + " HTTP/1.1\r\nHost: x");
                    client.reset();
                }),
                new Ending("ok, client ends in its head", 400, "client-closed", (client, target) -> {
                    client.send("GET " + target + " HTTP/1.1\r\nHost: x");
                    client.shutdownOutput();
                    client.readToEnd();
                }),
                new Ending("silent, client resets", 499, "client-closed", (client, target) -> {
                    client.sendRequest("GET", target);
                    client.reset();
                }),
                new Ending("silent, client ends", 499, "client-closed", (client, target) -> {
                    client.sendRequest("GET", target);
                    client.shutdownOutput();
                    client.readToEnd();
                }),
                new Ending("endless, client resets", 200, "client-closed", (client, target) -> {
                    client.sendRequest("GET", target);
                    client.readExactly(1_000);
                    client.reset();
                }),
                new Ending("endless, client stalls", 200, "client-stalled", (client, target) -> {
                    client.sendRequest("GET", target);
                    client.readExactly(1_000);
                }),
                new Ending("silent, client resets in its body", 499, "client-closed", (client, target) -> {
                    client.sendRequest("POST", target, "Content-Length: 1000");
                    client.send("some");
                    client.reset();
                }),
                new Ending("ok, slow head", 408, "request-timeout", (client, target) -> {
                    client.send("GET " + target + " HTTP/1.1\r\n");
                    assertThat(client.readResponse("GET").status()).isEqualTo(408);
                }),
                new Ending("silent, slow body", 408, "request-timeout", (client, target) -> {
                    client.sendRequest("POST", target, "Content-Length: 1000");
                    assertThat(client.readResponse("POST").status()).isEqualTo(408);
                }),
                new Ending(
                        "ok, too large a body",
                        413,
                        "body-too-large",
                        (client, target) -> client.request("POST", target, "Content-Length: 100000")),
                new Ending("ws closed by both", 101, "ok", (client, target) -> {
                    WebSocketPeer peer = WebSocketClient.open(client, target, new byte[0]);
                    peer.text("hello");
                    assertThat(peer.readMessage().text()).isEqualTo("hello");
                    peer.sendClose(1000, "");
                    peer.readMessage();
                    client.shutdownOutput();
                    client.readToEnd();
                }),
                new Ending("ws reset by the client", 101, "client-closed", (client, target) -> {
                    WebSocketClient.open(client, target, new byte[0]);
                    client.reset();
                }),
                new Ending("ws-reset by the endpoint", 101, "upstream-closed", (client, target) -> {
                    WebSocketClient.open(client, target, new byte[0]).text("go");
                    client.readToEnd();
                }),
                new Ending("ws idle", 101, "tunnel-idle", (client, target) -> {
                    WebSocketClient.open(client, target, new byte[0]);
                    client.readToEnd();
                }),
                new Ending(
                        "ws of another version",
                        426,
                        "unsupported-version",
                        (client, target) -> WebSocketClient.attempt(client, target, "Sec-WebSocket-Version: 8")));
    }

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        backend = ScriptedBackend.start(EndingsTest::serve);
        proxy = new Proxy(folder, """
                upstreams { app { servers = ["%s"] }, dead { servers = ["127.0.0.1:%d"] } }
                defaults.listener.timeouts { head = 400ms, body = 400ms, send = 400ms }
                defaults.route { timeouts { read = 400ms }, max-body = 50000 }
                drain.echo-timeout = 100ms
                hosts { all { names = ["localhost"], routes = [
                  { path = "/app/", upstream = app }
                  { path = "/dead/", upstream = dead }
                  { path = "/policy/", upstream = app, policies = [given] }
                ] } }
                """.formatted(backend.hostPort(), FreePort.next()), new HeaderPolicy() {
            @Override
            public void onRequest(Headers headers, ExchangeView exchange) {
                throw new IllegalStateException("a fault");
            }
        });
    }

    @AfterAll
    void stop() throws Exception {
        proxy.close();
        backend.close();
    }

    @ParameterizedTest
    @MethodSource("endings")
    void itIsLoggedOnceUnderItsName(Ending ending) throws Exception {
        String mark = "n=" + ending.name().hashCode() + "&";
        run(ending, mark);
        proxy.awaitQuiet();
        assertLogged(ending, mark);
    }

    @Test
    void afterFiveHundredOfAllEndingsNothingIsLeft() throws Exception {
        List<Ending> all = endings().toList();
        List<Future<?>> runs = new ArrayList<>();
        ExecutorService threads = Executors.newFixedThreadPool(16);
        try {
            for (int i = 0; i < 500; i++) {
                Ending ending = all.get(i % all.size());
                String mark = "n=bag" + i + "&";
                runs.add(threads.submit(() -> {
                    run(ending, mark);
                    return null;
                }));
            }
            for (Future<?> run : runs) {
                run.get(60, TimeUnit.SECONDS);
            }
        } finally {
            threads.shutdownNow();
        }
        proxy.awaitQuiet();
        for (int i = 0; i < 500; i++) {
            assertLogged(all.get(i % all.size()), "n=bag" + i + "&");
        }
        assertThat(proxy.metric(Metric.TUNNELS_OPENED)).isEqualTo(proxy.metric(Metric.TUNNELS_CLOSED));
    }

    private void run(Ending ending, String mark) throws Exception {
        String word = ending.name().replaceFirst("[ ,:].*", "");
        try (RawClient client = RawClient.connectNarrow(proxy.address(), 8 * 1024)) {
            ending.client().act(client, "/app/" + word + "?" + mark);
            proxy.line(mark); // a client that stalls stays until it is given up
        }
    }

    private void assertLogged(Ending ending, String mark) {
        Proxy.Line line = proxy.line(mark);
        assertThat(line.outcome() + " " + line.status())
                .as(ending.name())
                .isEqualTo(ending.outcome() + " " + ending.status());
        assertThat(proxy.linesWith(mark)).as(ending.name()).hasSize(1);
    }

    private static void serve(BackendConnection connection) throws Exception {
        for (HttpMessage head = connection.readHead(); head != null; head = connection.readHead()) {
            String target = head.target();
            String word = target.substring("/app/".length(), target.indexOf('?'));
            switch (word) {
                case "ok" -> connection.ok("fine");
                case "closed-delimited" -> {
                    connection.answer("till the end", "HTTP/1.1 200 OK");
                    return;
                }
                case "drop" -> {
                    return;
                }
                case "reset" -> {
                    connection.reset();
                    return;
                }
                case "half" -> {
                    connection.send("HTTP/1.1 200 OK\r\nContent-");
                    return;
                }
                case "garbage" -> connection.send("220 mail.example.com ESMTP\r\n\r\n");
                case "truncate" -> {
                    connection.answer("half", "HTTP/1.1 200 OK", "Content-Length: 8");
                    return;
                }
                case "stall" -> {
                    connection.answer("half", "HTTP/1.1 200 OK", "Content-Length: 8");
                    connection.readToEnd();
                    return;
                }
                case "endless" -> {
                    connection.answer("", "HTTP/1.1 200 OK", "Content-Length: 1000000000");
                    while (true) {
                        connection.send(new byte[10_000]);
                    }
                }
                case "ws" -> {
                    Scripts.echo(connection.acceptWebSocket(head, new byte[0]));
                    return;
                }
                case "ws-reset" -> {
                    connection.acceptWebSocket(head, new byte[0]).readMessage();
                    connection.reset();
                    return;
                }
                default -> {
                    connection.readToEnd();
                    return;
                }
            }
        }
    }
}
