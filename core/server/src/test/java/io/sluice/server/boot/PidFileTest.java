package io.sluice.server.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PidFileTest {
    @TempDir
    private Path folder;

    private Path file;
    private PidFile pidFile;

    @BeforeEach
    void name() {
        file = folder.resolve("sluice.pid");
        pidFile = new PidFile(file);
    }

    @Test
    void itHoldsTheNumberOfThisProcessAndNothingIsLeftBesideIt() throws IOException {
        pidFile.write();
        assertThat(file).hasContent(Long.toString(ProcessHandle.current().pid()));
        assertThat(folder).isDirectoryNotContaining("glob:**.part");
    }

    @Test
    void itTakesThePlaceOfAnOldOne() throws IOException {
        Files.writeString(file, "1\n");
        pidFile.write();
        assertThat(file).hasContent(Long.toString(ProcessHandle.current().pid()));
    }

    @Test
    void itIsGoneAfterItsEnd() throws IOException {
        pidFile.write();
        pidFile.delete();
        assertThat(file).doesNotExist();
    }

    @Test
    void anotherProcessFileIsLeftAlone() throws IOException {
        pidFile.write();
        Files.writeString(file, "1\n");
        pidFile.delete();
        assertThat(file).hasContent("1");
    }

    @Test
    void aFileThatCannotBeWrittenIsNamed() {
        Path missing = folder.resolve("missing/sluice.pid");
        assertThatThrownBy(() -> new PidFile(missing).write())
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("cannot write the pid file " + missing + ": ");
    }
}
