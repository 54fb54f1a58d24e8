package io.sluice.server.observe;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.status.ErrorStatus;
import ch.qos.logback.core.status.InfoStatus;
import ch.qos.logback.core.status.Status;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The file that is shipped as conf/logback.xml. */
class LogbackFileTest {
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

    @Test
    void itIsUnderstoodWithoutAComplaint() {
        assertThat(context.getStatusManager().getCopyOfStatusList())
                .filteredOn(status -> status.getEffectiveLevel() >= Status.WARN)
                .isEmpty();
        context.stop();
    }

    @Test
    void theApplicationsLogIsCompleteOnDiskAfterTheEnd() throws Exception {
        context.getLogger("ROOT").detachAppender("console-queue");
        for (int i = 0; i < 1000; i++) {
            context.getLogger("io.sluice.Test").info("line {}", i);
        }
        context.stop();

        assertThat(Files.readAllLines(home.resolve("logs/sluice.log")))
                .hasSize(1000)
                .last()
                .asString()
                .matches("[0-9/]{10} [0-9:.]{12} \\[INFO\\] Test: line 999");
    }

    @Test
    void theAccessLogIsWrittenAsBytesIntoAFileThatItsFirstLineOpens() throws Exception {
        Path access = home.resolve("logs/access.log");
        assertThat(access).doesNotExist();
        context.getLogger("access").info("GET /\u00ff");
        context.stop();

        assertThat(Files.readString(access, StandardCharsets.ISO_8859_1)).isEqualTo("GET /\u00ff\n");
        assertThat(home.resolve("logs/sluice.log")).isEmptyFile();
    }

    @Test
    void troubleWithTheLogsIsToldOnStandardErrorAndNothingElseIs() throws Exception {
        ByteArrayOutputStream told = new ByteArrayOutputStream();
        PrintStream before = System.err;
        System.setErr(new PrintStream(told, true, StandardCharsets.UTF_8));
        try {
            LogTrouble trouble = new LogTrouble();
            trouble.addStatusEvent(new InfoStatus("all is well", this));
            trouble.addStatusEvent(new ErrorStatus("cannot write", this, new IOException("disk full")));
        } finally {
            System.setErr(before);
        }
        context.stop();

        assertThat(told.toString(StandardCharsets.UTF_8))
                .isEqualToNormalizingNewlines("sluice: log: cannot write: java.io.IOException: disk full\n");
    }

    @Test
    void resetsByClientsAreNotLoggedAsErrors() {
        assertThat(context.getLogger("org.apache.mina.core.service.IoProcessor").getEffectiveLevel())
                .isEqualTo(Level.OFF);
        context.stop();
    }
}
