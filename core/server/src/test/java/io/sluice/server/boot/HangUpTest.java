package io.sluice.server.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which process is taken for Sluice's. */
class HangUpTest {
    @TempDir
    private Path folder;

    @Test
    void aCommandThatIsLongerThanAPageOfMemoryIsLookedThroughToItsEnd() throws Exception {
        Process process = waiting("-cp", "/long".repeat(2_000), Main.class.getName());
        try {
            assertThat(HangUp.of(pidFile(process), "no answer").pid()).isEqualTo(process.pid());
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void anotherProcessIsNone() throws Exception {
        Process process = waiting("another");
        try {
            Path file = pidFile(process);
            assertThatThrownBy(() -> HangUp.of(file, "no answer"))
                    .isInstanceOf(IOException.class)
                    .hasMessage("no answer, and process " + process.pid() + " of " + file
                            + " is none of Sluice's: is Sluice running?");
        } finally {
            process.destroyForcibly();
        }
    }

    /** Waits for its input to end; it has begun to when this returns. */
    private static Process waiting(String... arguments) throws IOException {
        ProcessBuilder command = new ProcessBuilder("sh", "-c", "echo begun; read line", "sh");
        command.command().addAll(List.of(arguments));
        Process process = command.start();
        assertThat(process.getInputStream().read()).isEqualTo('b');
        return process;
    }

    private Path pidFile(Process process) throws IOException {
        return Files.writeString(folder.resolve("sluice.pid"), process.pid() + "\n");
    }
}
