package io.sluice.server.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import io.sluice.server.config.ErrorLogConfig;
import io.sluice.server.config.SyslogConfig;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Messages as nginx 1.22 sends them, to a server of the test's own. */
class SyslogTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-03T01:48:09Z"), ZoneOffset.UTC);

    private DatagramSocket server;

    @BeforeEach
    void listen() throws IOException {
        server = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        server.setSoTimeout(10_000);
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void aLineIsAMessageWithPriorityTimeMachineAndTag() throws IOException {
        try (SyslogSink sink = new SyslogSink(config("127.0.0.1", true), CLOCK)) {
            sink.line("GET / 200");
        }
        // 23 (local7) times 8, and 6 (info); a day of one digit has a space in front
        assertThat(received()).isEqualTo("<190>Nov  3 01:48:09 " + HostName.find() + " chat: GET / 200");
    }

    @Test
    void theMachinesNameMayBeLeftOut() throws IOException {
        try (SyslogSink sink = new SyslogSink(config("127.0.0.1", false), CLOCK)) {
            sink.line("GET / 200");
        }
        assertThat(received()).isEqualTo("<190>Nov  3 01:48:09 chat: GET / 200");
    }

    @Test
    void aLineIsTheBytesThatAFileWouldHaveAndStaysOneLine() throws IOException {
        try (SyslogSink sink = new SyslogSink(config("127.0.0.1", false), CLOCK)) {
            sink.line("\u00e9\u00ff\u20ac\n<0>forged");
            assertThat(received())
                    .endsWith("chat: \u00e9\u00ff"
                            + new String("\u20ac".getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1)
                            + "\\x0A<0>forged");
            sink.line("next");
            assertThat(received()).endsWith("chat: next");
        }
    }

    @Test
    void whatADatagramCannotHoldIsCut() throws IOException {
        try (SyslogSink sink = new SyslogSink(config("127.0.0.1", false), CLOCK)) {
            sink.line("x".repeat(100_000));
            assertThat(received()).hasSize(65_000).endsWith("xxx");
            sink.line("next");
            assertThat(received()).endsWith("chat: next");
        }
    }

    @Test
    void aServerThatIsNotThereTroublesNobody() throws IOException {
        SyslogConfig gone = config("127.0.0.1", true);
        server.close();
        try (SyslogSink sink = new SyslogSink(gone, CLOCK)) {
            sink.line("into");
            sink.line("the void");
        }
    }

    @Test
    void aNameThatCannotBeResolvedIsRefused() {
        assertThatThrownBy(() -> new SyslogSink(config("no-such-host.invalid", true), CLOCK))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith(
                        "the syslog server no-such-host.invalid:" + server.getLocalPort() + " cannot be used: ");
    }

    @Test
    void theErrorLogsMessagesHaveTheirOwnSeverityAndAStackTraceIsAMessageForEachLine() throws IOException {
        LoggerContext context = new LoggerContext();
        context.setMDCAdapter(new LogbackMDCAdapter());
        ErrorLogTarget.use(
                context,
                new ErrorLogConfig(
                        Optional.empty(), Optional.of(config("127.0.0.1", false)), ErrorLogConfig.Level.INFO, true));
        Logger log = context.getLogger("io.sluice.server.boot.Server");
        log.debug("not told");
        log.info("a");
        log.warn("b");
        log.error("c", new IllegalStateException("why"));
        context.stop();

        assertThat(received()).startsWith("<190>").endsWith(" chat: [INFO] Server: a");
        assertThat(received()).startsWith("<188>").endsWith(" chat: [WARN] Server: b");
        assertThat(received()).startsWith("<187>").endsWith(" chat: [ERROR] Server: c");
        assertThat(received()).startsWith("<187>").endsWith(" chat: java.lang.IllegalStateException: why");
    }

    private SyslogConfig config(String host, boolean hostname) {
        return new SyslogConfig(host, server.getLocalPort(), 23, 6, "chat", hostname);
    }

    private String received() throws IOException {
        DatagramPacket packet = new DatagramPacket(new byte[70_000], 70_000);
        server.receive(packet);
        return new String(packet.getData(), 0, packet.getLength(), StandardCharsets.ISO_8859_1);
    }
}
