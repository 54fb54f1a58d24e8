package io.sluice.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sluice.testkit.Eventually;
import io.sluice.testkit.FreePort;
import io.sluice.testkit.ScriptedBackend;
import io.sluice.testkit.Scripts;
import io.sluice.testkit.WebSocketClient;
import io.sluice.testkit.WebSocketPeer;
import io.sluice.testkit.Wire;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The unit of systemd that is shipped, and what its commands do; no service manager is needed but for its own check. */
class SystemdUnitTest {
    private static final String INSTALLED = "/opt/sluice";
    private static final int SYSTEMD_WITH_OFFLINE = 250;

    /** Tenths of systemd's exposure level, 0 to 100: what a service is said to be "OK" with. */
    private static final int EXPOSURE = 25;

    @TempDir
    private Path folder;

    private Path home;
    private Path link;
    private String unit;

    @BeforeEach
    void unpack() throws IOException {
        home = Tarball.unpack(folder);
        link = Files.createSymbolicLink(
                folder.resolve("sluice"), home); // without a space: a unit would have to quote it
        unit = Files.readString(home.resolve("conf/service/sluice.service"));
    }

    @Test
    void systemdFindsNothingWrongWithIt() throws IOException {
        Path file = unitHere();
        Command.Result verify = analyze("verify", file.toString());
        assertThat(verify.code()).as(verify.toString()).isZero();
        assertThat(verify.stdout() + verify.stderr()).isEmpty();
    }

    @Test
    void systemdCallsItsExposureOk() throws IOException {
        Path file = unitHere();
        Command.Result security =
                analyze("security", "--no-pager", "--offline=true", "--threshold=" + EXPOSURE, file.toString());
        assertThat(security.code()).as(security.toString()).isZero();
    }

    @Test
    void itsPathsAreThoseOfTheTarball() {
        Matcher path = Pattern.compile(INSTALLED + "/([\\w./-]+)").matcher(unit);
        int found = 0;
        while (path.find()) {
            if (!path.group(1).endsWith(".pid")) {
                assertThat(home.resolve(path.group(1))).exists();
                found++;
            }
        }
        assertThat(found).isGreaterThanOrEqualTo(4);
        assertThat(home.resolve(value("ExecStart").split(" ", 2)[0].substring(INSTALLED.length() + 1)))
                .isExecutable();
    }

