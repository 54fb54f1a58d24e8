package io.sluice.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.sluice.api.accesslog.AccessLogEntry.Event;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AccessLogReaderTest {
    @TempDir
    private Path folder;

    @Test
    void aTunnelGetsItsLineAtTheCloseWhereNothingIsSaid() throws IOException, ConfigException {
        assertThat(log("{}").events()).containsExactlyInAnyOrder(Event.REQUEST, Event.CLOSE);
        assertThat(log("{ events = [open, close] }").events()).containsExactlyInAnyOrder(Event.values());
        assertThat(log("{ events = open }").events()).containsExactlyInAnyOrder(Event.REQUEST, Event.OPEN);
    }

    @Test
    void theFormatJsonNeedsNoBlock() throws IOException, ConfigException {
        assertThat(log("{ format = json }").format().type()).isEqualTo("json");
        assertThat(log("{ format = common }").format().type()).isEqualTo("template");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            server = "10.0.0.1"                                                      | 10.0.0.1 514 23 6 sluice true
            server = "[::1]:1514"                                                    | [::1] 1514 23 6 sluice true
            server = "logs.internal:5", facility = kern, severity = debug, tag = a-b_c.d | logs.internal 5 0 7 a-b_c.d true
            server = "10.0.0.1", facility = cron, severity = emerg, hostname = off   | 10.0.0.1 514 15 0 sluice false
            """)
    void aSyslogServerIsReadWithTheNumbersOfNginx(String syslog, String expected) throws IOException, ConfigException {
        SyslogConfig read = log("{ syslog { " + syslog + " } }").syslog().orElseThrow();
        assertThat(read.host() + " " + read.port() + " " + read.facility() + " " + read.severity() + " " + read.tag()
                        + " " + read.hostname())
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            { events = [] }                                   | sluice.access-log.events: found [] (expected: open, close or both; "if" leaves tunnels out)
            { events = [opened] }                             | sluice.access-log.events: found "opened" (expected: one of open, close; did you mean open?)
            { syslog { server = "unix:/dev/log" } }           | sluice.access-log.syslog.server: found "unix:/dev/log" (expected: an address such as 127.0.0.1:514, [::1]:514 or logs.internal, which is spoken to over UDP, and no Unix socket)
            { syslog { server = "*:514" } }                   | sluice.access-log.syslog.server: found "*:514" (expected: an address such as 127.0.0.1:514, [::1]:514 or logs.internal, which is spoken to over UDP)
            { syslog { server = a, tag = "a b" } }            | sluice.access-log.syslog.tag: found "a b" (expected: 1 to 32 letters, digits, underscores, hyphens or dots)
            { syslog { server = a, severity = fatal } }       | sluice.access-log.syslog.severity: found "fatal" (expected: one of emerg, alert, crit, error, warn, notice, info, debug)
            { syslog { server = a }, file = "a.log" }         | sluice.access-log.file: found "a.log" (expected: either a file or a syslog server; a further log can have the other)
            """)
    void whatIsWrongIsRefused(String value, String problem) {
        ConfigException refused = catchThrowableOfType(
                ConfigException.class, () -> Loads.leastWith(folder, "sluice.access-log = " + value + "\n"));
        assertThat(refused.getMessage().replaceFirst(".*:[0-9]+: ", "").replace("events[0]", "events"))
                .isEqualTo(problem);
    }

    private AccessLogConfig log(String value) throws IOException, ConfigException {
        return Loads.leastWith(folder, "sluice.access-log = " + value)
                .accessLogs()
                .get("main");
    }
}
