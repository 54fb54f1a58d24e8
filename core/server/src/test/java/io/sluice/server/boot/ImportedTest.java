package io.sluice.server.boot;

import static org.assertj.core.api.Assertions.assertThatCode;

import io.sluice.nginx.importer.Importer;
import io.sluice.nginx.syntax.Configuration;
import io.sluice.server.config.ConfigLoader;
import io.sluice.server.variable.Variables;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What import writes of every nginx.conf that its own tests bring over, also where it leaves things out. */
class ImportedTest {
    private static final Path INPUTS = Path.of("../nginx/src/test/resources/io/sluice/nginx/importer");

    @TempDir
    Path folder;

    @ParameterizedTest
    @MethodSource("inputs")
    void itIsReadWithoutAProblem(Path input) throws IOException {
        Path file = Files.writeString(
                folder.resolve("sluice.conf"),
                Importer.run(Configuration.read(input)).text());
        assertThatCode(() -> ConfigLoader.load(file, folder, new Variables())).doesNotThrowAnyException();
    }

    static List<Path> inputs() throws IOException {
        try (Stream<Path> files = Files.list(INPUTS)) {
            return files.filter(file -> file.toString().endsWith(".nginx.conf"))
                    .sorted()
                    .toList();
        }
    }
}
