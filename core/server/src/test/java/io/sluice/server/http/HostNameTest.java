package io.sluice.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.server.error.ProxyException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostNameTest {
    /** The second column was recorded as {@code $host} with nginx 1.22.1. */
    @ParameterizedTest
    @CsvSource({
        "x, x",
        "X.Y, x.y",
        "Example.COM:8080, example.com",
        "x., x",
        "x.:80, x",
        ".x, .x",
        "x:80, x",
        "x:, x",
        "'a,b', 'a,b'",
        "a_b, a_b",
        "a%20b, a%20b",
        "a;b, a;b",
        "xn--a, xn--a",
        "1.2.3.4, 1.2.3.4",
        "-a, -a",
        "*, *",
        "[::1], [::1]",
        "[::1]:8080, [::1]",
        "[2001:DB8::A], [2001:db8::a]",
    })
    void theHostIsNginxsHost(String authority, String host) {
        assertThat(HostName.of(authority)).isEqualTo(host);
    }

    @ParameterizedTest
    @ValueSource(strings = {"x..y", ".", "", ":", ":80", "::1", "a b", "a/b", "a\tb", ".:80"})
    void whatNginxRefusesIsRefused(String authority) {
        assertThatThrownBy(() -> HostName.of(authority)).isInstanceOf(ProxyException.class);
    }

    /** nginx lets these pass, RFC 3986 does not. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "x:80a",
                "x:99999",
                "x:-1",
                "x:65536",
                "[::1]x",
                "[zz]",
                "[::1",
                "[]",
                "[:]",
                "a%zz",
                "a%2",
                "a@b",
                "a\\b",
                "\u00e4.de",
                "a:80:90",
                "a?b",
                "a#b",
                "a[b",
                "a\"b",
                "a<b>",
                "a|b",
                "a\u20acb",
                "[::\u0661]"
            })
    void whatRfc3986HasNoPlaceForIsRefused(String authority) {
        assertThatThrownBy(() -> HostName.of(authority))
                .isInstanceOf(ProxyException.class)
                .hasMessageStartingWith("host \"" + authority + "\": ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "::",
                "::1",
                "1::",
                "1:2:3:4:5:6:7:8",
                "1::8",
                "1:2:3:4:5:6:7::",
                "::2:3:4:5:6:7:8",
                "::ffff:1.2.3.4",
                "1:2:3:4:5:6:1.2.3.4",
                "ABCD:ef01::",
                "64:ff9b::255.255.255.255"
            })
    void everyFormOfAnIpv6AddressIsOne(String address) {
        assertThat(Ipv6.isAddress(address)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ":",
                ":::",
                "1",
                "1:2",
                "1:2:3:4:5:6:7",
                "1:2:3:4:5:6:7:8:9",
                "1:2:3:4:5:6:7:8::",
                "1::2::3",
                "12345::",
                "g::",
                "::1.2.3",
                "::1.2.3.256",
                "::1.2.3.04",
                "::1.2.3.4.5",
                "1.2.3.4",
                "1.2.3.4::",
                "::1.2.3.4:5",
                ":1:2:3:4:5:6:7",
                "1:2:3:4:5:6:7:",
                "fe80::1%eth0",
                "::1 ",
                "1:2:3:4:5:6:7:1.2.3.4"
            })
    void whatIsNoIpv6AddressIsNone(String address) {
        assertThat(Ipv6.isAddress(address)).isFalse();
    }
}
