package io.sluice.server.variable;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.api.Template;
import io.sluice.testkit.Eventually;
import io.sluice.testkit.FakeExchange;
import io.sluice.testkit.Nginx;
import io.sluice.testkit.RawClient;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The same request to a real nginx and to the templates, compared by the line of the log. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class VariablesBesideNginxTest {
    /** One line of variables that a request alone decides. */
    private static final String LINE = "[$http_x_forwarded_for][$http_cookie][$http_foo][$http_via][$http_accept]"
            + "[$http_user_agent][$http_referer][$http_host][$cookie_a][$cookie_B][$arg_a][$arg_B][$args][$query_string]"
            + "[$is_args][$uri][$document_uri][$request_uri][$request][$request_method][$server_protocol][$host]"
            + "[$server_name][$proxy_add_x_forwarded_for][$remote_user][$remote_addr][$server_addr][$https][$scheme]"
            + "[$content_type][$content_length][$status][$hostname][$connection_requests][${scheme}://$host]"
            + "[$sent_http_foo][$sent_http_cache_control][$sent_http_link][$sent_http_content_type][$upstream_addr]"
            + "[$upstream_status][$upstream_connect_time][$proxy_host][$proxy_port]";

    private static final String TIMES = "$msec $time_local $time_iso8601";

    private static final Template.Escape HYPHEN = (value, out) -> out.append(value == null ? "-" : value);

    private Nginx nginx;

    @BeforeAll
    void start(@TempDir Path folder) throws IOException {
        Nginx.assumeInstalled();
        nginx = Nginx.start(folder, port -> """
                log_format line '%s';
                log_format times '%s';
                server {
                  listen 127.0.0.1:%d;
                  server_name first.example;
                  default_type text/plain;
                  add_header Foo one;
                  add_header Foo two;
                  add_header Cache-Control a;
                  add_header Cache-Control b;
                  add_header Link c;
                  add_header Link d;
                  access_log lines.log line;
                  access_log times.log times;
                  location / { return 200 ok; }
                }
                """.formatted(LINE, TIMES, port));
    }

    @AfterAll
    void stop() {
        if (nginx != null) {
            nginx.close();
        }
    }

    static List<FakeExchange> requests() {
        return List.of(
                request("/"),
                request("/?"),
                request("/a/b?A=1&a=2&b=&c"),
                request("/x?xa=1&a"),
                request("/").requestHeader("Foo", "f1").requestHeader("Foo", "f2"),
                request("/").requestHeader("Foo", ""),
                request("/").requestHeader("Via", "v1").requestHeader("Via", "v2"),
                request("/").requestHeader("Accept", "a").requestHeader("Accept", "b"),
                request("/").requestHeader("X-Forwarded-For", "1.1.1.1").requestHeader("x-forwarded-for", "2.2.2.2"),
                request("/").requestHeader("X-Forwarded-For", ""),
                request("/").requestHeader("Cookie", "a=1; b=2").requestHeader("Cookie", "b=3; A=4"),
                request("/").requestHeader("Cookie", "xa=1, a = 2; B"),
                request("/").requestHeader("Cookie", "a=x,y;b=a=5"),
                request("/").requestHeader("Authorization", "Basic am9lOnNlY3JldA=="),
                request("/").requestHeader("Authorization", "basic  am9lOg"),
                request("/").requestHeader("Authorization", "Basic OnNlY3JldA=="),
                request("/").requestHeader("Authorization", "Basic am9l"),
                request("/").requestHeader("Authorization", "Bearer am9lOnNlY3JldA=="),
                request("/").requestHeader("Content-Type", "text/css").requestHeader("Content-Length", "0"),
                request("/").requestHeader("Referer", "r").requestHeader("User-Agent", "u"),
                request("/").method("DELETE"));
    }

    /** A request as both sides see it. */
    private static FakeExchange request(String target) {
        return FakeExchange.get(target)
                .client("127.0.0.1")
                .local("127.0.0.1", 80)
                .serverName("first.example")
                .host("www.example.com")
                .answered(
                        200,
                        "Content-Type: text/plain",
                        "Foo: one",
                        "Foo: two",
                        "Cache-Control: a",
                        "Cache-Control: b",
                        "Link: c",
                        "Link: d");
    }

    @ParameterizedTest
    @MethodSource("requests")
    void aRequestHasTheSameValues(FakeExchange exchange) throws IOException {
        String line = send(exchange, "lines.log");

        assertThat(new Variables().compile(LINE, HYPHEN).text(exchange)).isEqualTo(line);
    }

    @Test
    void timesAreWrittenAlike() throws IOException {
        FakeExchange exchange = request("/");
        String line = send(exchange, "times.log");
        String msec = line.substring(0, line.indexOf(' '));
        Instant now = Instant.ofEpochMilli(Long.parseLong(msec.replace(".", "")));

        assertThat(new Variables(ZoneId.systemDefault()).compile(TIMES).text(exchange.time(now, Duration.ZERO)))
                .isEqualTo(line);
    }

    /** Sends the request, and returns the line it brought into this log. */
    private String send(FakeExchange exchange, String log) throws IOException {
        Path file = nginx.file(log);
        int before = Files.readAllLines(file, StandardCharsets.ISO_8859_1).size();
        StringBuilder head = new StringBuilder(exchange.requestLine()).append("\r\n");
        exchange.requestHeaders()
                .forEach((name, value) ->
                        head.append(name).append(": ").append(value).append("\r\n"));
        try (RawClient client = RawClient.connect(nginx.address())) {
            client.send(head.append("Connection: close\r\n\r\n").toString());
            client.readHead();
        }
        List<String> lines = Eventually.value(
                "a line in " + log,
                () -> Files.readAllLines(file, StandardCharsets.ISO_8859_1),
                all -> all.size() > before);
        return lines.get(before);
    }
}
