package io.sluice.server.plugin;

import static io.sluice.server.plugin.TestPlugin.balancer;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.api.NamedExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Jars that are replaced while they are read. */
class FolderReadingTest {
    @TempDir
    private Path work;

    private FolderReading reading;

    @AfterEach
    void discard() {
        reading.discard();
    }

    /** Copies jars; so many times the jar is replaced by the same one, under its name, while that is done. */
    private final class Replaced implements JarSource {
        private int left;
        private int taken;

        private Replaced(int times) {
            left = times;
        }

        @Override
        public Path take(Path jar) throws IOException {
            Path copy = Files.copy(jar, work.resolve("copy-" + ++taken + ".jar"));
            if (left-- > 0) {
                Path other = Files.copy(jar, work.resolve("other.tmp"));
                Files.move(other, jar, StandardCopyOption.REPLACE_EXISTING);
            }
            return copy;
        }

        @Override
        public void drop(Path copy) {
            // the folder goes with the test
        }
    }

    private void read(int replaced) throws IOException {
        Path folder = Files.createDirectory(work.resolve("plugins"));
        balancer("a", "one").in(folder, "a.jar");
        reading = FolderReading.read(
                List.of(folder.resolve("a.jar")),
                List.of(),
                new Replaced(replaced),
                new NamedExtension[0],
                Instant.EPOCH);
    }

    @Test
    void oneThatIsReplacedOnceIsLookedAtAgain() throws IOException {
        read(1);
        assertThat(reading.problems()).isEmpty();
        assertThat(reading.fresh()).hasSize(1);
    }

    @Test
    void oneThatChangesAllTheTimeIsRefusedForThisTime() throws IOException {
        read(Integer.MAX_VALUE);
        Path jar = work.resolve("plugins/a.jar");
        assertThat(reading.problems().get(jar)).startsWith("is being written");
        assertThat(reading.underWay(jar)).isTrue();
        assertThat(reading.fresh()).isEmpty();
    }
}
