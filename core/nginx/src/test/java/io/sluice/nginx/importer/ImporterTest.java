package io.sluice.nginx.importer;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.nginx.directive.Checker;
import io.sluice.nginx.syntax.Configuration;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Pairs of files: NAME.nginx.conf in, NAME.sluice.conf and NAME.left.txt out. */
class ImporterTest {
    private static final String IN = ".nginx.conf";

    @ParameterizedTest
    @MethodSource("inputs")
    void aConfigurationBecomesThatOfItsPair(Path input) throws IOException {
        Configuration configuration = Configuration.read(input);
        assertThat(Checker.check(configuration)).isEmpty();
        Imported imported = Importer.run(configuration);
        assertThat(imported.text().replace(configuration.prefix(), "FOLDER/"))
                .isEqualTo(Files.readString(sibling(input, ".sluice.conf")));
        assertThat(left(imported, configuration)).isEqualTo(Files.readString(sibling(input, ".left.txt")));
    }

    private static String left(Imported imported, Configuration configuration) {
        return Stream.concat(
                        imported.leftovers().stream().map(Leftover::toString),
                        imported.warnings().stream().map(warning -> "warning: " + warning))
                .map(line ->
                        line.replace("in " + configuration.prefix(), "in FOLDER/")
                                        .replace(configuration.prefix(), "") + "\n")
                .collect(Collectors.joining());
    }

    private static Path sibling(Path input, String ending) {
        return input.resolveSibling(input.getFileName().toString().replace(IN, ending));
    }

    static List<Path> inputs() {
        try (Stream<Path> files = Files.list(
                Path.of(ImporterTest.class.getResource("proxy" + IN).toURI()).getParent())) {
            return files.filter(file -> file.toString().endsWith(IN)).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
