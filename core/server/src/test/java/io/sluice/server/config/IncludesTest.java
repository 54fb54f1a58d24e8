package io.sluice.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is refused of an include is in bad/includes.conf. */
class IncludesTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "include \"parts/one.conf\"",
                "include \"parts/one\"",
                "include required(\"parts/one.conf\")",
                "include \"parts/*.conf\"",
                "include \"parts/o?e.conf\"",
                "include \"%s/parts/one.conf\"",
                "include file(\"%s/parts/one.conf\")",
                "include required(file(\"%s/parts/one.conf\"))",
                "include \"nothing/*.conf\", include \"parts/one.conf\", include \"parts/*.none\""
            })
    void whatIsThereIsIncluded(String include) throws IOException, ConfigException {
        write("parts/one.conf", "sluice.workers = 3");
        assertThat(Loads.leastWith(folder, include.replace("%s", folder.toString()))
                        .workers())
                .isEqualTo(3);
    }

    @Test
    void aFileMayHaveAnyName() throws IOException, ConfigException {
        write("sites-enabled/example.com", "sluice.workers = 3");
        assertThat(Loads.leastWith(folder, "include \"sites-enabled/*\"").workers())
                .isEqualTo(3);
        assertThat(Loads.leastWith(folder, "include \"sites-enabled/example.com\"")
                        .workers())
                .isEqualTo(3);
    }

    @Test
    void ofAPatternTheLastFileWinsAndHiddenOnesDoNotCount() throws IOException, ConfigException {
        write("parts/10-first.conf", "sluice { workers = 1, max-connections = 1000 }");
        write("parts/20-second.conf", "sluice.workers = 2");
        write("parts/.hidden.conf", "sluice.workers = 9");
        SluiceConfig config = Loads.leastWith(folder, "include \"parts/*.conf\"");
        assertThat(config.workers()).isEqualTo(2);
        assertThat(config.maxConnections()).isEqualTo(1000);
    }

    @Test
    void anIncludeStartsAtTheFileThatItStandsIn() throws IOException, ConfigException {
        write("parts/outer.conf", "include \"inner.conf\"");
        write("parts/inner.conf", "sluice.workers = 3");
        assertThat(Loads.leastWith(folder, "include \"parts/outer.conf\"").workers())
                .isEqualTo(3);
    }

    @Test
    void aFileThatIsMissingIsToldWithThePlaceOfItsInclude() throws IOException {
        Path outer = write("parts/outer.conf", "# include \"none.conf\"\n\ninclude \"none.conf\"");
        ConfigException refused = catchThrowableOfType(
                ConfigException.class, () -> Loads.leastWith(folder, "include \"parts/outer.conf\""));
        assertThat(refused.problems())
                .singleElement()
                .asString()
                .startsWith(outer + ":3: include: found \"none.conf\", which is no file (expected: ");
    }

    @Test
    void aFileThatIncludesItselfIsRefused() throws IOException {
        Path inner = write("parts/inner.conf", "include \"../sluice.conf\"");
        ConfigException refused = catchThrowableOfType(
                ConfigException.class, () -> Loads.leastWith(folder, "include \"parts/inner.conf\""));
        assertThat(refused.problems())
                .singleElement()
                .asString()
                .startsWith(inner + ":1: include: found \"../sluice.conf\", which includes this one (expected: ");
    }

    private Path write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }
}
