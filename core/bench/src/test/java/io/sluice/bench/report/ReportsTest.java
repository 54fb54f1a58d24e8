package io.sluice.bench.report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigSyntax;
import io.sluice.bench.load.Figures;
import io.sluice.bench.load.Mode;
import io.sluice.bench.load.Sample;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.Map;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReportsTest {
    private static final Map<String, Figures.Kind> ERRORS =
            Map.of("close-1011", new Figures.Kind(4, "Close 1011 \u001b[2J"));

    @Test
    void theTableHasAllFigures() {
        Figures figures = Samples.figures(Samples.plan("ws://localhost/chat", Mode.MESSAGES, 80_000), Map.of(), ERRORS);
        assertThat(TextReport.of(figures)).isEqualTo("""
                ws://localhost/chat: echo, 100 connections, 2 threads, 64 bytes, 1 in flight, 80,000/s, 10 s after 2 s of warm-up

                messages     71,235/s  (712,345 in 10 s)  in 4.56 MB/s  out 4.56 MB/s
                unanswered   1 when the run ended
                schedule     80,000/s wanted; 12 sent more than 1 ms late, 2.50ms at most; 55 never sent
                no answer    56 never sent or unanswered are in latency with the time they had waited, a lower bound

                                  mean      p50      p90      p99    p99.9      max
                latency          501us    500us    900us    990us    999us   1.00ms
                connect          501us    500us    900us    990us    999us   1.00ms
                upgrade          501us    500us    900us    990us    999us   1.00ms
                opening          501us    500us    900us    990us    999us   1.00ms

                connections  103 opened, 3 of them in place of others; 100 open at the end; 3 lost
                pings        7 of the server's answered
                errors       4
                  close-1011                 4  Close 1011 ?[2J
                """);
    }

    @Test
    void aTableOfRequestsHasTheirStatuses() {
        Figures figures = Samples.figures(
                Samples.plan("http://localhost/", Mode.MESSAGES, 0), new TreeMap<>(Map.of(503, 2L, 200, 9L)), Map.of());
        assertThat(TextReport.of(figures))
                .startsWith("http://localhost/: GET, 100 connections, 2 threads, 10 s after")
                .contains("requests     71,235/s", "statuses     200: 9, 503: 2\nerrors       none\n")
                .doesNotContain("upgrade in", "schedule");
    }

    @Test
    void aTableOfIdleConnectionsHasOneEmptyLineBeforeTheTimes() {
        Figures figures = Samples.figures(Samples.plan("ws://localhost/", Mode.IDLE, 0), Map.of(), Map.of());
        assertThat(TextReport.of(figures).lines().limit(4).map(String::strip))
                .containsExactly(
                        "ws://localhost/: idle, 100 connections, 2 threads, 10 s after 2 s of warm-up",
                        "",
                        "mean      p50      p90      p99    p99.9      max",
                        "latency          501us    500us    900us    990us    999us   1.00ms");
    }

    @Test
    void theJsonHasTheSameFiguresUnderKeysThatStay() {
        Figures figures =
                Samples.figures(Samples.plan("ws://localhost/chat", Mode.IDLE, 80_000), Map.of(101, 5L), ERRORS);
        Config json = ConfigFactory.parseString(
                JsonReport.of(figures), ConfigParseOptions.defaults().setSyntax(ConfigSyntax.JSON));
        assertThat(json.root().keySet())
                .containsExactlyInAnyOrder(
                        "format",
                        "url",
                        "work",
                        "settings",
                        "interrupted",
                        "seconds",
                        "unit",
                        "count",
                        "perSecond",
                        "sent",
                        "bytesIn",
                        "bytesOut",
                        "megabytesPerSecondIn",
                        "megabytesPerSecondOut",
                        "unanswered",
                        "schedule",
                        "latencyMicros",
                        "connectMicros",
                        "tlsMicros",
                        "upgradeMicros",
                        "openingMicros",
                        "connections",
                        "statuses",
                        "errorCount",
                        "errors");
        assertThat(json.getInt("format")).isEqualTo(1);
        assertThat(json.getString("work")).isEqualTo("idle");
        assertThat(json.getInt("settings.connections")).isEqualTo(100);
        assertThat(json.getInt("settings.warmupSeconds")).isEqualTo(2);
        assertThat(json.getLong("count")).isEqualTo(712_345);
        assertThat(json.getDouble("perSecond")).isEqualTo(71_234.5);
        assertThat(json.getDouble("megabytesPerSecondIn")).isEqualTo(4.559);
        assertThat(json.getDouble("latencyMicros.p50")).isBetween(499.0, 501.0);
        assertThat(json.getInt("latencyMicros.count")).isEqualTo(1000);
        assertThat(json.getConfig("tlsMicros").root().unwrapped()).isEqualTo(Map.of("count", 0));
        assertThat(json.getInt("connections.alive")).isEqualTo(99);
        assertThat(json.getDouble("schedule.mostLateMicros")).isEqualTo(2500);
        assertThat(json.getInt("schedule.lowerBounds")).as("pings have none").isZero();
        assertThat(json.getInt("statuses.101")).isEqualTo(5);
        assertThat(json.getInt("errors.close-1011.count")).isEqualTo(4);
        assertThat(json.getString("errors.close-1011.example")).isEqualTo("Close 1011 \u001b[2J");
    }

    @Test
    void aLineTellsHowARunFares() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        LiveLine line = new LiveLine(new PrintStream(out, true, UTF_8), Samples.plan("ws://h/", Mode.MESSAGES, 0));
        line.take(new Sample("measuring", 3.02, 71_234, Samples.times(), 100, 1));
        line.take(new Sample("connecting", 1, 0, new Histogram(3), 5, 0));
        assertThat(out.toString(UTF_8).lines())
                .containsExactly(
                        "measuring     3s      71,234 messages/s  p50 500us  p99 990us      100 open  1 error",
                        "connecting    1s         0.0 messages/s                            5 open  0 errors");
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0ns",
        "999, 999ns",
        "1000, 1.00us",
        "12345, 12.3us",
        "999999, 1000us",
        "4560000, 4.56ms",
        "61000000000, 61.0s"
    })
    void timesHaveThreeDigitsThatMatter(long nanos, String text) {
        assertThat(Format.time(nanos)).isEqualTo(text);
    }
}
