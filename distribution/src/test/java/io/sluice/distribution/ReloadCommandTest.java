package io.sluice.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.testkit.FreePort;
import io.sluice.testkit.RawClient;
import io.sluice.testkit.tls.Key;
import io.sluice.testkit.tls.TestCertificate;
import io.sluice.testkit.tls.TestCertificates;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code bin/sluice reload} beside a server that runs. */
class ReloadCommandTest {
    private static final String TOKEN = "jvM9lzBu1pDTsHqgvG5tP0wXb2yR7cNe";

    @TempDir
    private Path folder;

    private Path file;

    private static String text(String routes, String admin) {
        return """
                sluice {
                  listeners { web { bind = "127.0.0.1:0" } }
                  hosts { site { routes = [ %s ] } }
                  access-log = off
                  %s
                }
                """.formatted(routes, admin);
    }

    private static String route(String path) {
        return "{ path = \"" + path + "\", return { status = 200, body = \"" + path + "\" } }";
    }

    private RunningSluice start(String admin) throws IOException {
        Signals.assumeHeard(Signals.HANGUP);
        RunningSluice.Launch launch = RunningSluice.in(folder);
        Path token = Files.writeString(folder.resolve("token"), TOKEN);
        Files.setPosixFilePermissions(token, PosixFilePermissions.fromString("rw-------"));
        file = Files.writeString(launch.home().resolve("conf/reload.conf"), text(route("/a"), admin));
        return launch.start(file);
    }

    private static int status(RunningSluice sluice, String path) throws IOException {
        try (RawClient client = RawClient.connect(sluice.address("web"))) {
            return client.get(path).status();
        }
    }

    private Command.Result reload(RunningSluice sluice) {
        return Command.sluice(
                sluice.home(),
                "reload",
                "-c",
                file.toString(),
                "--pid-file",
                sluice.pidFile().toString());
    }

    @Test
    void whatHasChangedIsSaidAndWhatIsRefusedIsSaidWithItsLine() throws Exception {
        String admin =
                "admin { bind = \"127.0.0.1:%d\", tokens = [ { name = ops, file = \"%s\", rights = [read, write] } ] }"
                        .formatted(FreePort.next(), folder.resolve("token"));
        try (RunningSluice sluice = start(admin)) {
            Files.writeString(file, text(route("/b"), admin));
            Command.Result changed = reload(sluice);
            assertThat(changed.code()).as(changed.toString()).isZero();
            assertThat(changed.stdout().lines())
                    .contains("route site /a removed", "route site /b added")
                    .last()
                    .asString()
                    .startsWith("generation 2 is in force, after ");
            assertThat(status(sluice, "/b")).isEqualTo(200);

            // only the server knows that it cannot have the address
            String taken = "\"127.0.0.1:" + sluice.port("web") + "\"";
            Files.writeString(
                    file,
                    text(route("/c"), admin).replace("listeners {", "listeners { late { bind = " + taken + " }, "));
            Command.Result refused = reload(sluice);
            assertThat(refused.code()).isEqualTo(64);
            assertThat(refused.stderr())
                    .contains(file + ":2: listener late: cannot bind ")
                    .endsWith("sluice: reload: refused, all is as it was\n");

            Files.writeString(file, text(route("/c").replace("status", "sttus"), admin));
            refused = reload(sluice);
            assertThat(refused.code()).isEqualTo(64);
            assertThat(refused.stderr())
                    .contains(file + ":3: sluice.hosts.site.routes[0].return.sttus: ")
                    .endsWith("sluice: reload: refused, all is as it was\n");
            assertThat(status(sluice, "/b")).isEqualTo(200);
            assertThat(sluice.log())
                    .as("the server has judged it")
                    .contains("reload: " + file + ":3: sluice.hosts.site.routes[0].return.sttus: ")
                    .containsPattern("(?s)reload: refused, all is as it was.*reload: refused, all is as it was");

            Files.writeString(file, text(route("/b"), admin));
            assertThat(reload(sluice).stdout()).startsWith("nothing has changed\ngeneration 3 is in force, after ");
        }
    }

    @Test
    void withoutAnAdminListenerThatAnswersASignalDoesAndWhatComesOfItIsAwaited() throws Exception {
        try (RunningSluice sluice = start("")) {
            Files.writeString(file, text(route("/b"), ""));
            reloaded(reload(sluice), 2, "route site /a removed\nroute site /b added\n");
            assertThat(status(sluice, "/b")).isEqualTo(200);

            Files.writeString(file, text(route("/b"), "admin { bind = \"127.0.0.1:%d\" }".formatted(FreePort.next())));
            reloaded(reload(sluice), 3, "admin listener added\n");
            reloaded(reload(sluice), 4, "nothing has changed\n");

            Files.writeString(file, text(route("/b"), "admin { bind = \"127.0.0.1:%d\" }".formatted(FreePort.next())));
            reloaded(reload(sluice), 5, "admin listener changed\n");

            String taken = "admin { bind = \"127.0.0.1:%d\" }".formatted(sluice.port("web"));
            Files.writeString(file, text(route("/c"), taken));
            Command.Result refused = reload(sluice);
            assertThat(refused.code()).as(refused.toString()).isEqualTo(64);
            assertThat(refused.stderr())
                    .contains(file + ":5: listener admin: cannot bind ")
                    .endsWith("sluice: reload: refused, all is as it was\n");
            assertThat(status(sluice, "/b")).isEqualTo(200);
        }
        assertThat(file.getParent().resolveSibling("logs/test.state")).doesNotExist();
    }

    @Test
    void anAdminListenerThatComesToSpeakTlsIsReloadedBySignal() throws Exception {
        TestCertificate own = TestCertificates.ca(folder.resolve("ca")).server("localhost", Key.EC);
        int port = FreePort.next();
        String plain = "admin { bind = \"127.0.0.1:%d\" }".formatted(port);
        String secured = "admin { bind = \"127.0.0.1:%d\", tls { certificate = \"%s\", key = \"%s\" } }"
                .formatted(port, own.certificate(), own.key());
        try (RunningSluice sluice = start(plain)) {
            Files.writeString(file, text(route("/b"), secured));
            reloaded(
                    reload(sluice),
                    2,
                    "admin listener changed\nroute site /a removed\nroute site /b added\ncertificate "
                            + own.certificate() + " added\n");
            Files.writeString(file, text(route("/c"), secured));
            reloaded(reload(sluice), 3, "route site /b removed\nroute site /c added\n");
            Files.writeString(file, text(route("/c"), plain));
            reloaded(reload(sluice), 4, "admin listener changed\ncertificate " + own.certificate() + " removed\n");
            assertThat(status(sluice, "/c")).isEqualTo(200);
        }
    }

    private static void reloaded(Command.Result done, int generation, String changes) {
        assertThat(done.code()).as(done.toString()).isZero();
        assertThat(done.stdout()).startsWith(changes + "generation " + generation + " is in force, after ");
    }
}
