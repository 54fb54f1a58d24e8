package io.sluice.server.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QueryTest {
    private static final List<String> KNOWN = List.of("route", "limit", "min-age", "client");

    @ParameterizedTest
    @CsvSource({"90, 90000", "90s, 90000", "250ms, 250", "10m, 600000", "2h, 7200000", "1d, 86400000", "0, 0"})
    void aDurationHasAUnitOrCountsSeconds(String text, long millis) {
        assertThat(new Query("min-age=" + text, KNOWN).nanos("min-age"))
                .isEqualTo(Duration.ofMillis(millis).toNanos());
    }

    @Test
    void escapesAreResolved() {
        assertThat(new Query("route=site+%2Fws%2F%C3%A4&limit=5", KNOWN).text("route"))
                .contains("site /ws/ä");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            rout=/ws         | parameter "rout" (expected: one of route, limit, min-age, client); did you mean route?
            limit=1&limit=2  | parameter "limit": twice (expected: once)
            limit=0          | limit: found "0" (expected: a whole number from 1 to 10)
            limit=11         | limit: found "11" (expected: a whole number from 1 to 10)
            limit=           | limit: found "" (expected: a whole number from 1 to 10)
            limit=9999999999 | limit: found "9999999999" (expected: a whole number from 1 to 10)
            min-age=5y       | min-age: found "5y" (expected: a duration such as 90s, 10m, 2h or 1d)
            min-age=-5s      | min-age: found "-5s" (expected: a duration such as 90s, 10m, 2h or 1d)
            """)
    void whatIsWrongIsNamed(String text, String message) {
        assertThatThrownBy(() -> {
                    Query query = new Query(text, KNOWN);
                    query.number("limit", 5, 1, 10);
                    query.nanos("min-age");
                })
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, 10.255.0.1, true",
        "10.0.0.0/8, 11.0.0.1, false",
        "10.1.2.3, 10.1.2.3, true",
        "10.1.2.3, 10.1.2.4, false",
        "10.1.2.0/23, 10.1.3.255, true",
        "10.1.2.0/23, 10.1.4.0, false",
        "0.0.0.0/0, 192.0.2.1, true",
        "0.0.0.0/0, 2001:db8::1, false",
        "2001:db8::/32, 2001:db8:ffff::1, true",
        "[2001:db8::1], 2001:db8::1, true",
        "::/0, 10.0.0.1, false"
    })
    void aRangeHasTheAddressesThatBeginWithItsBits(String range, String address, boolean has) throws Exception {
        assertThat(AddressRange.parse(range).orElseThrow().has(InetAddress.getByName(address)))
                .isEqualTo(has);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "localhost", "10.0.0.0/33", "10.0.0.0/", "10.0.0.0/-1", "::/129", "10.0.0/8", "a/8"})
    void whatIsNoRangeIsRefused(String text) {
        assertThat(AddressRange.parse(text)).isEmpty();
    }
}
