package io.sluice.plugins.accesslog.template;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.server.variable.Variables;
import io.sluice.testkit.Eventually;
import io.sluice.testkit.FakeExchange;
import io.sluice.testkit.Nginx;
import io.sluice.testkit.RawClient;
import io.sluice.testkit.TestSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The same request logged by a real nginx and by the plugin: the lines are equal, byte for byte. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TemplateFormatBesideNginxTest {
    private static final String VALUES =
            "{\"foo\":\"$http_foo\",\"none\":\"$http_none\",\"agent\":\"$http_user_agent\"}";

    private Nginx nginx;

    @BeforeAll
    void start(@TempDir Path folder) throws IOException {
        Nginx.assumeInstalled();
        nginx = Nginx.start(folder, port -> """
                log_format time '$msec';
                log_format escaped '%1$s';
                log_format json escape=json '%1$s';
                log_format none escape=none '%1$s';
                server {
                  listen 127.0.0.1:%2$d;
                  access_log time.log time;
                  access_log combined.log combined;
                  access_log default.log escaped;
                  access_log json.log json;
                  access_log none.log none;
                  location / { return 200 hello; }
                }
                """.formatted(VALUES, port));
    }

    @AfterAll
    void stop() {
        if (nginx != null) {
            nginx.close();
        }
    }

    static List<FakeExchange> requests() {
        // NUL, CR and LF cannot stand in a field; blanks at its ends belong to the line.
        StringBuilder allBytes = new StringBuilder("<");
        for (char c = 1; c < 256; c++) {
            if (c != '\r' && c != '\n') {
                allBytes.append(c);
            }
        }
        return List.of(
                request("/"),
                request("/a?b=c")
                        .requestHeader("Referer", "http://example.com/")
                        .requestHeader("User-Agent", "a \"b\""),
                request("/\"<\\").requestHeader("Authorization", "Basic am9lOnNlY3JldA=="),
                request("/").requestHeader("Authorization", "Basic IjoK"),
                request("/").requestHeader("User-Agent", ""),
                request("/").requestHeader("Foo", allBytes.append(">").toString()));
    }

    private static FakeExchange request(String target) {
        return FakeExchange.get(target).client("127.0.0.1").answered(200).sent(100, "hello".length());
    }

    @ParameterizedTest
    @MethodSource("requests")
    void theLinesAreEqual(FakeExchange exchange) throws IOException {
        int before = lines("none.log").size();
        send(exchange);
        // Written last of all for each request.
        Eventually.until("nginx logged the request", () -> lines("none.log").size() > before);
        String time = lines("time.log").get(before);
        exchange.time(Instant.ofEpochMilli(Long.parseLong(time.replace(".", ""))), Duration.ZERO);

        assertThat(line("preset = combined", exchange))
                .isEqualTo(lines("combined.log").get(before));
        for (String escape : Escaping.NAMES) {
            String format = "escape = " + escape + ", template = \"\"\"" + VALUES + "\"\"\"";
            assertThat(line(format, exchange))
                    .as(escape)
                    .isEqualTo(lines(escape + ".log").get(before));
        }
    }

    private void send(FakeExchange exchange) throws IOException {
        StringBuilder head = new StringBuilder(exchange.requestLine()).append("\r\n");
        exchange.requestHeaders()
                .forEach((name, value) ->
                        head.append(name).append(": ").append(value).append("\r\n"));
        head.append("Connection: close\r\n\r\n");
        try (RawClient client = RawClient.connect(nginx.address())) {
            client.send(head.toString().getBytes(StandardCharsets.ISO_8859_1));
            client.readHead();
        }
    }

    private List<String> lines(String file) throws IOException {
        return Files.readAllLines(nginx.file(file), StandardCharsets.ISO_8859_1);
    }

    private static String line(String hocon, FakeExchange exchange) {
        StringBuilder line = new StringBuilder();
        new TemplateFormatFactory()
                .create(TestSettings.of(hocon, new Variables()))
                .append(exchange, line);
        return line.toString();
    }
}
