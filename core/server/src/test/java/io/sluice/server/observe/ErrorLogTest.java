package io.sluice.server.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.api.exchange.UpstreamTry;
import io.sluice.server.error.ErrorKind;
import io.sluice.server.error.ProxyException;
import io.sluice.testkit.FakeExchange;
import io.sluice.testkit.ManualClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ErrorLogTest {
    private final ManualClock clock = new ManualClock();
    private final Metrics metrics = new Metrics();
    private final ErrorLog log = new ErrorLog(metrics, clock::nanoTime);
    private final LogCapture capture = LogCapture.of(ErrorLog.class);

    @AfterEach
    void release() {
        capture.close();
    }

    private void fail(ErrorKind kind) {
        log.failed(new ProxyException(kind, "what happened"), FakeExchange.get("/"));
    }

    @Test
    void theLineHasNginxsWordsInNginxsOrder() {
        FakeExchange exchange = FakeExchange.get("/a?b")
                .client("2001:db8:0:0:0:0:0:1")
                .serverName("first.example")
                .host("www.example.com:8080")
                .tried(new UpstreamTry("10.0.0.1:80", 502, -1, -1, 0, 0, 0))
                .tried(new UpstreamTry("10.0.0.2:80", 502, -1, -1, 0, 0, 0));
        log.failed(new ProxyException(ErrorKind.CONNECT_FAILED, "Connection refused"), exchange);

        assertThat(capture.lines())
                .containsExactly("ERROR connect-failed: Connection refused, client: 2001:db8::1, server: first.example,"
                        + " request: \"GET /a?b HTTP/1.1\", upstream: \"http://10.0.0.2:80\","
                        + " host: \"www.example.com:8080\"");
    }

    @Test
    void anEndpointSpokenToByTlsHasThatScheme() {
        FakeExchange exchange = FakeExchange.get("/")
                .upstreamScheme("https")
                .tried(new UpstreamTry("10.0.0.1:443", 502, -1, -1, 0, 0, 0));
        log.failed(new ProxyException(ErrorKind.CONNECT_FAILED, "Connection refused"), exchange);

        assertThat(capture.lines()).singleElement().asString().contains(", upstream: \"https://10.0.0.1:443\",");
    }

    @Test
    void whatIsNotKnownIsLeftOut() {
        FakeExchange exchange =
                FakeExchange.get("").requestLine("").serverName("").host("h");
        log.failed(new ProxyException(ErrorKind.REQUEST_TIMEOUT, ""), exchange);

        assertThat(capture.lines()).containsExactly("INFO request-timeout, client: 192.0.2.1, server: , host: \"h\"");
    }

    @Test
    void nothingAPeerSentCanBeginALineOrEndAQuotation() {
        FakeExchange exchange = FakeExchange.get("/").requestLine("GET /\n\"\\\u001b[2J\u0085 HTTP/1.1");
        log.failed(new ProxyException(ErrorKind.BAD_REQUEST, "bad\nthing"), exchange);

        assertThat(capture.lines())
                .containsExactly("INFO bad-request: bad\\x0Athing, client: 192.0.2.1, server: example.com,"
                        + " request: \"GET /\\x0A\\x22\\x5C\\x1B[2J\\x85 HTTP/1.1\", host: \"example.com\"");
    }

    @ParameterizedTest
    @CsvSource({
        "BAD_REQUEST, INFO",
        "CLIENT_CLOSED, INFO",
        "NO_ROUTE, INFO",
        "TUNNEL_IDLE, INFO",
        "SHUTTING_DOWN, INFO",
        "TOO_MANY_CONNECTIONS, WARN",
        "UPSTREAM_TIMEOUT, ERROR",
        "BAD_UPGRADE_RESPONSE, ERROR",
        "PLUGIN_FAILURE, ERROR",
        "INTERNAL, ERROR"
    })
    void theLevelSaysWhoMustAct(ErrorKind kind, String level) {
        fail(kind);

        assertThat(capture.lines()).singleElement().asString().startsWith(level + " " + kind.id());
    }

    @ParameterizedTest
    @EnumSource(ErrorKind.class)
    void theManualHasTheLevelOfEveryKind(ErrorKind kind) throws IOException {
        fail(kind);
        String level = capture.events().get(0).getLevel().toString();

        String manual = Files.readString(Path.of("../../distribution/src/main/docs/logging.md"));
        assertThat(manual.substring(manual.indexOf("## The application's log")).lines())
                .filteredOn(line -> line.startsWith("| ") && line.contains("`" + kind.id() + "`"))
                .singleElement()
                .asString()
                .startsWith("| " + level + " ");
    }

    @Test
    void aFaultOfAPluginIsToldWithItsStack() {
        RuntimeException cause = new IllegalStateException("in the plugin");
        log.failed(new ProxyException(ErrorKind.PLUGIN_FAILURE, "policy 'x'", cause), FakeExchange.get("/"));

        assertThat(capture.events().get(0).getThrowableProxy().getMessage()).isEqualTo("in the plugin");
    }

    @Test
    void tenOfAKindAreToldInASecondAndTheOthersCounted() {
        for (int i = 0; i < 25; i++) {
            fail(ErrorKind.CONNECT_FAILED);
        }
        fail(ErrorKind.BAD_REQUEST);

        assertThat(capture.lines()).hasSize(11);
        assertThat(metrics.value(Metric.ERROR_LOG_SUPPRESSED)).isEqualTo(15);

        clock.advance(Duration.ofSeconds(1));
        fail(ErrorKind.CONNECT_FAILED);
        fail(ErrorKind.CONNECT_FAILED);

        assertThat(capture.lines().get(11)).endsWith(" (15 more of this kind were not logged)");
        assertThat(capture.lines().get(12)).endsWith("host: \"example.com\"");
    }
}
