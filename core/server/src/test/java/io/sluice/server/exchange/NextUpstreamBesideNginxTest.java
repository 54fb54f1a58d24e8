package io.sluice.server.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.api.exchange.ExchangeView;
import io.sluice.api.headers.HeaderPolicy;
import io.sluice.api.headers.Headers;
import io.sluice.testkit.BackendConnection;
import io.sluice.testkit.HttpMessage;
import io.sluice.testkit.Nginx;
import io.sluice.testkit.RawClient;
import io.sluice.testkit.ScriptedBackend;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Which back ends a sequence of requests tries when some of them fail, what each try came to and what the client gets: the
 * same from a real nginx and from Sluice, for round robin with weights and backups, passive health and the next upstream.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NextUpstreamBesideNginxTest {
    /** Nginx counts whole seconds: what has lasted this long is past a fail_timeout of one for both. */
    private static final long PAST_ONE_SECOND = 2_200;

    /** More than nginx reads with the head: of less it has a copy, which Sluice has not. */
    private static final String BODY = "x".repeat(40_000);

    /**
     * Back ends are A to D; Z is where nothing listens. A request says what each does with it: ok where nothing is said,
     * close, garbage (a head that breaks HTTP), silent, or a status.
     *
     * @param servers in nginx's words, without "server"
     * @param rules in nginx's words
     */
    record Scenario(String name, List<String> servers, String rules, List<String> requests) {
        Scenario(String name, List<String> servers, String rules, String... requests) {
            this(name, servers, rules, List.of(requests));
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static List<Scenario> scenarios() {
        return List.of(
                new Scenario(
                        "turns-by-weight",
                        List.of("A weight=5", "B", "C"),
                        "",
                        Stream.generate(() -> "GET").limit(14).toArray(String[]::new)),
                new Scenario(
                        "one-failure-takes-a-server-out",
                        List.of("A fail_timeout=1h", "B", "C"),
                        "",
                        "GET A=close",
                        "GET",
                        "GET",
                        "GET",
                        "GET",
                        "GET"),
                new Scenario(
                        "three-failures-take-a-server-out",
                        List.of("A max_fails=3 fail_timeout=1h", "B fail_timeout=1h"),
                        "",
                        Stream.generate(() -> "GET A=close").limit(8).toArray(String[]::new)),
                new Scenario(
                        "lost-weight-comes-back",
                        List.of("A weight=6 max_fails=3 fail_timeout=1h", "B weight=6 fail_timeout=1h", "C weight=2"),
                        "",
                        Stream.concat(
                                        Stream.of("GET A=close", "GET A=close"),
                                        Stream.generate(() -> "GET").limit(24))
                                .toArray(String[]::new)),
                new Scenario(
                        "failures-that-are-not-counted",
                        List.of("A max_fails=0", "B max_fails=0"),
                        "",
                        "GET A=close B=close",
                        "GET A=close",
                        "GET B=close",
                        "GET",
                        "GET"),
                new Scenario(
                        "nothing-listens",
                        List.of("Z fail_timeout=1h", "A"),
                        "",
                        "GET",
                        "GET",
                        "POST",
                        "GET",
                        "PUT body",
                        "GET"),
                new Scenario(
                        "all-fail",
                        List.of("A fail_timeout=1h", "B fail_timeout=1h"),
                        "",
                        "GET A=close B=close",
                        "GET",
                        "GET"),
                new Scenario(
                        "all-fail-and-come-back",
                        List.of("A fail_timeout=1s", "B fail_timeout=1s"),
                        "",
                        "GET A=close B=close",
                        "GET",
                        "PAUSE",
                        "GET A=close B=close",
                        "GET",
                        "PAUSE",
                        "GET",
                        "GET",
                        "GET",
                        "GET"),
                new Scenario(
                        "one-comes-back",
                        List.of("A max_fails=2 fail_timeout=1s", "B"),
                        "",
                        "GET A=close",
                        "GET A=close",
                        "GET A=close",
                        "GET A=close",
                        "GET",
                        "PAUSE",
                        "GET",
                        "GET",
                        "GET",
                        "GET A=close",
                        "GET A=close",
                        "GET",
                        "GET"),
                new Scenario("a-single-server-is-never-given-up", List.of("A"), "", "GET A=close", "GET", "GET A=503"),
                new Scenario(
                        "backups",
                        List.of("A fail_timeout=1h", "B backup fail_timeout=1h", "C backup", "D down"),
                        "",
                        "GET",
                        "GET A=close",
                        "GET",
                        "GET B=close C=close",
                        "GET",
                        "GET"),
                new Scenario("all-are-down", List.of("A down", "B down"), "", "GET", "POST"),
                new Scenario(
                        "no-next-after-a-post-was-sent",
                        List.of("A fail_timeout=1h", "B fail_timeout=1h", "C"),
                        "",
                        "POST A=close",
                        "GET",
                        "POST body B=close",
                        "GET",
                        "GET"),
                new Scenario(
                        "methods",
                        List.of("A max_fails=0", "B max_fails=0"),
                        "",
                        "HEAD A=close B=close",
                        "DELETE A=close B=close",
                        "PATCH A=close B=close",
                        "LOCK A=close B=close",
                        "OPTIONS A=close B=close",
                        "PUT A=close B=close",
                        "PUT body A=close B=close",
                        "FANCY A=close B=close"),
                new Scenario(
                        "non-idempotent-listed",
                        List.of("A max_fails=0", "B max_fails=0"),
                        "proxy_next_upstream error timeout non_idempotent;",
                        "POST A=close B=close",
                        "PATCH A=close",
                        "POST body A=close B=close"),
                new Scenario(
                        "silence",
                        List.of("A max_fails=2 fail_timeout=1h", "B fail_timeout=1h", "C"),
                        "",
                        "GET A=silent",
                        "POST A=silent B=silent C=silent",
                        "POST A=silent B=silent C=silent",
                        "GET A=silent",
                        "GET",
                        "GET"),
                new Scenario(
                        "silence-not-listed",
                        List.of("A fail_timeout=1h", "B"),
                        "proxy_next_upstream error;",
                        "GET A=silent",
                        "GET",
                        "GET"),
                new Scenario(
                        "garbage-counts-but-is-not-listed",
                        List.of("A fail_timeout=1h", "B"),
                        "",
                        "GET A=garbage",
                        "GET",
                        "GET"),
                new Scenario(
                        "garbage-listed",
                        List.of("A fail_timeout=1h", "B", "C"),
                        "proxy_next_upstream invalid_header;",
                        "GET A=garbage",
                        "GET B=close",
                        "GET",
                        "GET"),
                new Scenario(
                        "statuses-that-are-not-listed",
                        List.of("A", "B"),
                        "",
                        "GET A=503",
                        "GET A=503 B=500",
                        "GET",
                        "GET"),
                new Scenario(
                        "statuses-listed",
                        List.of("A fail_timeout=1h", "B fail_timeout=1h", "C"),
                        "proxy_next_upstream error http_500 http_502 http_503 http_504 http_429;",
                        "GET A=500",
                        "GET B=504 C=429",
                        "GET",
                        "GET C=502"),
                new Scenario(
                        "the-last-answer-passes",
                        List.of("A fail_timeout=1h", "B fail_timeout=1h"),
                        "proxy_next_upstream http_503;",
                        "GET A=503 B=503",
                        "GET",
                        "GET",
                        "GET B=503"),
                new Scenario(
                        "403-and-404-do-not-count",
                        List.of("A fail_timeout=1h", "B fail_timeout=1h"),
                        "proxy_next_upstream http_403 http_404;",
                        "GET A=403",
                        "GET B=404",
                        "GET A=404 B=404",
                        "GET",
                        "GET",
                        "POST A=404 B=404"),
                new Scenario(
                        "off",
                        List.of("A max_fails=2 fail_timeout=1h", "Z fail_timeout=1h", "B"),
                        "proxy_next_upstream off;",
                        "GET A=close",
                        "GET",
                        "GET",
                        "GET A=close",
                        "GET",
                        "GET"),
                new Scenario(
                        "two-tries",
                        List.of("A max_fails=0", "B max_fails=0", "C max_fails=0", "D max_fails=0"),
                        "proxy_next_upstream error http_503; proxy_next_upstream_tries 2;",
                        "GET A=close B=close",
                        "GET C=503 D=503",
                        "GET A=503 B=close",
                        "GET"),
                new Scenario(
                        "time-is-up",
                        List.of("A max_fails=0", "B max_fails=0", "C max_fails=0"),
                        "proxy_next_upstream_timeout 350ms;",
                        "GET A=silent B=silent C=silent",
                        "GET A=close B=close C=close"));
    }

    private final Map<String, ScriptedBackend> backends = new LinkedHashMap<>();
    private final CountDownLatch over = new CountDownLatch(1);
    private Nginx nginx;
    private Proxy sluice;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        Nginx.assumeInstalled();
        for (String name : List.of("A", "B", "C", "D")) {
            backends.put(name, ScriptedBackend.start(connection -> serve(name, connection)));
        }
        nginx = Nginx.start(
                Files.createDirectory(folder.resolve("nginx")),
                port -> scenarios().stream().map(this::nginxUpstream).collect(Collectors.joining())
                        + "proxy_read_timeout 200ms; proxy_request_buffering off; proxy_http_version 1.1;"
                        + " add_header X-Tries \"$upstream_addr | $upstream_status\" always;"
                        + " server { listen 127.0.0.1:" + port + ";"
                        + scenarios().stream()
                                .map(one -> " location /" + one.name() + "/ { proxy_pass http://" + one.name() + "; "
                                        + one.rules() + " }")
                                .collect(Collectors.joining())
                        + "}");
        sluice = new Proxy(
                folder,
                "defaults { upstream.keepalive = 0, route.timeouts.read = 200ms }\nupstreams {"
                        + scenarios().stream().map(this::sluiceUpstream).collect(Collectors.joining())
                        + "}\nhosts { all { routes = ["
                        + scenarios().stream()
                                .map(NextUpstreamBesideNginxTest::sluiceRoute)
                                .collect(Collectors.joining())
                        + "] } }",
                new HeaderPolicy() {
                    @Override
                    public void onResponse(Headers headers, ExchangeView exchange) {
                        headers.set("X-Tries", tries(exchange));
                    }
                });
    }

    private static String tries(ExchangeView exchange) {
        return exchange.upstreamTries().stream().map(one -> one.address()).collect(Collectors.joining(", ")) + " | "
                + exchange.upstreamTries().stream()
                        .map(one -> Integer.toString(one.status()))
                        .collect(Collectors.joining(", "));
    }

    private void serve(String name, BackendConnection connection) throws Exception {
        HttpMessage request = connection.readRequest();
        if (request == null) {
            return;
        }
        String what = Arrays.stream(request.header("X-Do").split(" ", -1))
                .filter(word -> word.startsWith(name + "="))
                .map(word -> word.substring(2))
                .findFirst()
                .orElse("200");
        switch (what) {
            case "close" -> {}
            case "silent" -> connection.await(over);
            case "garbage" -> connection.send("HTTP/1.1 200 OK\r\na\u0000b: c\r\n\r\n");
            default -> connection.answer("", "HTTP/1.1 " + what + " Told", "Content-Length: 0", "Connection: close");
        }
    }

    private String nginxUpstream(Scenario scenario) {
        return "upstream " + scenario.name() + " { "
                + scenario.servers().stream()
                        .map(server -> "server " + address(server) + server.substring(1) + "; ")
                        .collect(Collectors.joining())
                + "}\n";
    }

    private String sluiceUpstream(Scenario scenario) {
        return scenario.name() + " { balance = smooth, servers = ["
                + scenario.servers().stream()
                        .map(server -> "{ address = \"" + address(server) + "\""
                                + server.substring(1)
                                        .replace('_', '-')
                                        .replaceAll(" (backup|down)", " $1=on")
                                        .replaceAll(" ", ", ")
                                        .replace("=", " = ")
                                + " }, ")
                        .collect(Collectors.joining())
                + "] }\n";
    }

    private static String sluiceRoute(Scenario scenario) {
        List<String> keys = new ArrayList<>();
        for (String rule : scenario.rules().split("; ?", -1)) {
            List<String> words = List.of(rule.split(" ", -1));
            switch (words.get(0)) {
                case "proxy_next_upstream" ->
                    keys.add("on = ["
                            + String.join(", ", words.subList(1, words.size()))
                                    .replace('_', '-')
                                    .replace("off", "")
                            + "]");
                case "proxy_next_upstream_tries" -> keys.add("tries = " + words.get(1));
                case "proxy_next_upstream_timeout" -> keys.add("timeout = " + words.get(1));
                default -> assertThat(rule).isEmpty();
            }
        }
        return "{ path = \"/" + scenario.name() + "/\", policies = [given], upstream = " + scenario.name()
                + ", next-upstream { " + String.join(", ", keys) + " } }\n";
    }

    /** Port 1 of the loopback interface is where nothing listens. */
    private String address(String server) {
        ScriptedBackend backend = backends.get(server.substring(0, 1));
        return backend == null ? "127.0.0.1:1" : backend.hostPort();
    }

    @AfterAll
    void stop() throws IOException {
        over.countDown();
        if (sluice != null) {
            sluice.close();
            nginx.close();
        }
        for (ScriptedBackend backend : backends.values()) {
            backend.close();
        }
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void theSameIsTriedAsByNginx(Scenario scenario) throws Exception {
        List<String> expected = new ArrayList<>();
        List<String> found = new ArrayList<>();
        for (String request : scenario.requests()) {
            if (request.equals("PAUSE")) {
                Thread.sleep(PAST_ONE_SECOND); // nginx's clock is the real one
            } else {
                expected.add(request + ": " + answer(nginx.address(), scenario, request));
                found.add(request + ": " + answer(sluice.address(), scenario, request));
            }
        }
        assertThat(found).isEqualTo(expected);
    }

    private String answer(InetSocketAddress server, Scenario scenario, String request) throws IOException {
        try (RawClient client = RawClient.connect(server)) {
            String method = request.substring(0, (request + " ").indexOf(' '));
            boolean body = request.contains(" body");
            client.send(method + " /" + scenario.name() + "/ HTTP/1.1\r\nHost: a\r\nConnection: close\r\nX-Do: "
                    + request + (body ? "\r\nContent-Length: " + BODY.length() + "\r\n\r\n" + BODY : "\r\n\r\n"));
            HttpMessage answer = client.readResponse(method);
            String tries = answer.header("X-Tries");
            for (Map.Entry<String, ScriptedBackend> backend : backends.entrySet()) {
                tries = tries.replace(backend.getValue().hostPort(), backend.getKey());
            }
            return tries + " -> " + answer.status();
        }
    }
}
