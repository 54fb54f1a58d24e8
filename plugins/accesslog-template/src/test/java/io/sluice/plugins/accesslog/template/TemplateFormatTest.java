package io.sluice.plugins.accesslog.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.api.Settings;
import io.sluice.api.SettingsException;
import io.sluice.server.variable.Variables;
import io.sluice.testkit.FakeExchange;
import io.sluice.testkit.TestSettings;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TemplateFormatTest {
    private static Settings settings(String hocon) {
        return TestSettings.of(hocon, new Variables(ZoneOffset.UTC));
    }

    private static String line(String hocon, FakeExchange exchange) {
        Settings settings = settings(hocon);
        StringBuilder line = new StringBuilder();
        new TemplateFormatFactory().create(settings).append(exchange, line);
        assertThat(TestSettings.complaints(settings)).isEmpty();
        return line.toString();
    }

    private static FakeExchange answered() {
        return FakeExchange.get("/a?b=c")
                .time(Instant.parse("2026-11-21T01:48:00Z"), Duration.ZERO)
                .requestHeader("User-Agent", "curl/8")
                .answered(200)
                .sent(100, 12);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "preset = combined"})
    void combinedIsTheDefault(String hocon) {
        assertThat(line(hocon, answered()))
                .isEqualTo(
                        "192.0.2.1 - - [21/Nov/2026:01:48:00 +0000] \"GET /a?b=c HTTP/1.1\" 200 12 \"-\" \"curl/8\"");
    }

    @Test
    void commonEndsWithTheBytesOfTheBody() {
        assertThat(line("preset = common", answered()))
                .isEqualTo("192.0.2.1 - - [21/Nov/2026:01:48:00 +0000] \"GET /a?b=c HTTP/1.1\" 200 12");
    }

    @Test
    void aTemplateMayBeSeveralTextsInARow() {
        assertThat(line("template = [\"$status \", \"$outcome\"]", answered().outcome("tunnel-idle")))
                .isEqualTo("200 tunnel-idle");
    }

    @ParameterizedTest
    @CsvSource({"default, -|", "json, |", "none, |"})
    void aVariableWithoutAValueIsAHyphenByDefaultAndNothingElsewhere(String escape, String expected) {
        assertThat(line("template = \"$http_foo|\", escape = " + escape, answered()))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    default | a\\x22b\\x5Cc\\x09d\\x01\\x1F\\x7F\\x80\\xFFz
                    json    | a\\"b\\\\c\\td\\u0001\\u001F
                    """)
    void valuesAreEscaped(String escape, String start) {
        String value = "a\"b\\c\td\u0001\u001f\u007f\u0080\u00ffz";

        assertThat(line(
                        "template = \"$http_foo\", escape = " + escape,
                        answered().requestHeader("Foo", value)))
                .startsWith(start);
    }

    @Test
    void escapeNoneLeavesValuesAsTheyAre() {
        assertThat(line("template = \"$http_foo\", escape = none", answered().requestHeader("Foo", "\"\\\u00ff\t")))
                .isEqualTo("\"\\\u00ff\t");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    preset = apache                       | preset: found "apache" (expected: one of combined, common)
                    escape = xml                          | escape: found "xml" (expected: one of default, json, none)
                    preset = combined, template = "$host" | preset: found "combined" (expected: either preset or template)
                    template = "$hosst"                   | template: unknown variable $hosst (expected: $host)
                    """)
    void whatCannotBeUsedIsRefusedWithItsPlace(String hocon, String message) {
        assertThatThrownBy(() -> new TemplateFormatFactory().create(settings(hocon)))
                .isInstanceOf(SettingsException.class)
                .hasMessageStartingWith("test.conf")
                .hasMessageEndingWith("1: " + message);
    }
}
