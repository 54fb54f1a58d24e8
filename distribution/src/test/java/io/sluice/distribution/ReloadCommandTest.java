package io.sluice.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.testkit.Eventually;
import io.sluice.testkit.FreePort;
import io.sluice.testkit.RawClient;
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
                    .contains("listener late: ")
                    .endsWith("sluice: reload: refused, all is as it was\n");

            Files.writeString(file, text(route("/c").replace("status", "sttus"), admin));
            refused = reload(sluice);
            assertThat(refused.code()).isEqualTo(64);
            assertThat(refused.stderr()).contains(file + ":3: sluice.hosts.site.routes[0].return.sttus: ");
            assertThat(status(sluice, "/b")).isEqualTo(200);
        }
    }

    @Test
    void withoutAnAdminListenerThatAnswersTheProcessIsSignalled() throws Exception {
        try (RunningSluice sluice = start("")) {
            String told = "process " + sluice.process().pid() + " was told; its log says what came of it\n";
            Files.writeString(file, text(route("/b"), ""));
            Command.Result signalled = reload(sluice);
            assertThat(signalled.code()).as(signalled.toString()).isZero();
            assertThat(signalled.stdout()).isEqualTo(told);
            Eventually.until("generation 2 is in force", () -> sluice.log().contains("; generation 2; "));
            assertThat(status(sluice, "/b")).isEqualTo(200);

            Files.writeString(file, text(route("/b"), "admin { bind = \"127.0.0.1:%d\" }".formatted(FreePort.next())));
            assertThat(reload(sluice).stdout()).isEqualTo(told);
            Eventually.until("generation 3 is in force", () -> sluice.log().contains("; generation 3; "));
            Command.Result asked = reload(sluice);
            assertThat(asked.stdout()).startsWith("generation 4 is in force, after ");
        }
    }
}
