package io.sluice.server.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What can be asked of a file; ImportBesideNginxTest has the same questions beside a real nginx. */
class FileTestTest {
    @TempDir
    private Path folder;

    @BeforeEach
    void files() throws IOException {
        Files.writeString(folder.resolve("page"), "");
        Files.createFile(
                folder.resolve("run"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("r-x------")));
        Files.createDirectory(folder.resolve("folder"));
        Files.createSymbolicLink(folder.resolve("link"), Path.of("folder"));
        Files.createSymbolicLink(folder.resolve("nowhere"), Path.of("none"));
    }

    @ParameterizedTest
    @CsvSource({
        "page, FILE EXISTS",
        "page/, ''",
        "run, FILE EXISTS EXECUTABLE",
        "folder, FOLDER EXISTS EXECUTABLE",
        "folder/, FOLDER EXISTS EXECUTABLE",
        "folder//, FOLDER EXISTS EXECUTABLE",
        "link, FOLDER EXISTS EXECUTABLE",
        "nowhere, ''",
        "none, ''",
        "page/under, ''",
        "none/under, ''",
        "../none/page, ''",
    })
    void aFileIsWhatItIs(String name, String expected) {
        assertThat(asked(folder + "/" + name)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"page, ''", "'', ''"})
    void aNameThatIsNotAbsoluteIsNotThere(String name, String expected) {
        assertThat(asked(name)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"0", "1"})
    void aNulIsInNoName(int code) {
        assertThat(asked(folder + "/page" + (char) code)).isEmpty();
    }

    private static String asked(String name) {
        StringBuilder holds = new StringBuilder();
        for (FileTest test : FileTest.values()) {
            holds.append(test.holds(name) ? (holds.length() == 0 ? "" : " ") + test : "");
        }
        return holds.toString();
    }
}
