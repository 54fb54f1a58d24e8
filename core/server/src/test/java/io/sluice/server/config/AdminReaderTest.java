package io.sluice.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AdminReaderTest {
    private static final String TOKEN = "0123456789abcdefghijklmnop";
    private static final String SHA = "a".repeat(64);

    @TempDir
    private Path folder;

    private AdminConfig admin(String settings) throws IOException, ConfigException {
        return Loads.leastWith(folder, "sluice.admin { " + settings + " }\n")
                .admin()
                .orElseThrow();
    }

    private Path file(String text, String modes) throws IOException {
        Path file = folder.resolve("token");
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(modes));
        return file;
    }

    @Test
    void onALoopbackAddressNothingElseIsNeeded() throws IOException, ConfigException {
        AdminConfig admin = admin("bind = \"127.0.0.2:9180\"");

        assertThat(admin.tokens()).isEmpty();
        assertThat(admin.tls()).isEmpty();
        assertThat(admin.readsNeedToken()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"*:9180", "0.0.0.0:9180", "[::]:9180", "192.0.2.7:9180"})
    void anotherAddressWantsTokens(String bind) throws IOException, ConfigException {
        assertThatThrownBy(() -> admin("bind = \"" + bind + "\""))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(folder.resolve("sluice.conf") + ":6: sluice.admin.bind: found \"" + bind
                        + "\" (expected: a loopback address such as 127.0.0.1:9180: whoever reaches it may command the"
                        + " server; else tokens, or tls with client-auth = on)");

        assertThat(admin("bind = \"" + bind + "\", tokens = [{ name = ops, sha256 = " + SHA + ", rights = write }]")
                        .readsNeedToken())
                .isTrue();
    }

    @Test
    void aTokenIsKeptAsItsHash() throws IOException, ConfigException {
        AdminConfig admin = admin("bind = \"127.0.0.1:9180\", token-for-reads = on, tokens = [{ name = ops, file = \""
                + file(TOKEN + "\n", "rw-------") + "\", rights = [read, write] }]");

        assertThat(admin.readsNeedToken()).isTrue();
        assertThat(admin.tokens()).singleElement().satisfies(token -> {
            assertThat(token.sha256()).isEqualTo("870b28c958b668f3b60e2a020307341924d37108c5092bd3e9243003d7d5f8c0");
            assertThat(token.rights()).containsExactly(AdminToken.Right.READ, AdminToken.Right.WRITE);
        });
        assertThat(admin.toString()).doesNotContain(TOKEN);
    }

    @ParameterizedTest
    @CsvSource({
        "rw-r--r--, 'permissions are rw-r--r--'",
        "rw-rw----, 'permissions are rw-rw----'",
        "rw----r--, 'permissions are rw----r--'"
    })
    void aFileThatOthersCanReadOrChangeIsRefused(String modes, String message) throws IOException {
        Path file = file(TOKEN, modes);

        assertThatThrownBy(() -> AdminTokenReader.token(file)).hasMessageContaining(message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "short", "two words are not a token at all", "0123456789abcdefghij\nsecond-line-of-the-file"
            })
    void whatIsNoTokenIsRefusedAndNotShown(String text) throws IOException {
        Path file = file(text, "rw-------");

        assertThatThrownBy(() -> AdminTokenReader.token(file))
                .hasMessageContaining("one token of 20 to 512")
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("second-line"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            { name = a, rights = read }                                       | expected: either file
            { name = a, sha256 = abc, rights = read }                         | expected: 64 hexadecimal digits
            { name = a, sha256 = %s }                                         | expected: read, write, or both
            { name = a, sha256 = %s, rights = [all] }                         | rights
            { sha256 = %s, rights = read }                                    | expected: a name for the log
            { name = a, sha256 = %s, rights = read }, { name = a, sha256 = %s, rights = read } | expected: another name
            { name = a, file = "nowhere", rights = read }                     | expected: a file that is there
            """)
    void whatIsMissingIsNamed(String tokens, String message) {
        assertThatThrownBy(() -> admin("bind = \"127.0.0.1:9180\", tokens = [" + tokens.replace("%s", SHA) + "]"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("sluice.conf:6: sluice.admin.tokens")
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            tls = on                                    | sluice.admin.tls: found "on" (expected: a block with a certificate: tls { certificate =
            tls { }                                     | sluice.admin.tls.certificate: not set (expected: a file
            tls { client-auth = on, client-ca = c.pem } | sluice.admin.tls.certificate: not set (expected: a file
            """)
    void tlsWantsACertificate(String tls, String message) {
        assertThatThrownBy(() -> admin("bind = \"127.0.0.1:9180\", " + tls))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("sluice.conf:6: " + message)
                .hasMessageNotContaining("reference.conf");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tls { certificate = c.pem, key = k.pem }",
                "tls.certificate = c.pem, tls.key = k.pem",
                "tls { certificates = [{ certificate = c.pem, key = k.pem }] }"
            })
    void tlsIsABlockAsOfAListener(String tls) throws IOException, ConfigException {
        ServerTlsConfig spoken =
                admin("bind = \"127.0.0.1:9180\", " + tls).tls().orElseThrow().parameters();

        assertThat(spoken.certificates()).singleElement().satisfies(one -> {
            assertThat(one.certificate()).isEqualTo(Loads.HOME.resolve("c.pem"));
            assertThat(one.key()).isEqualTo(Loads.HOME.resolve("k.pem"));
        });
        assertThat(spoken.protocols()).isNotEmpty();
    }

    @Test
    void anotherAddressNeedsNoTokensWhereClientsShowCertificates() throws IOException, ConfigException {
        AdminConfig admin = admin("bind = \"*:9180\", tls { certificate = c.pem, key = k.pem, client-auth = on,"
                + " client-ca = ca.pem }");

        assertThat(admin.tls().orElseThrow().parameters().clientAuth()).isEqualTo(ServerTlsConfig.ClientAuth.ON);
    }

    @Test
    void anUnknownKeyOfTlsIsRefused() {
        assertThatThrownBy(() -> admin("bind = \"127.0.0.1:9180\", tls { certificate = c.pem, kye = k.pem }"))
                .hasMessageContaining("sluice.conf:6: sluice.admin.tls.kye: unknown key");
    }

    @Test
    void aNameHasNoPort() {
        assertThatThrownBy(() -> admin("bind = \"127.0.0.1:9180\", names = [\"a.example:80\"]"))
                .hasMessageContaining("without a port");
    }
}
