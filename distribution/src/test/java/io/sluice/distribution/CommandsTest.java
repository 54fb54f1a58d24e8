package io.sluice.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands that end by themselves. */
class CommandsTest {
    @TempDir
    private Path folder;

    private Path home;

    @BeforeEach
    void unpack() throws IOException {
        home = Tarball.unpack(folder);
    }

    @Test
    void versionNamesTheVersionAndTheJava() {
        Command.Result result = Command.sluice(home, "version");
        assertThat(result.code()).isZero();
        assertThat(result.stdout()).startsWith("sluice " + Tarball.version() + " (Java ");
    }

    @Test
    void helpNamesEveryCommand() {
        Command.Result result = Command.sluice(home, "help");
        assertThat(result.code()).isZero();
        assertThat(result.stdout())
                .contains(
                        "  run ",
                        "  start ",
                        "  stop ",
                        "  check ",
                        "  import ",
                        "  plugins ",
                        "  upstreams ",
                        "  connections ",
                        "  reload ",
                        "  demo ",
                        "  bench ",
                        "  version ",
                        "  help ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "run",
                "check",
                "import",
                "plugins",
                "upstreams",
                "connections",
                "reload",
                "demo",
                "bench",
                "version",
                "start",
                "stop"
            })
    void eachCommandExplainsItself(String command) {
        Command.Result result = Command.sluice(home, command, "--help");
        assertThat(result.code()).isZero();
        assertThat(result.stdout()).startsWith("Usage: sluice " + command);
        assertThat(result.stderr()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "frobnicate, 'Unmatched argument at index 0: ''frobnicate'''",
        "--frob, 'Unknown option: ''--frob'''",
        "run --frob, 'Unknown option: ''--frob'''",
        "check conf/x.conf, 'Unmatched argument at index 1: ''conf/x.conf'' (expected: check -c conf/x.conf)'",
        "run x.conf, 'Unmatched argument at index 1: ''x.conf'' (expected: run -c x.conf)'",
        "check -c, 'Missing required parameter for option ''--config'''",
        "upstreams dwon app x, 'upstreams: found dwon (expected: one of down, drain, up); did you mean down?'",
        "upstreams down app, 'upstreams: down wants an upstream and an endpoint (expected: upstreams down UPSTREAM ENDPOINT)'",
        "upstreams --admin=9180, 'upstreams: --admin: 9180 (expected: HOST:PORT such as 127.0.0.1:9180)'",
        "demo --port=70000, '--port: 70000 (expected: 0 to 65535)'",
        "bench ftp://localhost/, 'bench: found ftp://localhost/: its scheme is none of these (expected: ws://HOST[:PORT][/PATH], or with wss://, http:// or https://)'",
        "bench ws://localhost/ -c many, 'Invalid value for option ''--connections'': found many (expected: a whole number)'",
        "bench ws://localhost/ --size=64q, 'Invalid value for option ''--size''"
    })
    void badUsageIsNamedAndEndsWith64(String words, String message) {
        Command.Result result = Command.sluice(home, words.split(" "));
        assertThat(result.code()).isEqualTo(64);
        assertThat(result.stderr()).startsWith("sluice: " + message).contains("Usage: sluice");
        assertThat(result.stdout()).isEmpty();
    }

    @Test
    void withoutACommandTheUsageIsShown() {
        Command.Result result = Command.sluice(home);
        assertThat(result.code()).isEqualTo(64);
        assertThat(result.stderr()).startsWith("sluice: no command").contains("Commands:");
    }

    @Test
    void theShippedConfigurationIsOk() {
        Command.Result result = Command.sluice(home, "check");
        assertThat(result.stderr()).isEmpty();
        assertThat(result.stdout()).isEqualTo(home.resolve("conf/sluice.conf") + ": ok\n");
        assertThat(result.code()).isZero();
    }

    @Test
    void prepareRefusesAFileThatIsNotThereAsCheckDoes() {
        for (Path file : List.of(folder.resolve("none.conf"), folder)) {
            Command.Result result = Command.sluice(home, "prepare", "-c", file.toString());
            assertThat(result.code()).isEqualTo(64);
            assertThat(result.stderr()).startsWith(file + ": cannot be read: ");
            assertThat(result).isEqualTo(Command.sluice(home, "check", "-c", file.toString()));
        }
    }

