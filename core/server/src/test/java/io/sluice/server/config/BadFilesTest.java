package io.sluice.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each file of the folder is refused with exactly the lines of the file beside it; the folder is left out of them. */
class BadFilesTest {
    private static final Path FOLDER = Path.of("src/test/resources/config/bad");

    @ParameterizedTest
    @MethodSource("files")
    void aBadFileIsRefusedWithAllThatIsWrong(String name) throws IOException {
        Path file = FOLDER.resolve(name);
        ConfigException refused = catchThrowableOfType(ConfigException.class, () -> Loads.load(file));
        assertThat(refused).isNotNull();
        String problems = refused.problems().stream()
                .map(problem -> problem.replace(FOLDER + "/", ""))
                .collect(Collectors.joining("\n", "", "\n"));
        assertThat(problems).isEqualTo(Files.readString(FOLDER.resolve(name.replace(".conf", ".expected"))));
    }

    static List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".conf"))
                    .sorted()
                    .toList();
        }
    }
}
