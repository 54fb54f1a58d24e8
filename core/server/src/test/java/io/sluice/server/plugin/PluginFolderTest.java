package io.sluice.server.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class PluginFolderTest {
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private final Logger logger = (Logger) LoggerFactory.getLogger(PluginFolder.class);

    @TempDir
    private Path folder;

    @BeforeEach
    void listen() {
        lines.start();
        logger.addAppender(lines);
    }

    @AfterEach
    void stopListening() {
        logger.detachAppender(lines);
    }

    @Test
    void jarsComeInTheOrderOfTheirNames() throws IOException {
        for (String name : List.of("b.jar", "a.JAR", "c.jar")) {
            Files.createFile(folder.resolve(name));
        }
        assertThat(PluginFolder.jars(folder))
                .containsExactly(folder.resolve("a.JAR"), folder.resolve("b.jar"), folder.resolve("c.jar"));
        assertThat(warnings()).isEmpty();
    }

    @Test
    void whatIsNoJarIsNamedInAWarning() throws IOException {
        Files.createFile(folder.resolve("acme.zip"));
        Files.createDirectory(folder.resolve("old"));
        assertThat(PluginFolder.jars(folder)).isEmpty();
        assertThat(warnings())
                .containsExactly(
                        folder.resolve("acme.zip") + ": ignored (expected: plugins as *.jar)",
                        folder.resolve("old") + ": ignored (expected: plugins as *.jar)");
    }

    @Test
    void aFolderOrJarThatEveryUserMayWriteIsNamedInAWarning() throws IOException {
        assumeTrue(
                FileSystems.getDefault().supportedFileAttributeViews().contains("posix"), "no POSIX permissions here");
        Path jar = Files.createFile(folder.resolve("acme.jar"));
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
        Files.setPosixFilePermissions(jar, PosixFilePermissions.fromString("rw-rw-rw-"));
        PluginFolder.jars(folder);
        assertThat(warnings()).hasSize(2);
        assertThat(warnings().get(0)).startsWith(folder + ": every user of this machine may write here");
        assertThat(warnings().get(1)).startsWith(jar + ": every user of this machine may write here");
    }

    private List<String> warnings() {
        return lines.list.stream()
                .filter(line -> line.getLevel() == Level.WARN)
                .map(ILoggingEvent::getFormattedMessage)
                .toList();
    }
}
