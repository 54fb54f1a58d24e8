package io.sluice.distribution;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigSyntax;
import io.sluice.testkit.Eventually;
import io.sluice.testkit.FreePort;
import io.sluice.testkit.ScriptedBackend;
import io.sluice.testkit.Scripts;
import io.sluice.testkit.tls.Key;
import io.sluice.testkit.tls.TestCertificate;
import io.sluice.testkit.tls.TestCertificates;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The command bench, against a server of the same tarball with an echo behind it. */
class BenchTest {
    private static TestCertificates ca;
    private static ScriptedBackend echo;
    private static RunningSluice sluice;

    @BeforeAll
    static void start(@TempDir Path folder) throws IOException {
        ca = TestCertificates.ca(folder.resolve("ca"));
        TestCertificate site = ca.server("localhost", Key.EC);
        echo = ScriptedBackend.start(Scripts.echo());
        sluice = RunningSluice.in(folder).start("""
                sluice {
                  listeners {
                    web { bind = "127.0.0.1:0" }
                    secure { bind = "127.0.0.1:0", tls { certificate = "%s", key = "%s" } }
                  }
                  upstreams { echo { servers = ["%s"] } }
                  hosts {
                    site {
                      names = [localhost]
                      routes = [
                        { path = "= /hello", return { status = 200, body = "hello" } }
                        { path = "= /busy", return { status = 503, body = "busy" } }
                        { path = "/", upstream = echo }
                      ]
                    }
                  }
                  access-log { format = combined, file = "logs/access.log" }
                }
                """.formatted(site.certificate(), site.key(), echo.hostPort()));
    }

    @AfterAll
    static void stop() throws IOException {
        try (RunningSluice stopped = sluice) {
            echo.close();
        }
    }

    private static String url(String scheme, String path) {
        boolean secure = scheme.equals("wss") || scheme.equals("https");
        return scheme + "://localhost:" + sluice.port(secure ? "secure" : "web") + path;
    }

    private static List<String> words(String url, String options) {
        String duration = options.contains("--duration") ? "" : "--duration 500ms ";
        String connections = options.contains("--connections") ? "" : "--connections 4 ";
        Stream<String> all = Stream.concat(
                Stream.of("bench", url, "--warmup", "0"),
                Arrays.stream((duration + connections + options).split(" ", -1)).filter(word -> !word.isEmpty()));
        return all.toList();
    }

    private static Command.Result bench(String url, String options) {
        return Command.sluice(sluice.home(), words(url, options).toArray(String[]::new));
    }

