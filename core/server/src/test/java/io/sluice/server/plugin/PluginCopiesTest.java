package io.sluice.server.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PluginCopiesTest {
    @TempDir
    private Path work;

    @Test
    void aCopyIsForThisUserAloneAndHasTheNameOfItsJar() throws IOException {
        assumeTrue(
                FileSystems.getDefault().supportedFileAttributeViews().contains("posix"), "no POSIX permissions here");
        Path jar = Files.writeString(work.resolve("a.jar"), "jar");
        try (PluginCopies copies = PluginCopies.in(List.of(work.resolve("run")))) {
            Path copy = copies.take(jar);
            assertThat(copy).hasFileName("a.jar").hasContent("jar");
            assertThat(Files.getPosixFilePermissions(copy.getParent().getParent()))
                    .isEqualTo(PosixFilePermissions.fromString("rwx------"));
            copies.drop(copy);
            assertThat(copy.getParent()).doesNotExist();
        }
    }

    @Test
    void whatAProcessThatIsGoneHasLeftIsTakenAway() throws IOException {
        Path left =
                Files.createDirectories(work.resolve("run/sluice-plugins-1/7")).getParent();
        Files.writeString(left.resolve("7/a.jar"), "jar");
        Files.createFile(left.resolve("lock"));
        Path other = Files.createDirectories(work.resolve("run/others"));
        PluginCopies.in(List.of(work.resolve("run"))).close();
        assertThat(left).doesNotExist();
        assertThat(other).exists();
    }

    @Test
    void whatAnotherUsesIsLeftAlone() throws IOException {
        Path jar = Files.writeString(work.resolve("a.jar"), "jar");
        try (PluginCopies first = PluginCopies.in(List.of(work.resolve("run")))) {
            Path copy = first.take(jar);
            PluginCopies.in(List.of(work.resolve("run"))).close();
            assertThat(copy).exists();
        }
    }

    @Test
    void whatAnotherProcessIsJustMakingIsLeftAloneUntilItIsOld() throws IOException {
        Path making = Files.createDirectories(work.resolve("run/new-sluice-plugins-2"));
        Files.createFile(making.resolve("lock"));
        PluginCopies.in(List.of(work.resolve("run"))).close();
        assertThat(making).exists();
        Files.setLastModifiedTime(making, FileTime.from(Instant.now().minus(Duration.ofHours(2))));
        PluginCopies.in(List.of(work.resolve("run"))).close();
        assertThat(work.resolve("run")).isEmptyDirectory();
    }

    @Test
    void theNextPlaceIsUsedWhereTheFirstCannotBe() throws IOException {
        Path file = Files.createFile(work.resolve("file"));
        Path jar = Files.writeString(work.resolve("a.jar"), "jar");
        try (PluginCopies copies = PluginCopies.in(List.of(file.resolve("run"), work.resolve("temp")))) {
            assertThat(copies.take(jar)).startsWith(work.resolve("temp"));
        }
        assertThatThrownBy(() -> PluginCopies.in(List.of(file.resolve("run"))))
                .isInstanceOf(PluginException.class)
                .hasMessageContaining("(expected: a folder that can be written, one of ");
    }
}
