package io.sluice.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.conscrypt.Conscrypt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The providers of handshakes as operators meet them: one is a jar of their own. */
class TlsProviderTest {
    @TempDir
    private Path folder;

    private Path home;

    @BeforeEach
    void unpack() throws IOException {
        home = Tarball.unpack(folder);
    }

    @ParameterizedTest
    @ValueSource(strings = {"jdk", "bouncy-castle"})
    void theOthersNeedNoJar(String provider) throws IOException {
        assertThat(check(provider).code()).isZero();
    }

    @Test
    void conscryptWithoutItsJarIsRefusedWithWhatToPutWhere() throws IOException {
        Command.Result result = check("conscrypt");
        assertThat(result.code()).isEqualTo(64);
        assertThat(result.stderr())
                .isEqualTo(configuration() + ":2: sluice.tls.provider: found \"conscrypt\", but its jar is not there"
                        + " (expected: the jar of org.conscrypt:conscrypt-openjdk-uber:2.9.0 in the folder lib/ext,"
                        + " or another provider)\n");
    }

    @Test
    void conscryptWithItsJarIsTakenWithoutAWordOfTheJvms() throws IOException, URISyntaxException {
        addJar();
        Command.Result result = check("conscrypt");
        assertThat(result.stderr()).isEmpty();
        assertThat(result.code()).isZero();
    }

    @Test
    void conscryptWithoutANativePartForThisMachineIsRefused() throws IOException, URISyntaxException {
        removeNativeParts(addJar());
        Command.Result result = check("conscrypt");
        assertThat(result.code()).isEqualTo(64);
        assertThat(result.stderr())
                .startsWith(configuration()
                        + ":2: sluice.tls.provider: found \"conscrypt\", which does not work with Java ")
                .contains("UnsatisfiedLinkError", "(expected: the jar of org.conscrypt:conscrypt-openjdk-uber:")
                .hasLineCount(1);
    }

    private static void removeNativeParts(Path jar) throws IOException {
        try (FileSystem files = FileSystems.newFileSystem(jar);
                Stream<Path> found = Files.list(files.getPath("META-INF/native"))) {
            for (Path file : found.toList()) {
                Files.delete(file);
            }
        }
    }

    private Path addJar() throws IOException, URISyntaxException {
        Path jar = Path.of(Conscrypt.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        return Files.copy(jar, home.resolve("lib/ext").resolve(jar.getFileName()));
    }

    private Path configuration() {
        return home.resolve("conf/test.conf");
    }

    private Command.Result check(String provider) throws IOException {
        Files.writeString(configuration(), """
                sluice {
                  tls { provider = %s }
                  listeners { web { bind = "127.0.0.1:0" } }
                  upstreams { app { servers = ["127.0.0.1:9"] } }
                  hosts { site { routes = [{ path = "/", upstream = app }] } }
                }
                """.formatted(provider));
        return Command.sluice(home, "check", "-c", configuration().toString());
    }
}