    private static Config json(Command.Result result) {
        return ConfigFactory.parseString(
                result.stdout(), ConfigParseOptions.defaults().setSyntax(ConfigSyntax.JSON));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "--threads 2 --in-flight 4", "--size 16k", "--text --size 0-300", "--message hello"})
    void aServerThatEchoesIsMeasured(String options) {
        Command.Result result = bench(url("ws", "/"), options);
        assertThat(result.stderr()).as("no terminal, no line each second").isEmpty();
        assertThat(result.stdout())
                .contains("messages ", "latency ", "upgrade ", "connections  4 opened", "errors       none");
        assertThat(result.code()).isZero();
    }

    @Test
    void anOpenLoopKeepsItsRateAndTheFiguresAreJson() {
        Command.Result result = bench(url("ws", "/"), "--rate 200 --json -");
        assertThat(result.code()).as(result.toString()).isZero();
        Config json = json(result);
        assertThat(json.getString("url")).isEqualTo(url("ws", "/"));
        assertThat(json.getInt("settings.rate")).isEqualTo(200);
        assertThat(json.getInt("sent") + json.getInt("schedule.unsent")).isBetween(95, 100);
        int all = json.getInt("sent") + json.getInt("schedule.unsent");
        assertThat(json.getInt("latencyMicros.count")).isBetween(all, all + 1); // one at the very end
        assertThat(json.getDouble("latencyMicros.p99")).isPositive();
        assertThat(json.getConfig("errors").isEmpty()).isTrue();
    }

    @Test
    void requestsAreMeasuredAndTheFiguresAreWrittenToAFile() throws IOException {
        Path file = sluice.home().resolve("logs/bench.json");
        String[] words = Stream.concat(
                        words(url("http", "/hello"), "--header X-Test:1").stream(),
                        Stream.of("--json", file.toString()))
                .toArray(String[]::new);
        Command.Result result = Command.sluice(sluice.home(), words);
        assertThat(result.code()).as(result.toString()).isZero();
        assertThat(result.stdout()).contains("requests ", "statuses     200: ");
        Config json = ConfigFactory.parseString(Files.readString(file));
        assertThat(json.getInt("bytesIn")).isEqualTo(5 * json.getInt("count"));
    }

    @Test
    void aCertificateMustBeTrustedUnlessItIsSaidThatItNeedNot() {
        Command.Result trusted = bench(url("wss", "/"), "--cacert " + ca.certificate());
        assertThat(trusted.code()).as(trusted.toString()).isZero();
        assertThat(trusted.stdout()).contains("TLS ", "errors       none");
        Command.Result anybody = bench(url("wss", "/"), "--insecure --tls-version 1.2 --size 20000");
        assertThat(anybody.code()).as(anybody.toString()).isZero();
        Command.Result unknown = bench(url("https", "/hello"), "--json -");
        assertThat(unknown.code()).isEqualTo(1);
        assertThat(json(unknown).getInt("errors.tls.count")).isGreaterThanOrEqualTo(4);
        assertThat(json(unknown).getString("errors.tls.example")).contains("--cacert FILE or --insecure");
        Command.Result noFile = bench(url("wss", "/"), "--cacert /no/such/file");
        assertThat(noFile.code()).isEqualTo(64);
        assertThat(noFile.stderr()).startsWith("sluice: bench: --cacert: /no/such/file cannot be read");
        Command.Result misnamed = bench(url("wss", "/"), "--sni x.example.com --json - --cacert " + ca.certificate());
        assertThat(misnamed.code()).isEqualTo(1);
        assertThat(json(misnamed).getConfig("errors").root().keySet()).containsExactly("tls");
    }

    @Test
    void theNameOfTheServerIsAHostNameWithoutALastDot() {
        Command.Result result = bench(url("wss", "/"), "--sni localhost. --cacert " + ca.certificate());
        assertThat(result.code()).as(result.toString()).isZero();
        Command.Result bad = bench(url("wss", "/"), "--sni my_host");
        assertThat(bad.code()).isEqualTo(64);
        assertThat(bad.stderr()).startsWith("sluice: bench: --sni: found my_host (expected: a host name)");
    }

    @ParameterizedTest
    @CsvSource({"ws, /, ''", "wss, /, --insecure", "http, /hello, ''", "https, /hello, --insecure"})
    void handshakesAreCounted(String scheme, String path, String options) {
        Command.Result result = bench(url(scheme, path), "--handshakes --rate 20 --duration 3s --json - " + options);
        assertThat(result.code()).as(result.toString()).isZero();
        Config json = json(result);
        assertThat(json.getString("unit")).isEqualTo("handshake");
        assertThat(json.getInt("count")).isPositive();
        assertThat(json.getInt("connections.opened")).isGreaterThanOrEqualTo(json.getInt("count"));
    }

    @Test
    void idleConnectionsAreHeldFromSeveralAddresses() {
        Command.Result result =
                bench(url("ws", "/idle"), "--idle --connect-rate 100 --source 127.0.0.2-127.0.0.3 --json -");
        assertThat(result.code()).as(result.toString()).isZero();
        assertThat(json(result).getInt("connections.alive")).isEqualTo(4);
        assertThat(json(result).getInt("connections.lost")).isZero();
        assertThat(json(result).getInt("count")).isZero();
        assertThat(json(result).getInt("latencyMicros.count")).as("pings").isEqualTo(4);
        Eventually.until("the access log has both addresses", () -> {
            String log = sluice.file("logs/access.log");
            return log.contains("127.0.0.2 - - ") && log.contains("127.0.0.3 - - ");
        });
    }

    @Test
    void errorsAreNamedAndEndWith1() {
        Command.Result busy = bench(url("http", "/busy"), "");
        assertThat(busy.code()).isEqualTo(1);
        assertThat(busy.stdout()).contains("status-503");
        Command.Result noHandshake = bench(url("ws", "/busy"), "");
        assertThat(noHandshake.code()).isEqualTo(1);
        assertThat(noHandshake.stdout()).contains("status-503");
        Command.Result nobody = bench("ws://localhost:" + FreePort.next() + "/", "");
        assertThat(nobody.code()).isEqualTo(1);
        assertThat(nobody.stdout()).contains("no connection could be opened\n", "refused");
    }

    @Test
    void whenItIsInterruptedItTellsWhatItHasSoFar() throws Exception {
        Signals.assumeHeard(Signals.INTERRUPT);
        Path stdout = sluice.home().resolve("logs/bench.stdout");
        Path stderr = sluice.home().resolve("logs/bench.stderr");
        String[] words = words(url("ws", "/"), "--duration 60s --live").toArray(String[]::new);
        Process process = Command.builder(
                        sluice.home(), Map.of(), Command.words(sluice.home().resolve("bin/sluice"), words))
                .redirectOutput(stdout.toFile())
                .redirectError(stderr.toFile())
                .start();
        try {
            Eventually.until(
                    "a line of what is measured",
                    () -> !process.isAlive() || Files.readString(stderr, UTF_8).contains("measuring "));
            assertThat(new ProcessBuilder("kill", "-INT", Long.toString(process.pid()))
                            .start()
                            .waitFor())
                    .isZero();
            assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        assertThat(Files.readString(stdout, UTF_8)).contains("ended early, after ", "messages ", "errors       none");
        assertThat(process.exitValue()).isEqualTo(130);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--handshakes --idle",
                "--rate 10 --receive",
                "--method GET",
                "--message x --size 3",
                "--insecure",
                "--connections 0",
                "--rate 0",
                "--connect-rate 0",
                "--message @/no/such/file",
                "--source 192.0.2.1",
                "--rate 1 --rate 2",
                "--header nonsense",
                "--source localhost",
                "--source ::1-127.0.0.2",
                "--json /no/such/folder/figures.json",
            })
    void whatDoesNotFitTogetherIsBadUsage(String options) {
        Command.Result result = bench(url("ws", "/"), options);
        assertThat(result.code()).isEqualTo(64);
        assertThat(result.stdout()).isEmpty();
        assertThat(result.stderr()).startsWith("sluice: bench: ").contains("Usage: sluice bench");
    }
}
