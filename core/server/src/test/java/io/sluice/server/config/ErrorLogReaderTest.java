package io.sluice.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ErrorLogReaderTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"off", "{}", "{ file = null, level = warn }"})
    void itIsOffWhereNoFileIsNamed(String value) throws IOException, ConfigException {
        assertThat(Loads.leastWith(folder, "sluice.error-log = " + value).errorLog())
                .isEmpty();
    }

    @Test
    void theFileStartsAtTheHomeFolderAndTheLevelIsThatOfNginx() throws IOException, ConfigException {
        assertThat(errorLog("{ file = \"logs/error.log\" }"))
                .isEqualTo(new ErrorLogConfig(
                        Optional.of(Loads.HOME.resolve("logs/error.log")),
                        Optional.empty(),
                        ErrorLogConfig.Level.ERROR,
                        true));
    }

    @Test
    void standardErrorIsAWord() throws IOException, ConfigException {
        assertThat(errorLog("{ file = stderr }").file()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void theLevelsAreThoseOfNginx(ErrorLogConfig.Level level) throws IOException, ConfigException {
        String word = level.name().toLowerCase(Locale.ROOT);
        assertThat(errorLog("{ file = stderr, level = " + word + " }").level()).isEqualTo(level);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            on                                 | sluice.error-log: found "on" (expected: off, or a block { … })
            { level = warn }                   | sluice.error-log.file: not set (expected: a file or stderr; without one, conf/logback.xml says what is logged)
            { file = stderr, level = warning } | sluice.error-log.level: found "warning" (expected: one of debug, info, notice, warn, error, crit, alert, emerg)
            { file = "a/../logs/a.log" }       | sluice.error-log.file: found "a/../logs/a.log" (expected: a file for each log; log main writes to this one)
            """)
    void whatIsWrongIsRefused(String value, String problem) {
        ConfigException refused = catchThrowableOfType(
                ConfigException.class,
                () -> Loads.leastWith(
                        folder, "sluice.access-log.file = \"logs/a.log\"\nsluice.error-log = " + value + "\n"));
        assertThat(refused).hasMessage(folder.resolve("sluice.conf") + ":7: " + problem);
    }

    @Test
    void logsMayShareADevice() throws IOException, ConfigException {
        SluiceConfig config = Loads.leastWith(folder, """
                sluice {
                  access-log.file = /dev/null
                  access-logs { other { file = /dev/null } }
                  error-log { file = /dev/null, level = crit }
                }
                """);
        assertThat(config.accessLogs()).hasSize(2);
        assertThat(config.errorLog()).isPresent();
    }

    private ErrorLogConfig errorLog(String value) throws IOException, ConfigException {
        return Loads.leastWith(folder, "sluice.error-log = " + value).errorLog().orElseThrow();
    }
}
