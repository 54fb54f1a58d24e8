package io.sluice.server.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.server.config.ConfigException;
import io.sluice.server.config.ConfigLoader;
import io.sluice.server.variable.Variables;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the importer writes is a configuration without a fault. */
class ImportedConfigurationsTest {
    private static final Path WRITTEN = Path.of("../nginx/src/test/resources/io/sluice/nginx/importer");

    @ParameterizedTest
    @MethodSource("written")
    void whatTheImporterWritesLoads(Path file) throws ConfigException {
        assertThat(ConfigLoader.load(file, WRITTEN, new Variables()).hosts()).isNotEmpty();
    }

    static List<Path> written() throws IOException {
        try (Stream<Path> files = Files.list(WRITTEN)) {
            return files.filter(file -> file.toString().endsWith(".sluice.conf"))
                    .sorted()
                    .toList();
        }
    }
}
