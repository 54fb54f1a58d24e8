package io.sluice.benchmarks;

import io.sluice.api.Template;
import io.sluice.api.accesslog.AccessLogFormat;
import io.sluice.plugins.accesslog.template.TemplateFormatFactory;
import io.sluice.server.variable.Variables;
import io.sluice.testkit.FakeExchange;
import io.sluice.testkit.TestSettings;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Evaluates templates. The exchange is the test kit's, whose looks at header fields are slower than the server's and make
 * some garbage of their own.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class TemplateBenchmark {
    private final Variables variables = new Variables(ZoneOffset.UTC);
    private final AccessLogFormat combined = new TemplateFormatFactory().create(TestSettings.of("", variables));
    private final Template forwardedFor = variables.compile("$proxy_add_x_forwarded_for");

    private final FakeExchange exchange = FakeExchange.upgrade("/chat/room?id=42")
            .requestLine("GET /chat/room?id=42 HTTP/1.1")
            .host("chat.example.com")
            .requestHeader("User-Agent", "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0")
            .requestHeader("Referer", "https://chat.example.com/")
            .time(Instant.parse("2026-11-21T12:00:00.123Z"), Duration.ofMillis(5))
            .answered(101)
            .sent(129, 64);

    private final StringBuilder line = new StringBuilder(512);

    /** A line of the access log in the default format, nginx's combined. */
    @Benchmark
    public int accessLogLine() {
        line.setLength(0);
        combined.append(exchange, line);
        return line.length();
    }

    /** The value of a header field that goes to the back end. */
    @Benchmark
    public int headerValue() {
        line.setLength(0);
        forwardedFor.append(exchange, line);
        return line.length();
    }
}
