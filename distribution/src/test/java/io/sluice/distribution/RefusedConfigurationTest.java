package io.sluice.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code bin/sluice check} and {@code run} say of a configuration that cannot be used: 64, and every problem. */
class RefusedConfigurationTest {
    private static final String GOOD = """
            sluice {
              listeners { web { bind = "127.0.0.1:0" } }
              upstreams { chat { servers = ["127.0.0.1:9"] } }
              hosts {
                site { names = ["a.example"], routes = [{ path = "/", upstream = chat }] }
              }
            }
            """;

    private static Path home;

    @TempDir
    Path folder;

    @BeforeAll
    static void unpack(@TempDir Path shared) throws IOException {
        home = Tarball.unpack(shared);
    }

    private Command.Result check(String configuration) throws IOException {
        return Command.sluice(home, "check", "-c", write(configuration).toString());
    }

    private Path write(String configuration) throws IOException {
        return Files.writeString(folder.resolve("test.conf"), configuration);
    }

    @Test
    void aGoodOneIsFoundGood() throws IOException {
        assertThat(check(GOOD).code()).isZero();
    }

    @Test
    void theShippedOneIsGood() {
        assertThat(Command.sluice(home, "check").code()).isZero();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            a typo                   | upstream = chat                | upstraem = chat             | :5: | upstraem, upstream
            a wrong type             | servers = ["127.0.0.1:9"]      | servers = { a = 1 }         | :3: | servers
            a wrong number           | listeners {                    | workers = many, listeners { | :2: | workers, many
            out of bounds            | listeners {                    | workers = 0, listeners {    | :2: | workers, 0, 1
            a time without a unit    | upstream = chat                | upstream = chat, timeouts { read = 60 } | :5: | read, 60
            an unknown upstream      | upstream = chat                | upstream = chta             | :5: | chta, chat
            an unknown listener      | names = ["a.example"]          | names = ["a.example"], listeners = [wbe] | :5: | wbe, web
            a bad address            | bind = "127.0.0.1:0"           | bind = "127.0.0.1:99999"    | :2: | 99999
            no port                  | bind = "127.0.0.1:0"           | bind = "127.0.0.1"          | :2: | 127.0.0.1
            an unknown strategy      | servers = ["127.0.0.1:9"]      | servers = ["127.0.0.1:9"], balance = random-walk | :3: | random-walk, round-robin
            an unknown policy        | upstream = chat                | upstream = chat, policies = [froward] | :5: | froward, forwarded
            a bad regular expression | path = "/"                     | path = "~ (["               | :5: | ([
            an unknown variable      | upstream = chat                | upstream = chat, host-header = "$nonsense" | :5: | nonsense
            neither upstream nor status | , upstream = chat           | ''                          | :5: | upstream, status
            no servers               | servers = ["127.0.0.1:9"]      | servers = []                | :3: | servers
            a duplicate route        | routes = [                     | routes = [{ path = "/", upstream = chat }, | :5: | /
            """)
    void isRefusedWithItsPlaceTheValueAndWhatWasExpected(
            String what, String right, String wrong, String line, String words) throws IOException {
        assertThat(GOOD).contains(right);
        Command.Result result = check(GOOD.replace(right, wrong));
        assertThat(result.code()).as(result.toString()).isEqualTo(64);
        assertThat(result.stderr()).contains("test.conf" + line).contains(words.split(", ?", -1));
        assertThat(result.stderr()).doesNotContain("Exception", "\tat ");
    }

    @Test
    void aHostThatIsThereTwiceIsRefusedWithBothPlaces() throws IOException {
        Command.Result result =
                check(GOOD.replace("hosts {\n", "hosts {\n    twin { names = [\"A.example\"], routes = [] }\n"));
        assertThat(result.code()).isEqualTo(64);
        assertThat(result.stderr()).contains("test.conf:", "a.example", "twin").containsPattern("site|test.conf:6");
    }

    @Test
    void allProblemsAreReportedAtOnceInTheirOrder() throws IOException {
        Command.Result result = check(GOOD.replace("bind =", "bnid =")
                .replace("upstream = chat", "upstream = chta")
                .replace("servers = [\"127.0.0.1:9\"]", "servers = {}"));
        assertThat(result.code()).isEqualTo(64);
        assertThat(result.stderr().lines().filter(text -> text.contains("test.conf:")))
                .hasSizeGreaterThanOrEqualTo(4);
        assertThat(result.stderr()).containsSubsequence("test.conf:2: ", "test.conf:3: ", "test.conf:5: ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"sluice {\n  listeners {\n", "sluice { a = \"unended }\n", "}{", "sluice { a = ${nothing} }"})
    void whatIsNoHoconIsRefusedWithItsLine(String text) throws IOException {
        Command.Result result = check(text);
        assertThat(result.code()).isEqualTo(64);
        assertThat(result.stderr()).containsPattern("test\\.conf:\\d+: ").doesNotContain("\tat ");
    }

    @Test
    void anEmptyFileIsRefused() throws IOException {
        Command.Result result = check("");
        assertThat(result.code()).isEqualTo(64);
        assertThat(result.stderr()).contains("listeners");
    }

    @Test
    void aFileThatIsNotThereIsNamed() {
        Command.Result result = Command.sluice(
                home, "check", "-c", folder.resolve("nowhere.conf").toString());
        assertThat(result.code()).isEqualTo(64);
        assertThat(result.stderr()).contains("nowhere.conf").doesNotContain("\tat ");
    }

    @Test
    void runRefusesWhatCheckRefusesAndLeavesNoPidFile() throws IOException {
        Path pidFile = folder.resolve("sluice.pid");
        Command.Result result = Command.sluice(
                home,
                "run",
                "-c",
                write(GOOD.replace("upstream = chat", "upstream = chta")).toString(),
                "--pid-file",
                pidFile.toString());
        assertThat(result.code()).isEqualTo(64);
        assertThat(result.stderr()).contains("test.conf:5: ", "chta");
        assertThat(pidFile).doesNotExist();
    }

    @Test
    void aPortInUseIsNamedAndEndsTheStart() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String configuration = GOOD.replace("127.0.0.1:0", "127.0.0.1:" + taken.getLocalPort());
            Path pidFile = folder.resolve("sluice.pid");
            Command.Result result = Command.sluice(
                    home, "run", "-c", write(configuration).toString(), "--pid-file", pidFile.toString());
            assertThat(result.code()).isEqualTo(1);
            assertThat(result.stderr())
                    .contains("web", "127.0.0.1:" + taken.getLocalPort(), "in use")
                    .doesNotContain("\tat ");
            assertThat(pidFile).doesNotExist();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"--nonsense", "fly"})
    void anUnknownArgumentIsRefusedWithTheUsage(String argument) {
        Command.Result result = Command.sluice(home, argument);
        assertThat(result.code()).isEqualTo(64);
        assertThat(result.stderr()).contains(argument, "Usage");
    }

    @Test
    void aSystemPropertyOverridesTheFileAndIsNamedAsThePlace() throws IOException {
        Path file = write(GOOD);
        Command.Result result = Command.run(
                folder,
                Map.of("SLUICE_OPTS", "-Dsluice.workers=none"),
                Stream.of(home.resolve("bin/sluice"), "check", "-c", file)
                        .map(Object::toString)
                        .toList());
        assertThat(result.code()).isEqualTo(64);
        assertThat(result.stderr()).contains("workers", "none");
    }
}
