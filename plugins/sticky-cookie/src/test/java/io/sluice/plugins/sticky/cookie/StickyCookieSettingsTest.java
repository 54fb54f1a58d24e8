package io.sluice.plugins.sticky.cookie;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.api.Settings;
import io.sluice.api.SettingsException;
import io.sluice.api.balance.Endpoint;
import io.sluice.api.balance.Stickiness;
import io.sluice.testkit.FakeEndpoint;
import io.sluice.testkit.FakeExchange;
import io.sluice.testkit.FakeHeaders;
import io.sluice.testkit.TestSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StickyCookieSettingsTest {
    private static final String OLD = "an-old-secret-of-many-letters";
    private static final String NEW = "a-new-secret-of-as-many-letters";
    private static final List<Endpoint> ALL = FakeEndpoint.list("10.0.0.1:80", "10.0.0.2:80");

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "secret = 0123456789abcdef                        | name: not set",
                "name = \"a b\"                                   | name: found \"a b\" (expected: the name of a cookie:",
                "name = \"a;b\"                                   | name: found \"a;b\" (expected: the name of a cookie:",
                "name = s                                         | secret: not set (expected: secret or secret-file)",
                "name = s, secret = 0123456789abcdef, secret-file = f | secret: set beside secret-file (expected: secret or secret-file)",
                "name = s, secret = 0123456789abcde               | secret: found one of 15 characters (expected: at least 16",
                "name = s, secret-file = /nowhere/at/all          | secret-file: found \"/nowhere/at/all\" (expected: a file in UTF-8 that can be read",
                "name = s, expires = 0s, secret = 0123456789abcdef | expires: found \"0s\" (expected: a length of time",
                "name = s, path = chat, secret = 0123456789abcdef | path: found \"chat\" (expected: a path that begins with /",
                "name = s, path = \"/;x\", secret = 0123456789abcdef | path: found \"/;x\" (expected: a path that begins with /",
                "name = s, domain = \"a;b\", secret = 0123456789abcdef | domain: found \"a;b\" (expected: a domain such as",
                "name = s, same-site = any, secret = 0123456789abcdef | same-site: found \"any\" (expected: one of strict, lax, none",
                "name = s, same-site = none, secret = 0123456789abcdef | same-site: found \"none\" (expected: strict or lax, or secure = on",
            })
    void whatCannotBeIsRefused(String settings, String message) {
        assertThatThrownBy(() -> sticky(settings))
                .isInstanceOf(SettingsException.class)
                .hasMessageStartingWith("test.conf: 1: " + message)
                .message()
                .doesNotContain("0123456789abcde");
    }

    @Test
    void otherSettingsAreRefused() {
        Settings settings = TestSettings.of(
                "name = s, secret = 0123456789abcdef, expires = 1h, domain = a, path = /, secure = on, http-only = on, same-site = lax, max = 1");
        new StickyCookieFactory().create(ALL, settings);
        assertThat(TestSettings.complaints(settings)).singleElement().asString().contains("max: unknown key");
    }

    @Test
    void theFirstSecretOfAFileSignsAndAllAreAccepted() throws IOException {
        Stickiness old = fromFile(OLD + "\n");
        Stickiness between = fromFile("\n  " + NEW + "  \r\n\n" + OLD);
        Stickiness afterwards = fromFile(NEW);
        assertThat(holds(between, value(old))).isTrue();
        assertThat(holds(afterwards, value(between))).isTrue();
        assertThat(holds(old, value(between))).isFalse();
        assertThat(holds(afterwards, value(old))).isFalse();
    }

    @Test
    void aFileWithoutASecretIsRefused() {
        assertThatThrownBy(() -> fromFile(" \n\n"))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("(expected: a file with at least 16 characters that nobody can guess");
    }

    @Test
    void aFileWithAShortSecretIsRefusedWithoutShowingIt() {
        assertThatThrownBy(() -> fromFile(NEW + "\nhush"))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("secret-file: found one of 4 characters")
                .message()
                .doesNotContain("hush", NEW);
    }

    @Test
    void aFileThatIsTooLargeIsRefused() {
        assertThatThrownBy(() -> fromFile((NEW + "\n").repeat(10_000)))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("(expected: a file of at most 65536 bytes)");
    }

    private Stickiness fromFile(String content) throws IOException {
        Path file = Files.writeString(Files.createTempFile(folder, "sticky", ".secret"), content);
        return sticky("name = s, secret-file = \"" + file + "\"");
    }

    private static boolean holds(Stickiness sticky, String cookie) {
        return !sticky.heldTo(FakeExchange.get("/").requestHeader("Cookie", cookie))
                .isEmpty();
    }

    private static String value(Stickiness sticky) {
        FakeHeaders headers = new FakeHeaders();
        sticky.hold(ALL.get(0), headers, FakeExchange.get("/"));
        String field = headers.first("Set-Cookie");
        return field.substring(0, field.indexOf(';'));
    }

    private static Stickiness sticky(String settings) {
        return new StickyCookieFactory().create(ALL, TestSettings.of(settings));
    }
}
