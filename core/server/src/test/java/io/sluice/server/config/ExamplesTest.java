package io.sluice.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ExamplesTest {
    private static final Path CONF = Path.of("../../conf");

    @ParameterizedTest
    @MethodSource("examples")
    void anExampleLoads(Path file) throws ConfigException {
        SluiceConfig config = Loads.load(file);
        assertThat(config.hosts()).allMatch(host -> !host.listeners().isEmpty());
        assertThat(config.upstreams()).isNotEmpty();
    }

    @Test
    void theShippedFileListensOn8080AndLogs() throws ConfigException {
        SluiceConfig config = Loads.load(CONF.resolve("sluice.conf"));
        assertThat(config.listeners().get("web").bind().getPort()).isEqualTo(8080);
        assertThat(config.accessLogs().get("main").file()).contains(Loads.HOME.resolve("logs/access.log"));
        assertThat(config.admin()).isPresent();
    }

    static List<Path> examples() throws IOException {
        try (Stream<Path> files = Files.list(CONF.resolve("examples"))) {
            return files.filter(file -> file.toString().endsWith(".conf"))
                    .sorted()
                    .toList();
        }
    }
}
