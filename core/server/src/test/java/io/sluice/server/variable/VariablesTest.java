package io.sluice.server.variable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.api.Template;
import io.sluice.api.exchange.UpstreamTry;
import io.sluice.testkit.FakeExchange;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VariablesTest {
    /** As nginx's log writes values, so that no value and an empty one are told apart. */
    private static final Template.Escape HYPHEN = (value, out) -> out.append(value == null ? "-" : value);

    private final Variables variables = new Variables(ZoneOffset.UTC);

    private String text(String template, FakeExchange exchange) {
        return variables.compile(template, HYPHEN).text(exchange);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    remote_addr            | 192.0.2.1
                    remote_port            | 50000
                    binary_remote_addr     | À
                    server_addr            | 192.0.2.254
                    server_port            | 80
                    connection             | 7
                    connection_requests    | 3
                    scheme                 | http
                    https                  | ''
                    request                | GET /a/b?x=1&Y=2 HTTP/1.1
                    request_method         | GET
                    request_uri            | /a/b?x=1&Y=2
                    uri                    | /a/b
                    document_uri           | /a/b
                    args                   | x=1&Y=2
                    query_string           | x=1&Y=2
                    is_args                | ?
                    arg_x                  | 1
                    arg_y                  | 2
                    arg_z                  | -
                    server_protocol        | HTTP/1.1
                    server_name            | example.com
                    host                   | www.example.com
                    request_id             | 0123456789abcdef0123456789abcdef
                    request_length         | 123
                    request_time           | 0.005
                    msec                   | 1795225680.128
                    time_local             | 21/Nov/2026:01:48:00 +0000
                    time_iso8601           | 2026-11-21T01:48:00+00:00
                    http_user_agent        | curl/8
                    HTTP_User_Agent        | curl/8
                    http_referer           | -
                    content_type           | text/plain
                    content_length         | 12
                    connection_upgrade     | close
                    cookie_sid             | abc
                    remote_user            | -
                    status                 | 200
                    body_bytes_sent        | 50
                    bytes_sent             | 150
                    sent_http_content_type | text/html
                    sent_http_x_none       | -
                    outcome                | ok
                    proxy_host             | chat
                    proxy_port             | 80
                    proxy_add_x_forwarded_for | 192.0.2.1
                    upstream_http_x_node   | n1
                    """)
    void everyVariableHasNginxsValue(String name, String value) {
        FakeExchange exchange = FakeExchange.get("/a/b?x=1&Y=2")
                .connection(7, 3)
                .host("www.example.com")
                .requestHeader("User-Agent", "curl/8")
                .requestHeader("Content-Type", "text/plain")
                .requestHeader("Content-Length", "12")
                .requestHeader("Cookie", "a=b; SID=abc")
                .requestLength(123)
                .time(Instant.parse("2026-11-21T01:48:00.123Z"), Duration.ofMillis(5))
                .upstreamName("chat")
                .upstreamAnswered("X-Node: n1")
                .answered(200, "Content-Type: text/html")
                .sent(100, 50);
        String expected = name.equals("binary_remote_addr") ? "\u00c0\u0000\u0002\u0001" : value;

        assertThat(text("$" + name, exchange)).isEqualTo(expected);
        assertThat(text("<${" + name + "}x>", exchange)).isEqualTo("<" + expected + "x>");
    }

    @Test
    void theProxyPortIsThatOfItsScheme() {
        FakeExchange exchange = FakeExchange.get("/").upstreamName("chat").upstreamScheme("https");

        assertThat(text("$proxy_port", exchange)).isEqualTo("443");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "request",
                "request_method",
                "request_uri",
                "uri",
                "args",
                "server_protocol",
                "proxy_host",
                "proxy_port",
                "upstream_addr",
                "upstream_status",
                "upstream_connect_time",
                "upstream_header_time",
                "upstream_response_time",
                "upstream_bytes_received",
                "upstream_bytes_sent"
            })
    void whatIsNotKnownYetIsNoValue(String name) {
        FakeExchange unread =
                FakeExchange.get("").requestLine("").method("").protocol("").path("");

        assertThat(text("$" + name, unread)).isEqualTo("-");
        assertThat(variables.compile("<$" + name + ">").text(unread)).isEqualTo("<>");
    }

    /** The lines that nginx 1.22.1 wrote for a refused try followed by a good one. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    upstream_addr           | 127.0.0.1:7999, 127.0.0.1:7998
                    upstream_status         | 502, 200
                    upstream_connect_time   | -, 0.001
                    upstream_header_time    | -, 0.001
                    upstream_response_time  | 0.000, 1.201
                    upstream_bytes_received | 0, 221
                    upstream_bytes_sent     | 0, 250
                    """)
    void severalTriesAreJoinedWithAHyphenForWhatIsUnknown(String name, String value) {
        FakeExchange exchange = FakeExchange.get("/")
                .tried(new UpstreamTry("127.0.0.1:7999", 502, -1, -1, 0, 0, 0))
                .tried(new UpstreamTry("127.0.0.1:7998", 200, 1, 1, 1201, 221, 250));

        assertThat(text("$" + name, exchange)).isEqualTo(value);
    }

    @Test
    void aTryWithoutAnAnswerYetHasNoStatus() {
        FakeExchange exchange = FakeExchange.get("/").tried(new UpstreamTry("a:1", 0, 3, -1, -1, 0, 10));

        assertThat(text("$upstream_addr $upstream_status $upstream_connect_time", exchange))
                .isEqualTo("a:1 - 0.003");
    }

    @Test
    void aStatusHasThreeDigitsEvenWhenUnknown() {
        assertThat(text("$status", FakeExchange.get("/"))).isEqualTo("000");
    }

    @ParameterizedTest
    @CsvSource({"/, -, ''", "/?, -, ''", "/?a, a, ?"})
    void anEmptyQueryIsNoQuery(String target, String args, String isArgs) {
        assertThat(text("$args$is_args", FakeExchange.get(target))).isEqualTo(args + isArgs);
    }

    @Test
    void twoFieldsOfOneNameShowTheFirst() {
        FakeExchange exchange = FakeExchange.get("/").requestHeader("Foo", "1").requestHeader("foo", "2");

        assertThat(text("$http_foo", exchange)).isEqualTo("1");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    X-Forwarded-For | http_x_forwarded_for | 1, 2
                    Cookie          | http_cookie          | 1; 2
                    """)
    void forwardedForAndCookieAreJoined(String field, String name, String value) {
        FakeExchange exchange = FakeExchange.get("/").requestHeader(field, "1").requestHeader(field, "2");

        assertThat(text("$" + name, exchange)).isEqualTo(value);
    }

    @Test
    void cacheControlAndLinkAreJoinedInTheAnswerOnly() {
        FakeExchange exchange = FakeExchange.get("/")
                .answered(200, "Cache-Control: a", "Cache-Control: b", "Link: c", "Link: d", "Foo: e", "Foo: f")
                .upstreamAnswered("Cache-Control: a", "Cache-Control: b");

        assertThat(text("$sent_http_cache_control|$sent_http_link|$sent_http_foo", exchange))
                .isEqualTo("a, b|c, d|e");
        assertThat(text("$upstream_http_cache_control", exchange)).isEqualTo("a");
    }

    @Test
    void theClientIsAddedToForwardedFor() {
        FakeExchange exchange = FakeExchange.get("/")
                .requestHeader("X-Forwarded-For", "1.1.1.1")
                .requestHeader("X-Forwarded-For", "2.2.2.2");

        assertThat(text("$proxy_add_x_forwarded_for", exchange)).isEqualTo("1.1.1.1, 2.2.2.2, 192.0.2.1");
        assertThat(text("$proxy_add_x_forwarded_for", FakeExchange.get("/").requestHeader("X-Forwarded-For", "")))
                .isEqualTo(", 192.0.2.1");
    }

    @ParameterizedTest
    @CsvSource({"websocket, upgrade", "h2c, upgrade", "'', close"})
    void connectionUpgradeFollowsTheClientsUpgrade(String upgrade, String value) {
        FakeExchange exchange = FakeExchange.get("/").requestHeader("Upgrade", upgrade);

        assertThat(text("$connection_upgrade", exchange)).isEqualTo(value);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    joe:secret | Basic | joe
                    joe:       | basic | joe
                    joe:a:b    | Basic | joe
                    j:x        | Basic | j
                    jo:x       | Basic | jo
                    :secret    | Basic | -
                    joe        | Basic | -
                    joe:secret | Token | -
                    """)
    void theRemoteUserIsTheNameInBasicCredentials(String credentials, String scheme, String user) {
        String encoded = Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));

        assertThat(text("$remote_user", FakeExchange.get("/").requestHeader("Authorization", scheme + " " + encoded)))
                .isEqualTo(user);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Basic", "Basic ", "Basic %%%%", "Basic a", "Basic =="})
    void brokenCredentialsAreNoUser(String authorization) {
        assertThat(text("$remote_user", FakeExchange.get("/").requestHeader("Authorization", authorization)))
                .isEqualTo("-");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    a=1; b=2           | 1
                    b=2; A=1           | 1
                    b=2;a=1            | 1
                    a = 1; b=2         | 1
                    aa=2; a=1          | 1
                    xa=2, a=1          | 1
                    a=                 | ''
                    a=x, y; b=2        | x, y
                    b=a=2              | -
                    a                  | -
                    """)
    void cookiesAreFoundAsNginxFindsThem(String line, String value) {
        assertThat(text("$cookie_a", FakeExchange.get("/").requestHeader("Cookie", line)))
                .isEqualTo(value);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    /?a=1&b=2  | 1
                    /?b=2&A=1  | 1
                    /?aa=2&a=1 | 1
                    /?a=%20+   | %20+
                    /?a&a=2    | 2
                    /?a=       | ''
                    /?a        | -
                    /?b=a=2    | -
                    """)
    void argumentsAreFoundAsNginxFindsThem(String target, String value) {
        assertThat(text("$arg_a", FakeExchange.get(target))).isEqualTo(value);
    }

    @Test
    void theProcessIsNamed() throws UnknownHostException {
        assertThat(text("$pid", FakeExchange.get("/")))
                .isEqualTo(Long.toString(ProcessHandle.current().pid()));
        assertThat(text("$hostname", FakeExchange.get("/")))
                .isEqualTo(InetAddress.getLocalHost().getHostName());
    }

    @ParameterizedTest
    @CsvSource({
        "Europe/Berlin, 2026-07-01T22:30:00Z, 02/Jul/2026:00:30:00 +0200, 2026-07-02T00:30:00+02:00",
        "America/St_Johns, 2026-01-01T00:00:00Z, 31/Dec/2025:20:30:00 -0330, 2025-12-31T20:30:00-03:30"
    })
    void timesAreInTheZoneOfTheServer(String zone, Instant now, String local, String iso8601) {
        Variables there = new Variables(ZoneId.of(zone));
        FakeExchange exchange = FakeExchange.get("/").time(now, Duration.ZERO);

        assertThat(there.compile("$time_local|$time_iso8601").text(exchange)).isEqualTo(local + "|" + iso8601);
    }

    @Test
    void theTimeMovesOnWithTheSecond() {
        Template time = variables.compile("$time_iso8601");
        Instant start = Instant.parse("2026-01-01T00:00:00.999Z");

        assertThat(time.text(FakeExchange.get("/").time(start, Duration.ZERO))).isEqualTo("2026-01-01T00:00:00+00:00");
        assertThat(time.text(FakeExchange.get("/").time(start, Duration.ofMillis(1))))
                .isEqualTo("2026-01-01T00:00:01+00:00");
    }

    @Test
    void onlyValuesAreEscapedNotTheTextBetween() {
        Template template = variables.compile("a\"$http_foo\"b", (value, out) -> out.append(value.replace("\"", "!")));

        assertThat(template.text(FakeExchange.get("/").requestHeader("Foo", "x\"y")))
                .isEqualTo("a\"x!y\"b");
    }

    @Test
    void textBeyondAsciiComesOutAsTheBytesOfItsUtf8() {
        Template template = variables.compile("é€$host");
        byte[] bytes = template.text(FakeExchange.get("/")).getBytes(StandardCharsets.ISO_8859_1);

        assertThat(new String(bytes, StandardCharsets.UTF_8)).isEqualTo("é€example.com");
    }

    @Test
    void twoDollarSignsStandForOne() {
        assertThat(text("$$host costs $$5", FakeExchange.get("/"))).isEqualTo("$host costs $5");
    }

    @ParameterizedTest
    @CsvSource({"'', true", "text, true", "$$, true", "$host, false", "a$host, false"})
    void onlyATextWithoutVariablesIsConstant(String text, boolean constant) {
        assertThat(variables.compile(text).constant()).isEqualTo(constant);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    $remote_add      | unknown variable $remote_add (expected: $remote_addr)
                    ${time_locale}   | unknown variable $time_locale (expected: $time_local)
                    $hosts           | unknown variable $hosts (expected: $host)
                    $nginx_version_x | unknown variable $nginx_version_x (expected: one of docs/variables.md)
                    $http_           | unknown variable $http_ (expected: a name after it, such as $http_x_name)
                    $0               | unknown variable $0 (expected: one of docs/variables.md)
                    cost: $          | a $ at index 6 of "cost: $" without a name (expected: $name, ${name}, or $$ for the sign itself)
                    a $-b            | a $ at index 2 of "a $-b" without a name (expected: $name, ${name}, or $$ for the sign itself)
                    ${}              | a $ at index 0 of "${}" without a name (expected: $name, ${name}, or $$ for the sign itself)
                    x${host          | "${host" in "x${host" is not closed (expected: ${name})
                    x${ho st}        | "${ho st}" in "x${ho st}" is not closed (expected: ${name})
                    """)
    void aTextThatNamesNoVariableIsRefused(String text, String message) {
        assertThatThrownBy(() -> variables.compile(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }
}
