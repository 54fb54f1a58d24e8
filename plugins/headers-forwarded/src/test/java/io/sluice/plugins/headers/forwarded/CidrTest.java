package io.sluice.plugins.headers.forwarded;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CidrTest {
    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, 10.255.255.255, true",
        "10.0.0.0/8, 11.0.0.0, false",
        "10.1.2.0/23, 10.1.3.255, true",
        "10.1.2.0/23, 10.1.4.0, false",
        "192.0.2.128/25, 192.0.2.128, true",
        "192.0.2.128/25, 192.0.2.127, false",
        "192.0.2.7, 192.0.2.7, true",
        "192.0.2.7, 192.0.2.6, false",
        "0.0.0.0/0, 203.0.113.9, true",
        "0.0.0.0/0, ::1, false",
        "::/0, ::1, true",
        "::/0, 203.0.113.9, false",
        "::ffff:10.0.0.0, 10.0.0.0, true",
        "2001:db8::/33, 2001:db8:7fff::1, true",
        "2001:db8::/33, 2001:db8:8000::1, false",
        "2001:db8::1, 2001:db8::1, true",
    })
    void anAddressIsInANetworkWhenItsFirstBitsAreEqual(String network, String address, boolean in) {
        InetAddress parsed = Literal.parse(address);

        assertThat(Cidr.parse(network).contains(parsed.getAddress())).isEqualTo(in);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "10",
                "10.0.0",
                "10.0.0.256",
                "10.0.0.0.0",
                "010.0.0.0",
                "10..0.0",
                "10.0.0.0/33",
                "10.0.0.0/-1",
                "10.0.0.0/",
                "10.0.0.0/08",
                "10.0.0.0/8/8",
                "10.0.0.1/8",
                "::1/64",
                "2001:db8::/129",
                "::g",
                "1:2",
                "[::1]",
                "fe80::1%eth0",
                "localhost",
                "example.com",
                "10.0.0.0:80",
                "::ffff:10.0.0.0/104",
                "0:0:0:0:0:0:0:0:0:0:0:0:0:0:0:0:0:0:0:0:0:0:0:0"
            })
    void whatIsNoNetworkIsRefusedWithoutALookUp(String text) {
        assertThat(Cidr.parse(text)).isNull();
    }
}
