package io.sluice.nginx;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.nginx.directive.Checker;
import io.sluice.nginx.syntax.Configuration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Configurations as people have them. */
class RealisticTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @MethodSource("mainFiles")
    void nothingIsWrongWithThem(Path file) {
        assertThat(Checker.check(Configuration.read(file))).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("mainFiles")
    void writtenAndReadAgainTheyAreTheSame(Path file) throws IOException {
        String once = Copies.inOneFile(Configuration.read(file));
        Configuration again = Configuration.read(Files.writeString(folder.resolve("nginx.conf"), once));

        assertThat(again.problems()).isEmpty();
        assertThat(Copies.inOneFile(again)).isEqualTo(once);
        assertThat(Checker.check(again)).isEmpty();
    }

    static List<Path> mainFiles() {
        return Copies.mainFiles();
    }
}
