package io.sluice.plugins.headers.forwarded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.api.Settings;
import io.sluice.api.SettingsException;
import io.sluice.api.headers.HeaderPolicy;
import io.sluice.testkit.FakeExchange;
import io.sluice.testkit.FakeHeaders;
import io.sluice.testkit.TestSettings;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ForwardedPolicyTest {
    private static final String NOTHING =
            "x-real-ip = off, x-forwarded-for = off, x-forwarded-proto = off, x-forwarded-host = off, x-forwarded-port = off, ";
    private static final String TRUST = "trusted-proxies = [\"192.0.2.0/24\", \"2001:db8::/32\"], ";

    private static final String[] SPOOFED = {
        "X-Real-IP: 9.9.9.9",
        "X-Forwarded-For: 8.8.8.8",
        "X-Forwarded-Proto: https",
        "X-Forwarded-Host: evil.example",
        "X-Forwarded-Port: 443",
        "Forwarded: for=8.8.8.8"
    };

    private static HeaderPolicy policy(String hocon) {
        Settings settings = TestSettings.of(hocon);
        HeaderPolicy policy = new ForwardedFactory().create(settings);
        assertThat(TestSettings.complaints(settings)).isEmpty();
        return policy;
    }

    private static FakeExchange exchange() {
        return FakeExchange.get("/").client("192.0.2.1").local("198.51.100.1", 8080);
    }

    private static List<String> apply(String hocon, FakeExchange exchange, String... lines) {
        FakeHeaders headers = FakeHeaders.of(lines);
        policy(hocon).onRequest(headers, exchange);
        return headers.lines();
    }

    private static String field(String name, String hocon, FakeExchange exchange, String... lines) {
        FakeHeaders headers = FakeHeaders.of(lines);
        policy(hocon).onRequest(headers, exchange);
        assertThat(headers.all(name)).hasSizeLessThan(2);
        return headers.first(name);
    }

    @Test
    void withoutSettingsTheBackEndLearnsWhoAsksAndHow() {
        assertThat(apply("", exchange()))
                .containsExactlyInAnyOrder(
                        "X-Real-IP: 192.0.2.1",
                        "X-Forwarded-For: 192.0.2.1",
                        "X-Forwarded-Proto: http",
                        "X-Forwarded-Host: example.com",
                        "X-Forwarded-Port: 8080");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "trusted-proxies = 10.0.0.0/8, "})
    void whatAPeerThatIsNotTrustedSaysIsReplaced(String trust) {
        assertThat(apply(trust + "forwarded = append", exchange(), SPOOFED))
                .containsExactlyInAnyOrder(
                        "X-Real-IP: 192.0.2.1",
                        "X-Forwarded-For: 192.0.2.1",
                        "X-Forwarded-Proto: http",
                        "X-Forwarded-Host: example.com",
                        "X-Forwarded-Port: 8080",
                        "Forwarded: for=192.0.2.1;host=example.com;proto=http");
    }

    @Test
    void whatAPeerThatIsNotTrustedSaysIsRemovedWhereTheFieldIsOff() {
        assertThat(apply(NOTHING, exchange(), SPOOFED)).isEmpty();
    }

    @Test
    void whatATrustedPeerSaysIsKeptAndThePeerAddedToTheLists() {
        assertThat(apply(TRUST + "forwarded = append", exchange(), SPOOFED))
                .containsExactly(
                        "X-Real-IP: 9.9.9.9",
                        "X-Forwarded-For: 8.8.8.8, 192.0.2.1",
                        "X-Forwarded-Proto: https",
                        "X-Forwarded-Host: evil.example",
                        "X-Forwarded-Port: 443",
                        "Forwarded: for=8.8.8.8, for=192.0.2.1;host=example.com;proto=http");
    }

    @Test
    void whatATrustedPeerSaysPassesWhereTheFieldIsOff() {
        assertThat(apply(TRUST + NOTHING, exchange(), SPOOFED)).containsExactly(SPOOFED);
    }

    @Test
    void whatATrustedPeerLeavesOutIsFilledIn() {
        assertThat(apply(TRUST, exchange()))
                .containsExactlyInAnyOrder(
                        "X-Real-IP: 192.0.2.1",
                        "X-Forwarded-For: 192.0.2.1",
                        "X-Forwarded-Proto: http",
                        "X-Forwarded-Host: example.com",
                        "X-Forwarded-Port: 8080");
    }

    @Test
    void severalListsOfATrustedPeerBecomeOne() {
        assertThat(field(
                        "X-Forwarded-For",
                        TRUST,
                        exchange(),
                        "X-Forwarded-For: 1.1.1.1",
                        "X-Forwarded-For: 2.2.2.2, 3.3.3.3"))
                .isEqualTo("1.1.1.1, 2.2.2.2, 3.3.3.3, 192.0.2.1");
    }

    @Test
    void replaceWritesThePeerAloneEvenForATrustedOne() {
        assertThat(field("X-Forwarded-For", TRUST + "x-forwarded-for = replace", exchange(), SPOOFED))
                .isEqualTo("192.0.2.1");
        assertThat(field("Forwarded", TRUST + "forwarded = replace", exchange(), SPOOFED))
                .isEqualTo("for=192.0.2.1;host=example.com;proto=http");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    203.0.113.9                     | 203.0.113.9
                    9.9.9.9, 203.0.113.9            | 203.0.113.9
                    203.0.113.9, 192.0.2.7          | 203.0.113.9
                    203.0.113.9 ,192.0.2.7,2001:db8::7 | 203.0.113.9
                    192.0.2.6, 192.0.2.7            | 192.0.2.6
                    203.0.113.9, unknown, 192.0.2.7 | 192.0.2.7
                    203.0.113.9:4711                | 192.0.2.1
                    ,                               | 192.0.2.1
                    2001:0DB8:1::1, 2001:dead::1    | 2001:dead::1
                    """)
    void theRealAddressIsTheLastInTheChainThatIsNotTrusted(String chain, String real) {
        assertThat(field("X-Real-IP", TRUST, exchange(), "X-Forwarded-For: " + chain))
                .isEqualTo(real);
    }

    @Test
    void theRealAddressMayStandInAnEarlierOfSeveralFields() {
        assertThat(field(
                        "X-Real-IP",
                        TRUST,
                        exchange(),
                        "X-Forwarded-For: 9.9.9.9, 203.0.113.9",
                        "X-Forwarded-For: 192.0.2.7"))
                .isEqualTo("203.0.113.9");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    192.0.2.1   | example.com      | for=192.0.2.1;host=example.com;proto=http
                    192.0.2.1   | example.com:8080 | for=192.0.2.1;host="example.com:8080";proto=http
                    2001:db8::1 | [2001:db8::2]    | for="[2001:db8::1]";host="[2001:db8::2]";proto=http
                    192.0.2.1   | a"b\\c           | for=192.0.2.1;host="a\\"b\\\\c";proto=http
                    192.0.2.1   | ''               | for=192.0.2.1;proto=http
                    """)
    void forwardedQuotesWhatIsNoToken(String client, String host, String value) {
        assertThat(field(
                        "Forwarded",
                        "forwarded = append",
                        exchange().client(client).host(host)))
                .isEqualTo(value);
    }

    @Test
    void addressesOfIpv6AreShortAndWithoutBracketsOutsideForwarded() {
        FakeExchange exchange = exchange().client("2001:db8:0:0:0:0:0:1");

        assertThat(field("X-Forwarded-For", "", exchange)).isEqualTo("2001:db8::1");
        assertThat(field("X-Real-IP", "", exchange)).isEqualTo("2001:db8::1");
    }

    @Test
    void httpsIsTold() {
        assertThat(field("X-Forwarded-Proto", "", exchange().scheme("https"))).isEqualTo("https");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    trusted-proxies = ["10.0.0.0/8", "10.0.0.1/8"] | no bit set past the prefix; not 10.0.0.1/8
                    trusted-proxies = [localhost]                  | not localhost
                    x-forwarded-for = on                           | expected: one of append, replace, off
                    forwarded = true                               | expected: one of append, replace, off
                    x-real-ip = maybe                              | expected: on or off
                    """)
    void whatCannotBeUsedIsRefused(String hocon, String message) {
        assertThatThrownBy(() -> policy(hocon))
                .isInstanceOf(SettingsException.class)
                .hasMessageStartingWith("test.conf")
                .hasMessageContaining(message);
    }
}
