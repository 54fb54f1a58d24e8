package io.sluice.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.testkit.tls.Key;
import io.sluice.testkit.tls.TestCertificate;
import io.sluice.testkit.tls.TestCertificates;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Sessions that are taken up again on a new connection, by tickets and by the server's cache, as openssl sees it. */
class TlsSessionsTest {
    private static RunningSluice sluice;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        Openssl.assumeInstalled();
        TestCertificate site = TestCertificates.ca(folder.resolve("ca")).server("localhost", Key.EC);
        sluice = RunningSluice.in(folder).start("""
                sluice {
                  defaults.tls { certificate = "%s", key = "%s" }
                  listeners {
                    both { bind = "127.0.0.1:0", tls = on }
                    tickets { bind = "127.0.0.1:0", tls { session-cache = 0 } }
                    cache { bind = "127.0.0.1:0", tls { session-tickets = off } }
                    none { bind = "127.0.0.1:0", tls { session-tickets = off, session-cache = 0 } }
                  }
                  hosts {
                    site { routes = [ { path = "/", return { status = 200, body = "told: $ssl_protocol $ssl_session_reused" } } ] }
                  }
                }
                """.formatted(site.certificate(), site.key()));
    }

    @AfterAll
    static void stop() {
        if (sluice != null) {
            sluice.close();
        }
    }

    private static String get(String listener, String... options) {
        return Openssl.get(sluice.address(listener), "localhost", "/", options);
    }

    @ParameterizedTest
    @CsvSource({
        "both,    tls1_2, TLSv1.2, true",
        "both,    tls1_3, TLSv1.3, true",
        "tickets, tls1_2, TLSv1.2, true",
        "tickets, tls1_3, TLSv1.3, true",
        "cache,   tls1_2, TLSv1.2, true",
        "cache,   tls1_3, TLSv1.3, true",
        "none,    tls1_2, TLSv1.2, false",
        "none,    tls1_3, TLSv1.3, false",
    })
    void aSessionIsTakenUpAgainWhereItIsKept(
            String listener, String option, String protocol, boolean kept, @TempDir Path folder) {
        Path session = folder.resolve("session");
        String first = get(listener, "-" + option, "-sess_out", session.toString());
        assertThat(first).contains("New, " + protocol, "told: " + protocol + " .");
        if (!kept && !Files.exists(session)) {
            return; // nothing was handed out that could be taken up
        }
        String second = get(listener, "-" + option, "-sess_in", session.toString());
        assertThat(second)
                .contains((kept ? "Reused, " : "New, ") + protocol, "told: " + protocol + (kept ? " r" : " ."));
    }

    @ParameterizedTest
    @CsvSource({"both, true", "tickets, true", "cache, false", "none, false"})
    void tls12HandsOutTicketsOnlyWhereTheyAreOn(String listener, boolean tickets) {
        assertThat(get(listener, "-tls1_2").contains("TLS session ticket:")).isEqualTo(tickets);
    }
}
