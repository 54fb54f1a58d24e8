package io.sluice.server.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import io.sluice.server.config.ErrorLogConfig;
import io.sluice.server.config.ErrorLogConfig.Level;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** On top of the conf/logback.xml that is shipped. */
class ErrorLogTargetTest {
    @TempDir
    private Path home;

    private final LoggerContext context = new LoggerContext();

    @BeforeEach
    void configure() throws Exception {
        context.setMDCAdapter(new LogbackMDCAdapter());
        context.putProperty("sluice.home", home.toString());
        JoranConfigurator configurator = new JoranConfigurator();
        configurator.setContext(context);
        configurator.doConfigure(Path.of("../../conf/logback.xml").toFile());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            DEBUG  | debug, info, client, warn, error, back end, fault
            INFO   | info, client, warn, error, back end, fault
            NOTICE | info, warn, error, back end, fault
            WARN   | warn, error, back end, fault
            ERROR  | error, back end, fault
            CRIT   | error, fault
            ALERT  | error, fault
            EMERG  | error, fault
            """)
    void eachLevelTellsWhatNginxsDoes(Level level, String told) throws IOException {
        Path file = home.resolve("new/error.log");
        use(file, level);
        Logger server = context.getLogger("io.sluice.server.boot.Server");
        Logger exchanges = context.getLogger(ErrorLog.class);
        server.debug("debug");
        server.info("info");
        exchanges.info("client");
        server.warn("warn");
        server.error("error");
        exchanges.error("back end");
        exchanges.error("fault", new IllegalStateException());
        context.stop();

        List<String> words = Files.readAllLines(file).stream()
                .filter(line -> line.matches("[0-9/]{10} [0-9:.]{12} \\[[A-Z]+] [A-Za-z]+: .*"))
                .map(line -> line.substring(line.lastIndexOf(": ") + 2))
                .toList();
        assertThat(words).containsExactly(told.split(", ", -1));
    }

    @Test
    void whatTheRootLoggerHadBeforeGetsNoMore() throws IOException {
        use(home.resolve("error.log"), Level.DEBUG);
        context.getLogger("io.sluice.Test").error("here");
        context.stop();

        assertThat(home.resolve("logs/sluice.log")).isEmptyFile();
        assertThat(home.resolve("error.log")).content().endsWith("[ERROR] Test: here\n");
    }

    @Test
    void itMayTakeOverTheFileThatTheRootLoggerHad() throws IOException {
        context.getLogger("io.sluice.Test").error("before");
        use(home.resolve("logs/sluice.log"), Level.ERROR);
        context.getLogger("io.sluice.Test").error("after");
        context.stop();

        assertThat(home.resolve("logs/sluice.log")).content().containsSubsequence("Test: before\n", "Test: after\n");
    }

    @Test
    void aFileThatWasMovedIsOpenedAnewByItsName() throws IOException {
        use(home.resolve("error.log"), Level.ERROR);
        Files.move(home.resolve("error.log"), home.resolve("moved.log"));
        Reopening.of(context);
        context.getLogger("io.sluice.Test").error("after");
        context.stop();

        assertThat(home.resolve("moved.log")).isEmptyFile();
        assertThat(home.resolve("error.log")).content().endsWith("[ERROR] Test: after\n");
    }

    @Test
    void theFilesThatLogbacksOwnConfigurationNamesAreOpenedAnewToo() throws IOException {
        context.getLogger("access").info("line 1");
        Path logs = home.resolve("logs");
        Files.move(logs.resolve("access.log"), logs.resolve("moved.access"));
        Files.move(logs.resolve("sluice.log"), logs.resolve("moved.sluice"));
        Reopening.of(context);
        context.getLogger("access").info("line 2");
        context.getLogger("io.sluice.Test").error("after");
        context.stop();

        assertThat(logs.resolve("moved.access")).hasContent("line 1");
        assertThat(logs.resolve("access.log")).hasContent("line 2");
        assertThat(logs.resolve("sluice.log")).content().endsWith("[ERROR] Test: after\n");
    }

    @Test
    void whatRefusesToBeOpenedAnewIsToldAndTheOthersAre() throws IOException {
        use(home.resolve("error.log"), Level.ERROR);
        context.getLogger("access").info("line 1");
        Files.move(home.resolve("error.log"), home.resolve("moved.log"));
        Files.createDirectory(home.resolve("error.log"));
        Files.move(home.resolve("logs/access.log"), home.resolve("logs/moved.access"));

        assertThatThrownBy(() -> Reopening.of(context))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith(home.resolve("error.log") + ": the log file cannot be opened anew (");
        context.getLogger("access").info("line 2");
        context.getLogger("io.sluice.Test").error("on");
        context.stop();

        assertThat(home.resolve("moved.log")).content().endsWith("[ERROR] Test: on\n");
        assertThat(home.resolve("logs/access.log")).hasContent("line 2");
    }

    @Test
    void loggersThatHaveTheirOwnLevelKeepIt() throws IOException {
        use(home.resolve("error.log"), Level.DEBUG);
        context.getLogger("org.apache.mina.core.service.IoProcessor").error("a reset");
        context.stop();

        assertThat(home.resolve("error.log")).isEmptyFile();
    }

    @Test
    void aDeviceIsWrittenToAndNeverRenamed() throws IOException {
        use(Path.of("/dev/null"), Level.CRIT);
        Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        assertThat(root.iteratorForAppenders()).toIterable().hasSize(1);
        context.getLogger("io.sluice.Test").error("nowhere");
        context.stop();

        assertThat(context.getStatusManager().getCopyOfStatusList())
                .noneMatch(status -> status.getMessage().contains("/dev/null") && status.getEffectiveLevel() > 0);
        assertThat(Files.isRegularFile(Path.of("/dev/null"))).isFalse();
    }

    @Test
    void aFileThatCannotBeWrittenIsRefused() throws IOException {
        Path file = Files.createFile(home.resolve("plain")).resolve("error.log");
        assertThatThrownBy(() -> use(file, Level.ERROR))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith(file + ": the log file cannot be written (");
        context.stop();
    }

    private void use(Path file, Level level) throws IOException {
        ErrorLogTarget.use(context, new ErrorLogConfig(Optional.of(file), Optional.empty(), level, true));
    }
}
