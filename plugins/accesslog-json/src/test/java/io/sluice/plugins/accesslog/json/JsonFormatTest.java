package io.sluice.plugins.accesslog.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.sluice.api.Settings;
import io.sluice.api.SettingsException;
import io.sluice.api.accesslog.AccessLogEntry.Event;
import io.sluice.api.exchange.TunnelView.Side;
import io.sluice.api.exchange.UpstreamTry;
import io.sluice.server.variable.Variables;
import io.sluice.testkit.FakeExchange;
import io.sluice.testkit.FakeTunnel;
import io.sluice.testkit.TestSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonFormatTest {
    private static Settings settings(String hocon) {
        return TestSettings.of(hocon, new Variables(ZoneOffset.UTC));
    }

    private static String line(String hocon, FakeExchange exchange) {
        Settings settings = settings(hocon);
        StringBuilder line = new StringBuilder();
        new JsonFormatFactory().create(settings).append(exchange, line);
        assertThat(TestSettings.complaints(settings)).isEmpty();
        return line.toString();
    }

    /** What a reader of the log finds: the line is bytes, which must be UTF-8. Numbers come out as they are written. */
    private static Map<String, String> read(String line) throws IOException {
        byte[] bytes = line.getBytes(StandardCharsets.ISO_8859_1);
        Map<String, String> found = new LinkedHashMap<>();
        try (JsonParser parser = new JsonFactory().createParser(bytes)) {
            assertThat(parser.nextToken()).isEqualTo(JsonToken.START_OBJECT);
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                assertThat(parser.nextToken().isScalarValue()).isTrue();
                assertThat(found.put(name, parser.getText())).isNull();
            }
            assertThat(parser.currentToken()).isEqualTo(JsonToken.END_OBJECT);
            assertThat(parser.nextToken()).isNull();
        }
        return found;
    }

    private static FakeExchange answered() {
        return FakeExchange.get("/a?b=c")
                .time(Instant.parse("2026-11-21T01:48:00Z"), Duration.ofMillis(12))
                .requestHeader("User-Agent", "curl/8")
                .requestLength(80)
                .upstreamName("app")
                .tried(new UpstreamTry("10.0.0.1:80", 200, 1, 2, 10, 500, 300))
                .answered(200)
                .sent(100, 12);
    }

    @Test
    void aRequestHasTheDefaultFieldsThatItHasValuesFor() {
        assertThat(line("", answered()))
                .isEqualTo("{\"time\":\"2026-11-21T01:48:00+00:00\",\"remote_addr\":\"192.0.2.1\",\"scheme\":\"http\","
                        + "\"host\":\"example.com\",\"method\":\"GET\",\"uri\":\"/a?b=c\",\"protocol\":\"HTTP/1.1\","
                        + "\"status\":200,\"outcome\":\"ok\",\"bytes_received\":80,\"bytes_sent\":112,\"request_time\":0.012,"
                        + "\"request_id\":\"0123456789abcdef0123456789abcdef\",\"user_agent\":\"curl/8\",\"upstream\":\"app\","
                        + "\"upstream_addr\":\"10.0.0.1:80\",\"upstream_status\":200,\"upstream_connect_time\":0.001,"
                        + "\"upstream_header_time\":0.002,\"upstream_response_time\":0.010}");
    }

    @Test
    void aTunnelHasItsOwnFieldsToo() throws IOException {
        FakeExchange tunnel = FakeExchange.upgrade("/chat")
                .answered(101)
                .event(Event.CLOSE)
                .tunnel(FakeTunnel.closed(Side.CLIENT, 4001, "tsch\u00fcss \u20ac"));
        String line = line("", tunnel);

        assertThat(line)
                .contains(
                        "\"ws_close_code\":4001,",
                        "\"ws_messages_in\":3,",
                        "\"ws_duration\":61.005,",
                        "\"ws_idle\":1.500}");
        assertThat(read(line))
                .containsEntry("event", "close")
                .containsEntry("ws_end", "client-close")
                .containsEntry("ws_closed_by", "client")
                .containsEntry("ws_close_reason", "tsch\u00fcss \u20ac")
                .containsEntry("ws_subprotocol", "chat");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            fields { b = "$status", a = "$request_method $uri" }      | {"a":"GET /a","b":200}
            fields { a = "${status}" }                                | {"a":200}
            fields { a = "$status " }                                 | {"a":"200 "}
            fields { a = "$http_x_none" }                             | {}
            fields { a = "$http_x_none" }, empty = "null"             | {"a":null}
            fields { a = "$http_user_agent" }, numbers = a            | {"a":"curl/8"}
            fields { a = "$arg_b", b = "007", c = "7" }, numbers = [b, c] | {"a":"c","b":"007","c":7}
            fields { a = "$upstream_status" }                         | {"a":200}
            fields { a = "-" }, numbers = a                           | {}
            fields { a = "-" }, numbers = a, empty = "null"           | {"a":null}
            fields { a = "-" }                                        | {"a":"-"}
            fields { a = "x" }, more { b = "y" }                      | {"a":"x","b":"y"}
            fields { "gr\u00fc\\n" = "\u20ac" }                     | {"gr\u00fc\\n":"\u20ac"}
            """)
    void fieldsOfOnesOwnStandInTheOrderOfTheirNames(String hocon, String expected) {
        assertThat(line(hocon, answered())).isEqualTo(Utf8.octets(expected));
    }

    @Test
    void moreFieldsComeBehindTheDefaultOnesOrInTheirPlace() throws IOException {
        assertThat(read(line("more { tenant = \"$host\", uri = \"$uri\" }", answered())))
                .containsEntry("tenant", "example.com")
                .containsEntry("uri", "/a")
                .containsEntry("user_agent", "curl/8");
    }

    @Test
    void severalTriesAreAText() {
        assertThat(line(
                        "fields { a = \"$upstream_status\" }",
                        answered().tried(new UpstreamTry("10.0.0.2:80", 502, -1, -1, -1, 0, 0))))
                .isEqualTo("{\"a\":\"200, 502\"}");
    }

    @ParameterizedTest
    @CsvSource({
        "0, true",
        "7, true",
        "70, true",
        "0.5, true",
        "10.05, true",
        "07, false",
        "00.1, false",
        "000, false",
        "., false",
        ".5, false",
        "5., false",
        "1.2.3, false",
        "-1, false",
        "1e5, false",
        "-, false",
        "1x, false",
    })
    void aNumberHasTheFormOfJsons(String text, boolean number) {
        assertThat(JsonFormat.isNumber(text)).isEqualTo(number);
    }

    @Test
    void everyByteThatAPeerMaySendIsReadBack() throws IOException {
        for (int c = 0; c <= 0xff; c++) {
            String value = "a" + (char) c + "b";
            Map<String, String> read = read(
                    line("fields { a = \"$http_foo\" }", FakeExchange.get("/").requestHeader("Foo", value)));
            assertThat(read).as("byte %02x", c).containsEntry("a", c < 0x80 ? value : "a\ufffdb");
        }
    }

    @Test
    void aLineHasNoControlCharacters() {
        StringBuilder value = new StringBuilder("\"},{\"");
        for (char c = 0; c < ' '; c++) {
            value.append(c);
        }
        assertThat(line("fields { a = \"$http_foo\" }", FakeExchange.get("/").requestHeader("Foo", value.toString())))
                .startsWith("{\"a\":\"\\\"},{\\\"\\u0000\\u0001")
                .contains("\\b\\t\\n")
                .matches("[ -~]+");
    }

    @Test
    void whatIsUtf8IsReadBackAsItWasSent() throws IOException {
        String sent = "gr\u00fc\u00df \u65e5\u672c \ud83d\ude00 \u2028";
        assertThat(read(line(
                        "fields { a = \"$http_foo\" }", FakeExchange.get("/").requestHeader("Foo", Utf8.octets(sent)))))
                .containsEntry("a", sent);
    }

    @ParameterizedTest
    @CsvSource({
        "c0 af, \ufffd\ufffd", // an overlong form of /
        "ed a0 80, \ufffd", // half of a pair
        "e2 82, \ufffd", // cut short
        "f5 80 80 80, \ufffd\ufffd\ufffd\ufffd",
        "ff 41, \ufffdA",
    })
    void whatIsNoUtf8IsReplaced(String hex, String expected) throws IOException {
        StringBuilder sent = new StringBuilder();
        for (String octet : hex.split(" ", -1)) {
            sent.append((char) Integer.parseInt(octet, 16));
        }
        assertThat(read(line(
                                "fields { a = \"$http_foo\" }",
                                FakeExchange.get("/").requestHeader("Foo", sent.toString())))
                        .get("a")
                        .replaceAll("\ufffd+", "\ufffd"))
                .isEqualTo(expected.replaceAll("\ufffd+", "\ufffd"));
    }

    @Test
    void whateverIsSentIsOneObject() throws IOException {
        Random random = new Random(6);
        for (int i = 0; i < 5_000; i++) {
            StringBuilder value = new StringBuilder();
            for (int n = random.nextInt(40); n >= 0; n--) {
                value.append((char) random.nextInt(0x100));
            }
            FakeExchange exchange = answered()
                    .requestHeader("Referer", value.toString())
                    .requestHeader("X", value.reverse().toString());
            assertThat(read(line("more { x = \"$http_x\", y = \"$http_x$http_referer\" }", exchange)))
                    .containsKeys("x", "y", "referer");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            fields {}                                 | fields: found {} (expected: at least one { name = "$variable" })
            fields { a = "$hosst" }                   | fields.a: unknown variable $hosst (expected: $host)
            fields { a = x }, numbers = [b]           | numbers: found "b" (expected: one of a; did you mean a?)
            empty = drop                              | empty: found "drop" (expected: one of omit, null)
            """)
    void whatCannotBeUsedIsRefusedWithItsPlace(String hocon, String message) {
        assertThatThrownBy(() -> new JsonFormatFactory().create(settings(hocon)))
                .isInstanceOf(SettingsException.class)
                .hasMessageStartingWith("test.conf")
                .satisfies(e -> assertThat(e.getMessage().replace("[0]", "")).endsWith("1: " + message));
    }
}
