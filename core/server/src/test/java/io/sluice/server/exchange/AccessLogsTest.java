package io.sluice.server.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.api.headers.HeaderPolicy;
import io.sluice.testkit.RawClient;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which access logs get the line of an exchange. Both logs of the host write to the same list. */
class AccessLogsTest {
    private Proxy sluice;

    @BeforeEach
    void start(@TempDir Path folder) throws Exception {
        sluice = new Proxy(folder, """
                access-logs {
                  some { format { type = record }, if = "$arg_log" }
                  other { format { type = record } }
                }
                hosts { site { access-log = [main, some], routes = [
                  { path = "/", return = 200 }
                  { path = "/off", access-log = off, return = 200 }
                  { path = "/on", access-log = on, return = 200 }
                  { path = "/all", access-log = [main, some, other], return = 200 }
                ] } }
                """, new HeaderPolicy() {});
    }

    @AfterEach
    void stop() {
        sluice.close();
    }

    @Test
    void eachLogThatTheRouteNamesGetsALine() throws Exception {
        assertThat(linesFor("/all?log=yes")).isEqualTo(3);
        assertThat(linesFor("/on?log=yes")).isEqualTo(1);
        assertThat(linesFor("/off?log=yes")).isZero();
    }

    @Test
    void aRouteThatNamesNoneHasThoseOfTheHost() throws Exception {
        assertThat(linesFor("/x?log=yes")).isEqualTo(2);
    }

    @Test
    void aLogWithAConditionGetsNoLineWhereItIsEmptyOrZero() throws Exception {
        assertThat(linesFor("/x?log=")).isEqualTo(1);
        assertThat(linesFor("/x?log=0")).isEqualTo(1);
        assertThat(linesFor("/x?log=00")).isEqualTo(2);
    }

    @Test
    void aRequestThatCannotBeReadIsLoggedByTheDefaultHost() throws Exception {
        try (RawClient client = sluice.client()) {
            client.send("broken\r\n\r\n");
            client.readToEnd();
        }
        sluice.line("broken");
    }

    /** A request behind it that surely is logged tells when its own lines must be there. */
    private int linesFor(String target) throws Exception {
        String marker = "/on?end-of=" + target.hashCode();
        try (RawClient client = sluice.client()) {
            client.send("GET " + target + " HTTP/1.1\r\nHost: a\r\n\r\nGET " + marker
                    + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
            client.readToEnd();
        }
        sluice.line(marker);
        return sluice.linesWith(target + " ").size();
    }
}
