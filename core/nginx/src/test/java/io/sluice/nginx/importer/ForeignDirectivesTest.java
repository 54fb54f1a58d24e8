package io.sluice.nginx.importer;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.nginx.directive.Checker;
import io.sluice.nginx.syntax.Configuration;
import io.sluice.nginx.syntax.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Directives of modules that nginx does not come with. */
class ForeignDirectivesTest {
    private Configuration configuration;

    @BeforeEach
    void read(@TempDir Path folder) throws IOException {
        configuration = Configuration.read(Files.writeString(folder.resolve("nginx.conf"), """
                events {}
                http {
                  brotli on;
                  server {
                    listen 80;
                    lua_block { a b; }
                    location / { echo hi; proxy_pas http://127.0.0.1; return 204; }
                  }
                }
                """));
    }

    @Test
    void theyAreUnknownAsToNginx() {
        assertThat(Checker.check(configuration))
                .extracting(Problem::message)
                .containsExactly(
                        "unknown directive \"brotli\"",
                        "unknown directive \"lua_block\"",
                        "unknown directive \"echo\"",
                        "unknown directive \"proxy_pas\"");
    }

    @Test
    void whereTheyArePassedOverAMistypedWordIsStillAProblem() {
        assertThat(Checker.checkWithoutModules(configuration))
                .extracting(Problem::message)
                .containsExactly("unknown directive \"proxy_pas\"");
    }

    @Test
    void importLeavesEachInItsPlace() {
        Imported imported = Importer.run(configuration);
        assertThat(imported.leftovers())
                .extracting(leftover -> leftover.directive().name())
                .contains("brotli", "lua_block", "echo");
        assertThat(imported.text()).contains("#   brotli on;", "#   lua_block {", "#   echo hi;");
    }
}
