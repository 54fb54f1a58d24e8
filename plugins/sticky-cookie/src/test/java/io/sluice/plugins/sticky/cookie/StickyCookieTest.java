package io.sluice.plugins.sticky.cookie;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.api.balance.Endpoint;
import io.sluice.api.balance.Stickiness;
import io.sluice.testkit.FakeEndpoint;
import io.sluice.testkit.FakeExchange;
import io.sluice.testkit.FakeHeaders;
import io.sluice.testkit.TestSettings;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class StickyCookieTest {
    private static final Instant NOW = Instant.parse("2026-03-05T08:09:10Z");
    private static final String SECRET = "secret = \"0123456789abcdef0123456789abcdef\"";
    private static final String SETTINGS = "name = srv_id, expires = 1h, " + SECRET;
    private static final List<Endpoint> ALL = FakeEndpoint.list("10.0.0.1:80", "10.0.0.2:80", "[2001:db8::1]:80");

    @Test
    void aClientIsHeldToTheEndpointThatItsCookieIsFor() {
        Stickiness sticky = sticky(SETTINGS, ALL);
        for (Endpoint endpoint : ALL) {
            assertThat(sticky.heldTo(showing("srv_id=" + value(sticky, endpoint))))
                    .containsExactly(endpoint);
        }
    }

    @Test
    void withoutACookieAClientIsHeldToNone() {
        assertThat(sticky(SETTINGS, ALL).heldTo(FakeExchange.get("/"))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "srv_id=V",
                "a=b; srv_id=V",
                "a=b;srv_id=V;c=d",
                "a=b;  srv_id = V ; c=d",
                "srv_id=; srv_id=V",
                "srv_id=AAAA; srv_id=BBBB; srv_id=V",
                ";;; =; srv_id=V",
                "SRV_ID=other; srv_id=V",
                "x=srv_id=1; srv_id=V"
            })
    void theCookieIsFoundAmongOthers(String field) {
        Stickiness sticky = sticky(SETTINGS, ALL);
        assertThat(sticky.heldTo(showing(field.replace("V", value(sticky, ALL.get(1))))))
                .containsExactly(ALL.get(1));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "srv_i=V",
                "srv_id2=V",
                "xsrv_id=V",
                "Srv_Id=V",
                "V",
                "srv_id",
                "a=srv_id=V",
                "srv_id=\"V\"",
                "srv_id=V=",
                "srv_id=1; srv_id=2; srv_id=3; srv_id=4; srv_id=V"
            })
    void whatIsNotTheCookieIsNotTakenForIt(String field) {
        Stickiness sticky = sticky(SETTINGS, ALL);
        assertThat(sticky.heldTo(showing(field.replace("V", value(sticky, ALL.get(1))))))
                .isEmpty();
    }

    @Test
    void theCookieMayStandInASecondField() {
        Stickiness sticky = sticky(SETTINGS, ALL);
        FakeExchange exchange = showing("a=b").requestHeader("cookie", "srv_id=" + value(sticky, ALL.get(2)));
        assertThat(sticky.heldTo(exchange)).containsExactly(ALL.get(2));
    }

    @Test
    void aValueOfWhichOneBitDiffersIsIgnored() {
        Stickiness sticky = sticky(SETTINGS, ALL);
        byte[] good = Base64.getUrlDecoder().decode(value(sticky, ALL.get(0)));
        for (int bit = 0; bit < good.length * 8; bit++) {
            byte[] forged = good.clone();
            forged[bit / 8] ^= (byte) (1 << bit % 8);
            String value = Base64.getUrlEncoder().encodeToString(forged);
            assertThat(sticky.heldTo(showing("srv_id=" + value)))
                    .as("bit %d", bit)
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("distorted")
    void aValueThatIsCutOrDistortedIsIgnored(String value) {
        assertThat(sticky(SETTINGS, ALL).heldTo(showing("srv_id=" + value))).isEmpty();
    }

    static Stream<String> distorted() {
        String good = value(sticky(SETTINGS, ALL), ALL.get(0));
        Stream<String> cut = Stream.iterate(0, i -> i + 1).limit(good.length()).map(i -> good.substring(0, i));
        return Stream.concat(
                cut,
                Stream.of(
                        good + "A",
                        good + good,
                        good.substring(1) + "=",
                        good.substring(2) + "==",
                        "!" + good.substring(1),
                        "\u00ff".repeat(40),
                        "A".repeat(40),
                        "10.0.0.1:80"));
    }

    @Test
    void aValueOfAnotherSecretOrForAnotherCookieIsIgnored() {
        String value = value(sticky(SETTINGS.replace("0123", "3210"), ALL), ALL.get(0));
        assertThat(sticky(SETTINGS, ALL).heldTo(showing("srv_id=" + value))).isEmpty();
        String other = value(sticky(SETTINGS.replace("srv_id", "other"), ALL), ALL.get(0));
        assertThat(sticky(SETTINGS, ALL).heldTo(showing("srv_id=" + other))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"0, true", "3599, true", "3600, true", "3601, false", "86400, false"})
    void aValueIsIgnoredOnceItHasExpired(long secondsLater, boolean held) {
        Stickiness sticky = sticky(SETTINGS, ALL);
        FakeExchange later =
                showing("srv_id=" + value(sticky, ALL.get(0))).time(NOW.plusSeconds(secondsLater), Duration.ZERO);
        assertThat(sticky.heldTo(later).isEmpty()).isNotEqualTo(held);
    }

    @Test
    void aValueWithoutEndIsGoodForYears() {
        Stickiness sticky = sticky("name = srv_id, " + SECRET, ALL);
        FakeExchange later =
                showing("srv_id=" + value(sticky, ALL.get(0))).time(NOW.plus(Duration.ofDays(9000)), Duration.ZERO);
        assertThat(sticky.heldTo(later)).containsExactly(ALL.get(0));
    }

    @Test
    void aValueOfAnEndpointThatIsGoneIsIgnored() {
        String value = value(sticky(SETTINGS, ALL), ALL.get(0));
        assertThat(sticky(SETTINGS, ALL.subList(1, 3)).heldTo(showing("srv_id=" + value)))
                .isEmpty();
    }

    @Test
    void anotherProxyWithTheSecretUnderstandsItWhateverTheOrderOfItsServers() {
        String value = value(sticky(SETTINGS, ALL), ALL.get(0));
        List<Endpoint> others = FakeEndpoint.list("[2001:db8::1]:80", "10.0.0.3:80", "10.0.0.1:80");
        assertThat(sticky(SETTINGS, others).heldTo(showing("srv_id=" + value))).containsExactly(others.get(2));
    }

    @Test
    void aRouteStandsForItsEndpointWhateverTheAddress() {
        Endpoint first = new FakeEndpoint("10.0.0.1:80").route("a");
        String value = value(sticky(SETTINGS, List.of(first)), first);
        List<Endpoint> moved = List.of(
                new FakeEndpoint("10.0.0.1:80").route("b"),
                new FakeEndpoint("10.0.9.9:80").route("a"),
                new FakeEndpoint("10.0.9.10:80").route("a"));
        assertThat(sticky(SETTINGS, moved).heldTo(showing("srv_id=" + value)))
                .containsExactly(moved.get(1), moved.get(2));
    }

    @Test
    void aValueTellsNothingOfTheAddress() {
        byte[] value = Base64.getUrlDecoder().decode(value(sticky(SETTINGS, ALL), ALL.get(0)));
        assertThat(new String(value, StandardCharsets.ISO_8859_1)).doesNotContain("10.0", "\n\0\0\u0001");
        Set<String> starts = new HashSet<>();
        for (String digit : List.of("0", "1", "2")) { // the same endpoint looks different to another secret
            starts.add(value(sticky(SETTINGS.replace("f01", "f" + digit + "1"), ALL), ALL.get(0))
                    .substring(0, 10));
        }
        assertThat(starts).hasSize(3);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "name = s                                                   | ; Path=/; HttpOnly",
                "name = s, http-only = off, path = /chat                    | ; Path=/chat",
                "name = s, secure = on, same-site = strict                  | ; Path=/; Secure; HttpOnly; SameSite=Strict",
                "name = s, secure = on, same-site = none                    | ; Path=/; Secure; HttpOnly; SameSite=None",
                "name = s, same-site = lax                                  | ; Path=/; HttpOnly; SameSite=Lax",
                "name = s, domain = .example.com                            | ; Domain=.example.com; Path=/; HttpOnly",
                "name = s, domain = \".$host\"                              | ; Domain=.chat.example.com; Path=/; HttpOnly",
                "name = s, domain = \"$http_x_domain\"                      | ; Path=/; HttpOnly",
                "name = s, domain = \"$http_x_bad\"                         | ; Path=/; HttpOnly",
                "name = s, expires = 1h | ; Max-Age=3600; Expires=Thu, 05 Mar 2026 09:09:10 GMT; Path=/; HttpOnly",
                "name = s, expires = 1500ms | ; Max-Age=1; Expires=Thu, 05 Mar 2026 08:09:11 GMT; Path=/; HttpOnly",
            })
    void theAttributesAreThoseOfTheSettings(String settings, String attributes) {
        FakeHeaders headers = FakeHeaders.of("Set-Cookie: mine=1");
        FakeExchange exchange =
                at(FakeExchange.get("/").host("chat.example.com").requestHeader("X-Bad", "a; Secure"));
        sticky(settings + ", " + SECRET, ALL).hold(ALL.get(1), headers, exchange);
        assertThat(headers.all("Set-Cookie")).hasSize(2).first().isEqualTo("mine=1");
        assertThat(headers.all("Set-Cookie").get(1))
                .matches("s=[A-Za-z0-9_-]{40};.*")
                .endsWith(attributes);
        assertThat(headers.all("Set-Cookie").get(1)).hasSize("s=".length() + 40 + attributes.length());
    }

    private static Stickiness sticky(String settings, List<Endpoint> endpoints) {
        return new StickyCookieFactory().create(endpoints, TestSettings.of(settings));
    }

    private static FakeExchange at(FakeExchange exchange) {
        return exchange.time(NOW, Duration.ZERO);
    }

    private static FakeExchange showing(String cookies) {
        return at(FakeExchange.get("/").requestHeader("Cookie", cookies));
    }

    private static String value(Stickiness sticky, Endpoint endpoint) {
        FakeHeaders headers = new FakeHeaders();
        sticky.hold(endpoint, headers, at(FakeExchange.get("/")));
        String field = headers.first("Set-Cookie");
        return field.substring(field.indexOf('=') + 1, field.indexOf(';'));
    }
}
