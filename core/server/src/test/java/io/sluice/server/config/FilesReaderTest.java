package io.sluice.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.api.Template;
import io.sluice.server.config.FilesConfig.SymbolicLinks;
import io.sluice.testkit.FakeExchange;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FilesReaderTest {
    @TempDir
    private Path folder;

    @Test
    void aFolderAloneIsTheRootAndTheRestIsAsInNginx() throws IOException, ConfigException {
        FilesConfig files = files("files = html/");
        assertThat(files.home()).isEqualTo(Loads.HOME);
        assertThat(files.root()).map(FilesReaderTest::text).contains("html");
        assertThat(files.alias()).isEmpty();
        assertThat(files.index()).map(FilesReaderTest::text).containsExactly("index.html");
        assertThat(files.types()).isEqualTo(new MediaTypes(MediaTypes.FEW, "text/plain"));
        assertThat(files.links()).isEqualTo(SymbolicLinks.ON);
        assertThat(files.etag()).isTrue();
    }

    @Test
    void aBlockSaysItAll() throws IOException, ConfigException {
        FilesConfig files = files("""
                files { alias = "/srv/$host/", index = [a.html, "/b"], types { PNG = image/png, 7z = x/y }
                  default-type = "", symlinks = if-not-owner, etag = off }""");
        assertThat(files.root()).isEmpty();
        assertThat(files.alias()).map(FilesReaderTest::text).contains("/srv/example.com/");
        assertThat(files.index()).map(FilesReaderTest::text).isEqualTo(List.of("a.html", "/b"));
        assertThat(files.types()).isEqualTo(new MediaTypes(Map.of("png", "image/png", "7z", "x/y"), ""));
        assertThat(files.links()).isEqualTo(SymbolicLinks.IF_NOT_OWNER);
        assertThat(files.etag()).isFalse();
    }

    @Test
    void theTypesOfNginxOwnFileAreCalledCommon() throws IOException, ConfigException {
        MediaTypes types = files("files { root = /srv, types = common }").types();
        assertThat(types.of("/a/page.HTML")).isEqualTo("text/html");
        assertThat(types.of("/a/app.wasm")).isEqualTo("application/wasm");
        assertThat(types.of("/a.css/b")).isEqualTo("text/plain");
        assertThat(types.byExtension()).hasSizeGreaterThan(100);
    }

    @ParameterizedTest
    @CsvSource({"on, ON", "off, OFF", "true, ON", "false, OFF", "yes, ON", "no, OFF", "if-not-owner, IF_NOT_OWNER"})
    void symbolicLinksHaveTheirWords(String word, SymbolicLinks links) throws IOException, ConfigException {
        assertThat(files("files { root = /srv, symlinks = " + word + " }").links())
                .isEqualTo(links);
    }

    private FilesConfig files(String route) throws IOException, ConfigException {
        SluiceConfig config = Loads.text(folder, """
                sluice {
                  listeners { web { bind = "127.0.0.1:0" } }
                  hosts { site { routes = [{ path = "/", %s }] } }
                }
                """.formatted(route));
        return config.hosts().get(0).routes().get(0).files().orElseThrow();
    }

    private static String text(Template template) {
        return template.text(new FakeExchange().host("example.com"));
    }
}