    @Test
    void checkReportsEveryProblemAndEndsWith64() throws IOException {
        Path file = Files.writeString(folder.resolve("bad.conf"), """
                sluice {
                  workers = lots
                  listeners { web { bind = "127.0.0.1:0", backlogg = 3 } }
                  upstreams { chat { servers = ["127.0.0.1:1"] } }
                  hosts { site { routes = [ { path = "/", upstream = caht } ] } }
                }
                """);
        Command.Result result = Command.sluice(home, "check", "-c", file.toString());
        assertThat(result.code()).isEqualTo(64);
        assertThat(result.stdout()).isEmpty();
        assertThat(result.stderr().lines())
                .satisfiesExactly(
                        line -> assertThat(line).startsWith(file + ":2: sluice.workers: "),
                        line -> assertThat(line).startsWith(file + ":3: sluice.listeners.web.backlogg: "),
                        line -> assertThat(line).startsWith(file + ":5: sluice.hosts.site.routes[0].upstream: "));
    }

    @Test
    void checkReadsTheSettingsOfPluginsToo() throws IOException {
        Path file = Files.writeString(folder.resolve("bad.conf"), """
                sluice {
                  listeners { web { bind = "127.0.0.1:0" } }
                  upstreams {
                    one { balance = nearest, servers = ["127.0.0.1:1"] }
                    two { balance { strategy = consistent-hash, key = "$remote_addr", kye = 1 }, servers = ["127.0.0.1:1"] }
                  }
                  hosts { site { routes = [ { path = "/", upstream = one, policies = [ { policy = forwarded, x = 1 } ] } ] } }
                }
                """);
        Command.Result result = Command.sluice(home, "check", "-c", file.toString());
        assertThat(result.code()).isEqualTo(64);
        assertThat(result.stderr())
                .contains(file + ":4: ", "\"nearest\"")
                .contains(file + ":5: ", "kye")
                .contains(file + ":7: ");
    }

    @Test
    void pluginsListsWhatIsShipped() throws IOException {
        Path conf = home.resolve("conf/plugins-alone.conf");
        Files.writeString(conf, "include \"sluice.conf\"\nsluice.admin.bind = null\n");
        Command.Result result = Command.sluice(home, "plugins", "-c", conf.toString());
        assertThat(result.code()).as(result.stderr()).isZero();
        assertThat(result.stdout().lines().map(line -> line.replaceAll(" {2,}", "|")))
                .containsExactly(
                        "PLUGIN|VERSION|JAR|EXTENSIONS",
                        shipped("accesslog-json", "accesslog json"),
                        shipped("accesslog-template", "accesslog template"),
                        shipped("balance-consistent-hash", "balance consistent-hash"),
                        shipped("balance-hash", "balance hash"),
                        shipped("balance-ip-hash", "balance ip-hash"),
                        shipped("balance-least-conn", "balance least-conn"),
                        shipped("balance-least-time", "balance least-time"),
                        shipped("balance-random", "balance random"),
                        shipped("balance-round-robin", "balance round-robin"),
                        shipped("headers-forwarded", "headers forwarded"),
                        shipped("headers-rules", "headers rules"),
                        shipped("health-http", "health http"),
                        shipped("health-tcp", "health tcp"),
                        shipped("health-websocket", "health websocket"),
                        shipped("status-dashboard", "status dashboard"),
                        shipped("status-json", "status json"),
                        shipped("status-prometheus", "status prometheus"),
                        shipped("status-stub", "status stub"),
                        shipped("status-upstreams", "status upstreams"),
                        shipped("sticky-cookie", "sticky cookie"),
                        shipped("sticky-route", "sticky route"),
                        "from " + home.resolve("plugins"));
    }

    @Test
    void aPluginThatCannotBeUsedEndsWith70() throws IOException {
        Path jar = Files.writeString(home.resolve("plugins/broken.jar"), "not a jar");
        for (String command : new String[] {"check", "plugins", "run"}) {
            Command.Result result = Command.sluice(home, command);
            assertThat(result.code()).as(command).isEqualTo(70);
            assertThat(result.stderr()).as(command).startsWith(jar + ": ");
        }
    }

    private static String shipped(String id, String extension) {
        return id + "|" + Tarball.version() + "|" + id + "-" + Tarball.version() + ".jar|" + extension;
    }
}