    @Test
    void itsCommandsServeReloadAndEndPolitelyAndTellSystemdEachStep() throws Exception {
        Path told = folder.resolve("told");
        Map<String, String> environment = telling(told);
        try (ScriptedBackend echo = ScriptedBackend.start(Scripts.echo())) {
            Files.writeString(home.resolve("conf/sluice.conf"), """
                    sluice {
                      listeners { web { bind = "127.0.0.1:0" } }
                      upstreams { echo { servers = ["%s"] } }
                      hosts { site { routes = [{ path = "/", upstream = echo }] } }
                      drain { window = 100ms }
                      shutdown-timeout = 20s
                    }
                    """.formatted(echo.hostPort()));
            Path stdout = folder.resolve("stdout");
            Process process = Command.builder(folder, environment, words("ExecStart"))
                    .redirectErrorStream(true)
                    .redirectOutput(stdout.toFile())
                    .start();
            try {
                Eventually.until(
                        "systemd knows that it is ready", () -> told(told).size() == 1);
                assertThat(told(told).get(0))
                        .matches("READY=1 STATUS=serving by configuration 1 on web 127\\.0\\.0\\.1:\\d+");
                assertThat(Command.sluice(home, "status").stdout()).contains("running: process " + process.pid());
                int port = Integer.parseInt(told(told).get(0).replaceAll(".*:", ""));
                try (WebSocketPeer tunnel =
                        WebSocketClient.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), "/")) {
                    Command.Result reload = Command.run(folder, environment, words("ExecReload"));
                    assertThat(reload.code()).as(reload.toString()).isZero();
                    Eventually.until("a reload", () -> told(told).size() == 3);
                    assertThat(told(told).get(1)).matches("RELOADING=1 MONOTONIC_USEC=\\d+ STATUS=reloading");
                    assertThat(told(told).get(2)).startsWith("READY=1 STATUS=serving by configuration 2 on web ");
                    tunnel.text("still here");
                    assertThat(tunnel.readMessage().text()).isEqualTo("still here");

                    process.destroy(); // SIGTERM, as KillSignal says
                    assertThat(tunnel.readMessage().closeCode()).isEqualTo(1012);
                    tunnel.sendClose(1012, "");
                    tunnel.wire().readToEnd();
                    assertThat(tunnel.wire().end()).isEqualTo(Wire.End.FIN);
                }
                assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
                assertThat(process.exitValue()).isZero();
                Matcher stopping = Pattern.compile("STOPPING=1 EXTEND_TIMEOUT_USEC=(\\d+) STATUS=.*")
                        .matcher(told(told).get(3));
                assertThat(stopping.matches()).isTrue();
                assertThat(Long.parseLong(stopping.group(1))).isGreaterThan(TimeUnit.SECONDS.toMicros(20));
                assertThat(Command.sluice(home, "status").code()).isEqualTo(3);
            } finally {
                process.destroyForcibly();
            }
        }
    }

    @Test
    void whatItIsToldOfARefusedReloadGoesWithTheNextGoodOne() throws Exception {
        Path told = folder.resolve("told");
        Map<String, String> environment = telling(told);
        Path file = home.resolve("conf/sluice.conf");
        String good = """
                sluice {
                  listeners { web { bind = "127.0.0.1:0" } }
                  hosts { site { routes = [{ path = "/", return = 204 }] } }
                  admin { bind = "127.0.0.1:%d" }
                }
                """.formatted(FreePort.next());
        Files.writeString(file, good);
        Process process = Command.builder(folder, environment, words("ExecStart"))
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("stdout").toFile())
                .start();
        try {
            Eventually.until("systemd knows that it is ready", () -> told(told).size() == 1);
            Files.writeString(file, good.replace("path", "paht"));
            assertThat(Command.run(folder, environment, words("ExecReload")).code())
                    .isEqualTo(64);
            assertThat(told(told).get(2)).endsWith("; a reload was refused, see the log");
            Files.writeString(file, good);
            assertThat(Command.run(folder, environment, words("ExecReload")).code())
                    .isZero();
            assertThat(told(told).get(3))
                    .startsWith("STATUS=serving by configuration 2 on ")
                    .doesNotContain("refused");
            process.destroy();
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly();
        }
    }

    /** An environment in which a program that writes what it is told to a file stands for systemd-notify. */
    private Map<String, String> telling(Path told) throws IOException {
        Path programs = Files.createDirectory(folder.resolve("programs"));
        Path notify = Files.writeString(
                programs.resolve("systemd-notify"), "#!/bin/sh\necho \"$*\" >>'" + told + "'\n"); // one line a message
        Files.setPosixFilePermissions(notify, PosixFilePermissions.fromString("rwxr-xr-x"));
        return Map.of("NOTIFY_SOCKET", "/run/systemd/notify", "PATH", programs + ":" + System.getenv("PATH"));
    }

    private static List<String> told(Path file) {
        try {
            return Files.exists(file) ? Files.readAllLines(file) : List.of();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private List<String> words(String key) {
        return List.of(value(key).replace(INSTALLED, link.toString()).split(" ", -1));
    }

    private String value(String key) {
        Matcher line = Pattern.compile("(?m)^" + key + "=(.*)$").matcher(unit);
        assertThat(line.find()).as(key).isTrue();
        return line.group(1);
    }

    private Path unitHere() throws IOException {
        return Files.writeString(folder.resolve("sluice.service"), unit.replace(INSTALLED, link.toString()));
    }

    private static Command.Result analyze(String... arguments) {
        try {
            Command.Result version = Command.run("systemd-analyze", "--version");
            Matcher number = Pattern.compile("systemd (\\d+)").matcher(version.stdout());
            assumeTrue(
                    number.find() && Integer.parseInt(number.group(1)) >= SYSTEMD_WITH_OFFLINE,
                    () -> "this systemd cannot check a file by itself: " + version.stdout());
        } catch (UncheckedIOException e) {
            abort("no systemd-analyze here: the unit is not checked");
        }
        return Command.run(Path.of(""), Map.of(), Command.words(Path.of("systemd-analyze"), arguments));
    }
}
