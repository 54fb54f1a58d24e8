package io.sluice.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.testkit.FreePort;
import io.sluice.testkit.tls.Key;
import io.sluice.testkit.tls.TestCertificate;
import io.sluice.testkit.tls.TestCertificates;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The admin listener over TLS on all addresses, asked by the commands of {@code bin/sluice}. */
class AdminTlsTest {
    private static final String TOKEN = "jvM9lzBu1pDTsHqgvG5tP0wXb2yR7cNe";

    @TempDir
    private Path folder;

    private TestCertificates ca;
    private TestCertificate shown;
    private TestCertificate operator;
    private Path token;
    private Path file;
    private int port;

    @BeforeEach
    void make() throws IOException {
        ca = TestCertificates.ca(Files.createDirectory(folder.resolve("ca")));
        shown = ca.server("localhost", Key.EC);
        operator = ca.client("operator", Key.EC);
        token = Files.writeString(folder.resolve("token"), TOKEN);
        Files.setPosixFilePermissions(token, PosixFilePermissions.fromString("rw-------"));
    }

    private RunningSluice start(String tls, String more) throws IOException {
        RunningSluice.Launch launch = RunningSluice.in(Files.createTempDirectory(folder, "installed"));
        port = FreePort.next();
        file = Files.writeString(launch.home().resolve("conf/admin.conf"), """
                sluice {
                  listeners { web { bind = "127.0.0.1:0" } }
                  hosts { site { routes = [ { path = "/", return = 200 } ] } }
                  access-log = off
                  admin {
                    bind = "0.0.0.0:%d", names = [localhost]
                    tls { certificate = "%s", key = "%s", %s }
                    %s
                  }
                }
                """.formatted(
                        port, shown.certificate(), shown.key(), tls, more));
        return launch.start(file);
    }

    private String clientAuth() {
        return "client-auth = on, client-ca = \"" + ca.certificate() + "\"";
    }

    private String tokens() {
        return "tokens = [ { name = ops, file = \"" + token + "\", rights = [read, write] } ]";
    }

    private static Command.Result run(RunningSluice sluice, List<String> words, String... more) {
        List<String> all = new ArrayList<>(words);
        all.addAll(List.of(more));
        return Command.sluice(sluice.home(), all.toArray(String[]::new));
    }

    private List<String> configured(String command) {
        return List.of(command, "-c", file.toString());
    }

    private List<String> named(String command) {
        return List.of(
                command,
                "--admin",
                "localhost:" + port,
                "--ca",
                ca.certificate().toString());
    }

    private String[] certificate() {
        return new String[] {
            "--cert", operator.certificate().toString(), "--key", operator.key().toString()
        };
    }

    private static void succeeds(Command.Result result) {
        assertThat(result.code()).as(result.toString()).isZero();
    }

    @Test
    void whereACertificateIsWantedTheCommandsShowOne() throws Exception {
        try (RunningSluice sluice = start(clientAuth(), "")) {
            succeeds(run(sluice, configured("connections"), certificate()));
            succeeds(run(sluice, configured("plugins"), certificate()));
            succeeds(run(sluice, named("upstreams"), certificate()));
            assertThat(run(sluice, configured("reload"), certificate()).stdout())
                    .contains("generation 2 is in force");
            Command.Result without = run(sluice, configured("connections"));
            assertThat(without.code()).isEqualTo(1);
            assertThat(run(sluice, named("connections")).code()).isEqualTo(1);
            TestCertificates strangers = TestCertificates.ca(Files.createDirectory(folder.resolve("strangers")));
            TestCertificate stranger = strangers.client("stranger", Key.EC);
            Command.Result refused = run(
                    sluice,
                    configured("connections"),
                    "--cert",
                    stranger.certificate().toString(),
                    "--key",
                    stranger.key().toString());
            assertThat(refused.code()).isEqualTo(1);
        }
    }

    @Test
    void aTokenAloneLetsInFromAnywhereAndBothAreNeededWhereBothAreWanted() throws Exception {
        try (RunningSluice sluice = start("", tokens())) {
            succeeds(run(sluice, configured("connections")));
            succeeds(run(sluice, named("connections"), "--token-file", token.toString()));
            Command.Result without = run(sluice, named("connections"));
            assertThat(without.code()).isEqualTo(1);
            assertThat(without.stderr()).contains("token");
        }
        try (RunningSluice sluice = start(clientAuth(), tokens())) {
            succeeds(run(sluice, configured("connections"), certificate()));
            assertThat(run(sluice, named("connections"), certificate()).code()).isEqualTo(1);
            assertThat(run(sluice, named("connections"), "--token-file", token.toString())
                            .code())
                    .isEqualTo(1);
        }
    }

    @Test
    void anotherCertificateThanTheConfiguredOneIsNotTrusted() throws Exception {
        try (RunningSluice sluice = start("", tokens())) {
            TestCertificate other = ca.server("localhost", Key.EC);
            Files.writeString(
                    file,
                    Files.readString(file)
                            .replace(
                                    shown.certificate().toString(),
                                    other.certificate().toString())
                            .replace(shown.key().toString(), other.key().toString()));
            Command.Result result = run(sluice, configured("connections"));
            assertThat(result.code()).isEqualTo(1);
            assertThat(result.stderr()).contains("another certificate than the configuration names");
        }
    }

    @Test
    void optionsThatMissTheirOtherHalfAreUsageErrors() throws Exception {
        try (RunningSluice sluice = start("", tokens())) {
            assertThat(run(sluice, configured("connections"), "--key", "a.key").stderr())
                    .contains("--key: only with --cert");
            assertThat(run(sluice, List.of("connections", "--admin", "localhost:1", "--cert", "a.pem"))
                            .stderr())
                    .contains("--cert: only over TLS");
        }
    }
}
