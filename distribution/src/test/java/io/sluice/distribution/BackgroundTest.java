package io.sluice.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands start and stop. */
class BackgroundTest {
    @TempDir
    private Path folder;

    private Path home;
    private Path pidFile;
    private Path configuration;

    @BeforeEach
    void unpack() throws IOException {
        home = Tarball.unpack(folder);
        pidFile = home.resolve("logs/sluice.pid");
        configuration = configuration(0);
    }

    @AfterEach
    void stop() {
        assertThat(Command.sluice(home, "stop").code()).isZero();
    }

    @Test
    void startReturnsWhenItListensAndStopWhenItIsGone() throws IOException {
        Command.Result start = Command.sluice(home, "start", "-c", configuration.toString());
        assertThat(start.code()).as(start.toString()).isZero();
        long pid = pid();
        assertThat(start.stdout())
                .matches("listening: web on 127\\.0\\.0\\.1:[1-9][0-9]*\nsluice: started: process " + pid
                        + " \\(.*/logs/sluice\\.pid\\)\n");
        int port = Integer.parseInt(start.stdout().replaceAll("(?s).*:(\\d+)\n.*", "$1"));
        new Socket(InetAddress.getLoopbackAddress(), port).close();

        Command.Result stop = Command.sluice(home, "stop");
        assertThat(stop.code()).isZero();
        assertThat(stop.stdout()).isEqualTo("sluice: stopped: process " + pid + "\n");
        assertThatThrownBy(() -> new Socket(InetAddress.getLoopbackAddress(), port).close())
                .isInstanceOf(ConnectException.class);
        assertThat(pidFile).doesNotExist();
    }

    @Test
    void statusTellsWhetherItRuns() throws IOException {
        Command.Result before = Command.sluice(home, "status");
        assertThat(before.code()).isEqualTo(3);
        assertThat(before.stdout()).isEqualTo("sluice: not running (" + pidFile + ")\n");
        assertThat(Command.sluice(home, "start", "-c", configuration.toString()).code())
                .isZero();
        Command.Result running = Command.sluice(home, "status");
        assertThat(running.code()).isZero();
        assertThat(running.stdout()).isEqualTo("sluice: running: process " + pid() + " (" + pidFile + ")\n");
    }

    @Test
    void aSecondStartIsRefusedWhileTheFirstRuns() throws IOException {
        assertThat(Command.sluice(home, "start", "-c", configuration.toString()).code())
                .isZero();
        long pid = pid();
        Command.Result again = Command.sluice(home, "start", "-c", configuration.toString());
        assertThat(again.code()).isEqualTo(1);
        assertThat(again.stderr()).isEqualTo("sluice: already running: process " + pid + " (" + pidFile + ")\n");
        assertThat(pid()).isEqualTo(pid);
    }

    @Test
    void aPidFileThatACrashLeftBehindIsNoHindrance() throws IOException {
        Files.writeString(pidFile, ProcessHandle.current().pid() + "\n");
        Command.Result start = Command.sluice(home, "start", "-c", configuration.toString());
        assertThat(start.code()).as(start.toString()).isZero();
        assertThat(pid()).isNotEqualTo(ProcessHandle.current().pid());
    }

    @Test
    void startSaysWhyItDidNotStart() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Path file = configuration(taken.getLocalPort());
            Command.Result start = Command.sluice(home, "start", "-c", file.toString());
            assertThat(start.code()).isEqualTo(1);
            assertThat(start.stderr()).contains("web", "127.0.0.1:" + taken.getLocalPort(), "sluice: not started (");
            assertThat(pidFile).doesNotExist();
        }
    }

    @Test
    void startPassesOnTheExitCodeOfABadConfiguration() throws IOException {
        Path file = Files.writeString(folder.resolve("bad.conf"), "sluice { workerz = 1 }");
        Command.Result start = Command.sluice(home, "start", "-c", file.toString());
        assertThat(start.code()).isEqualTo(64);
        assertThat(start.stderr()).contains(file + ":1: sluice.workerz: ");
    }

    @Test
    void pathsOnTheCommandLineStartAtTheCurrentFolder() throws IOException {
        Command.Result start = Command.run(
                folder,
                Map.of(),
                Command.words(home.resolve("bin/sluice"), "start", "-c", "test.conf", "--pid-file=own.pid"));
        assertThat(start.code()).as(start.toString()).isZero();
        assertThat(folder.resolve("own.out"))
                .as("what is printed, beside the pid file")
                .content()
                .startsWith("listening: web on ");
        Command.Result stop = Command.run(
                folder, Map.of(), Command.words(home.resolve("bin/sluice"), "stop", "--pid-file", "own.pid"));
        assertThat(stop.stdout()).startsWith("sluice: stopped: process ");
    }

    private Path configuration(int port) throws IOException {
        return Files.writeString(folder.resolve("test.conf"), """
                sluice {
                  listeners { web { bind = "127.0.0.1:%d" } }
                  hosts { site { routes = [] } }
                }
                """.formatted(port));
    }

    private long pid() throws IOException {
        return Long.parseLong(Files.readString(pidFile).strip());
    }
}
