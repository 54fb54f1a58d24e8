package io.sluice.nginx.importer;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.nginx.syntax.Configuration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an nginx.conf does not say itself. */
class EnvironmentTest {
    private static final String SITE = """
            events {}
            http {
              types { text/html html htm; }
              types { text/css css; }
              access_log logs/a.log;
              server {
                listen 8443 ssl;
                ssl_certificate site.pem;
                ssl_certificate_key site.key;
                location /www/ { root www; }
                location /other/ { root /srv; }
                location /typed/ { types { text/html html; } }
              }
            }
            """;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({
        "/etc/nginx/nginx.conf, /usr/share/nginx/",
        "/usr/local/nginx/conf/nginx.conf, /usr/local/nginx/",
        "/opt/site/nginx.conf, /opt/site/",
        "/conf/nginx.conf, /",
    })
    void withoutAPrefixItIsGuessedFromTheFolderOfTheFile(String file, String prefix) {
        Environment environment = new Environment(Configuration.read(Path.of(file)), ImportOptions.NONE);
        assertThat(environment.installed("logs/a.log")).isEqualTo(prefix + "logs/a.log");
    }

    @Test
    void relativeNamesStartAtThePrefixButThoseOfTls() throws IOException {
        Imported imported = run(new ImportOptions(Optional.of("/opt/nginx"), Map.of()));
        assertThat(imported.text())
                .contains("root = \"/opt/nginx/www\"")
                .contains("root = \"/opt/nginx/html\"")
                .contains("root = \"/srv\"")
                .contains("file = \"/opt/nginx/logs/a.log\"")
                .contains("certificate = \"" + folder + "/site.pem\"")
                .contains("key = \"" + folder + "/site.key\"");
        assertThat(imported.warnings()).isEmpty();
    }

    @Test
    void aPrefixThatIsGuessedIsToldOnce() throws IOException {
        assertThat(run(ImportOptions.NONE).warnings())
                .singleElement()
                .asString()
                .startsWith(folder + "/nginx.conf:5: directive 'access_log': \"logs/a.log\", ")
                .contains(" is taken to stand in " + folder + "/;");
    }

    @Test
    void theTypesThatSluiceKnowsAreWrittenByName() throws IOException {
        Map<String, String> common = Map.of("html", "text/html", "htm", "text/html", "css", "text/css");
        assertThat(run(new ImportOptions(Optional.of("/"), common)).text())
                .contains("types = common")
                .contains("types = ${vars.types-2}")
                .doesNotContain("vars.types}")
                .doesNotContain("text/css");
    }

    private Imported run(ImportOptions options) throws IOException {
        return Importer.run(Configuration.read(Files.writeString(folder.resolve("nginx.conf"), SITE)), options);
    }
}
