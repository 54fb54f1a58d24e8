package io.sluice.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.testkit.FreePort;
import io.sluice.testkit.RawClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The key {@code error-log}, as users of nginx know error_log. */
class ErrorLogFileTest {
    private static final String BACK_END = "\\[ERROR] ErrorLog: connect-failed: .*\"GET /down HTTP/1.1\"";
    private static final String CLIENT = "\\[INFO] ErrorLog: no-route: .*\"GET /nowhere HTTP/1.1\"";

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({"info, true, true", "notice, true, false", "error, true, false", "crit, false, false"})
    void aFailureIsToldInTheFileFromItsLevelOn(String level, boolean backEnd, boolean client) throws Exception {
        RunningSluice.Launch launch = RunningSluice.in(folder);
        try (RunningSluice sluice =
                launch.start(configuration("{ file = \"logs/own/error.log\", level = " + level + " }"))) {
            failTwice(sluice);
            assertThat(sluice.stop()).isZero(); // the log is complete then
            String log = sluice.file("logs/own/error.log");
            assertThat(log.lines().filter(line -> line.matches(".*" + BACK_END + ".*")))
                    .hasSize(backEnd ? 1 : 0);
            assertThat(log.lines().filter(line -> line.matches(".*" + CLIENT + ".*")))
                    .hasSize(client ? 1 : 0);
            assertThat(sluice.log() + sluice.stderr()).isEmpty();
        }
    }

    @Test
    void standardErrorIsSpelledAsInNginx() throws Exception {
        try (RunningSluice sluice = RunningSluice.in(folder).start(configuration("{ file = stderr }"))) {
            failTwice(sluice);
            assertThat(sluice.stop()).isZero();
            assertThat(sluice.stderr()).containsPattern(BACK_END).doesNotContain("no-route");
            assertThat(sluice.log()).isEmpty();
        }
    }

    @Test
    void devNullSwitchesItOffAndStaysWhatItIs() throws Exception {
        try (RunningSluice sluice =
                RunningSluice.in(folder).start(configuration("{ file = /dev/null, level = crit }"))) {
            failTwice(sluice);
            assertThat(sluice.stop()).isZero();
            assertThat(sluice.log() + sluice.stderr()).isEmpty();
            assertThat(Files.isRegularFile(Path.of("/dev/null"))).isFalse();
        }
    }

    @Test
    void aFileThatCannotBeWrittenIsRefusedByCheckAndEndsTheStart() throws IOException {
        Path home = Tarball.unpack(folder);
        Path file = Files.createFile(folder.resolve("plain")).resolve("error.log");
        Path configuration =
                Files.writeString(folder.resolve("test.conf"), configuration("{ file = \"" + file + "\" }"));

        Command.Result check = Command.sluice(home, "check", "-c", configuration.toString());
        assertThat(check.stderr()).startsWith(file + ": the log file cannot be written (");
        assertThat(check.code()).isEqualTo(64);

        Command.Result run = Command.sluice(home, "run", "-c", configuration.toString());
        assertThat(run.stderr()).startsWith("sluice: " + file + ": the log file cannot be written (");
        assertThat(run.stderr().lines()).hasSize(1);
        assertThat(run.code()).isEqualTo(1);
    }

    private static void failTwice(RunningSluice sluice) throws Exception {
        try (RawClient client = RawClient.connect(sluice.address("web"))) {
            assertThat(client.get("/nowhere").status()).isEqualTo(404);
            assertThat(client.get("/down").status()).isEqualTo(502);
        }
    }

    private static String configuration(String errorLog) throws IOException {
        return """
                sluice {
                  listeners { web { bind = "127.0.0.1:0" } }
                  upstreams { down { servers = ["127.0.0.1:%d"] } }
                  hosts { site { routes = [{ path = "/down", upstream = down }] } }
                  error-log %s
                }
                """.formatted(FreePort.next(), errorLog);
    }
}
