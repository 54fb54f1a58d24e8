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

    static List<Scenario> scenarios() {
        return Scenario.all();
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
