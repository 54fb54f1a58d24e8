package io.sluice.server.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.api.Settings;
import io.sluice.api.balance.Endpoint;
import io.sluice.api.balance.Stickiness;
import io.sluice.api.balance.StickinessFactory;
import io.sluice.api.exchange.ExchangeView;
import io.sluice.api.headers.HeaderPolicy;
import io.sluice.api.headers.Headers;
import io.sluice.testkit.FreePort;
import io.sluice.testkit.HttpMessage;
import io.sluice.testkit.RawClient;
import io.sluice.testkit.ScriptedBackend;
import io.sluice.testkit.Scripts;
import io.sluice.testkit.WebSocketClient;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What holds a client to an endpoint: asked before the strategy, told of the answer, bound by the rules for plugins. */
class StickyTest {
    @TempDir
    private Path folder;

    private ScriptedBackend one;
    private ScriptedBackend two;
    private ScriptedBackend backup;
    private ScriptedBackend draining;
    private Proxy proxy;

    /** The request names its endpoints by their routes; the answer tells which one it was. */
    private static final class ByField implements Stickiness {
        private final List<Endpoint> endpoints;

        ByField(List<Endpoint> endpoints) {
            this.endpoints = endpoints;
        }

        @Override
        public List<Endpoint> heldTo(ExchangeView exchange) {
            String held = exchange.requestHeaders().first("X-Held");
            if ("throw".equals(held)) {
                throw new IllegalStateException("thrown");
            }
            return held == null
                    ? List.of()
                    : List.of(held.split(" ", -1)).stream()
                            .flatMap(route -> endpoints.stream()
                                    .filter(endpoint -> endpoint.route().equals(route)))
                            .toList();
        }

        @Override
        public void hold(Endpoint chosen, Headers headers, ExchangeView exchange) {
            headers.add(exchange.requestUri().substring(1), chosen.route());
        }
    }

    private static final class ByFieldFactory implements StickinessFactory {
        @Override
        public String name() {
            return "field";
        }

        @Override
        public Stickiness create(List<Endpoint> all, Settings settings) {
            assertThat(settings.string("of")).isEqualTo("tests");
            return new ByField(all);
        }
    }

    @BeforeEach
    void start() throws Exception {
        one = backEnd("one");
        two = backEnd("two");
        backup = backEnd("backup");
        draining = backEnd("draining");
        HeaderPolicy policy = new HeaderPolicy() {
            @Override
            public void onResponse(Headers headers, ExchangeView exchange) {
                headers.set("X-Seen", String.valueOf(headers.first("X-Now")));
            }
        };
        proxy = new Proxy(
                folder,
                """
                upstreams {
                  app {
                    sticky { by = field, of = tests }
                    servers = [
                      { address = "%s", route = draining, draining = on }
                      { address = "%s", route = one }
                      { address = "%s", route = two }
                      { address = "127.0.0.1:%d", route = dead }
                      { address = "127.0.0.1:1", route = down, down = on }
                      { address = "%s", route = backup, backup = on }
                    ]
                  }
                }
                hosts { all { names = ["localhost"], routes = [{ path = "/", upstream = app, policies = [given] }] } }
                """.formatted(draining.hostPort(), one.hostPort(), two.hostPort(), FreePort.next(), backup.hostPort()),
                policy,
                new ByFieldFactory());
    }

    @AfterEach
    void stop() throws IOException {
        proxy.close();
        one.close();
        two.close();
        backup.close();
        draining.close();
    }

    /** The strategy's first is {@code one}. What is told is empty where the client is held to the one that answered. */
    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "-, one, one",
                "one, one, -",
                "two, two, -",
                "backup, backup, -",
                "draining, draining, -",
                "down draining, draining, -",
                "down, one, one",
                "dead, one, one",
                "down two, two, -",
                "dead two one, two, -",
                "unknown, one, one",
            })
    void endpointsThatAClientIsHeldToComeFirstAndAnotherOneThatAnsweredIsTold(String held, String served, String told)
            throws IOException {
        for (boolean upgrade : new boolean[] {false, true}) {
            HttpMessage answer = ask(upgrade, "/X-Now", held == null ? "X-None: 1" : "X-Held: " + held);
            assertThat(answer.status()).isEqualTo(upgrade ? 101 : 200);
            assertThat(answer.header("X-Served-By")).isEqualTo(served);
            assertThat(answer.header("X-Now")).isEqualTo(told);
            assertThat(answer.header("X-Seen")).as("by the policies").isEqualTo(String.valueOf(told));
        }
    }

    @Test
    void anAnswerOfTheServersOwnIsNotTold() throws IOException {
        one.close();
        two.close();
        backup.close();
        HttpMessage answer = ask(false, "/X-Now", "X-None: 1");
        assertThat(answer.status()).isEqualTo(502);
        assertThat(answer.header("X-Now")).isNull();
    }

    /** Fields of the connection are refused to a policy, and so they are here. */
    @ParameterizedTest
    @CsvSource({"/X-Now, X-Held: throw", "/Upgrade, X-None: 1", "/Content-Length, X-None: 1", "/a@b, X-None: 1"})
    void oneThatFailsFailsTheExchangeAsAPluginsFailure(String target, String field) throws IOException {
        for (boolean upgrade : new boolean[] {false, true}) {
            assertThat(ask(upgrade, target, field).status()).isEqualTo(500);
        }
        assertThat(proxy.linesWith(target)).extracting(Proxy.Line::outcome).containsOnly("plugin-failure");
        proxy.awaitQuiet();
    }

    private HttpMessage ask(boolean upgrade, String target, String field) throws IOException {
        try (RawClient client = proxy.client()) {
            if (!upgrade) {
                return client.get(target, field);
            }
            client.send(WebSocketClient.request(target, WebSocketClient.newKey(), field));
            return client.readHead();
        }
    }

    private static ScriptedBackend backEnd(String name) throws IOException {
        return ScriptedBackend.start(connection -> {
            HttpMessage request = connection.readRequest();
            if (request.header("Sec-WebSocket-Key") == null) {
                connection.send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\nX-Served-By: " + name + "\r\n\r\n");
            } else {
                connection.acceptWebSocket(request, new byte[0], "X-Served-By: " + name);
                Scripts.silent().serve(connection);
            }
        });
    }
}
