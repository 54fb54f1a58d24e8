package io.sluice.server.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.server.config.AdminConfig;
import io.sluice.testkit.FakeExchange;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GuardTest {
    private static final Guard GUARD = new Guard(new AdminConfig(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 9180),
            Optional.empty(),
            List.of(),
            false,
            List.of("admin.example.com"),
            List.of(),
            ""));

    private static FakeExchange asked(String host) {
        return FakeExchange.get("/").local("127.0.0.1", 9180).host(host);
    }

    private static boolean refused(FakeExchange exchange, boolean reads) {
        return GUARD.refusal(exchange, reads).isPresent();
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, 9180, 127.0.0.1:9180, false",
        "127.0.0.1, 9180, localhost:9180, false",
        "127.0.0.1, 9180, LocalHost:9180, false",
        "127.0.0.1, 9180, 127.8.9.10:9180, false",
        "127.0.0.1, 9180, [::1]:9180, false",
        "127.0.0.1, 9180, admin.example.com, false",
        "127.0.0.1, 9180, Admin.Example.com:443, false",
        "127.0.0.1, 80, localhost, false",
        "10.0.0.7, 9180, 10.0.0.7:9180, false",
        "2001:db8::7, 9180, [2001:db8::7]:9180, false",
        "127.0.0.1, 9180, evil.example:9180, true",
        "127.0.0.1, 9180, x.admin.example.com, true",
        "127.0.0.1, 9180, localhost.evil.example:9180, true",
        "127.0.0.1, 9180, 127.0.0.1.evil.example:9180, true",
        "127.0.0.1, 9180, 127.0.0.1, true",
        "127.0.0.1, 9180, localhost, true",
        "127.0.0.1, 9180, localhost:80, true",
        "127.0.0.1, 9180, localhost:91800, true",
        "127.0.0.1, 9180, 127.0.0.1:9180:9180, true",
        "127.0.0.1, 9180, 10.0.0.1:9180, true",
        "127.0.0.1, 9180, [::2]:9180, true",
        "127.0.0.1, 9180, 0.0.0.0:9180, true",
        "127.0.0.1, 9180, '', true",
        "10.0.0.7, 9180, localhost:9180, true",
        "10.0.0.7, 9180, 10.0.0.8:9180, true"
    })
    void hostIsTheBoundAddressOrAName(String local, int port, String host, boolean refused) {
        FakeExchange exchange = FakeExchange.get("/").local(local, port).host(host);

        assertThat(refused(exchange, true)).isEqualTo(refused);
        assertThat(refused(exchange, false)).isEqualTo(refused);
    }

    @Test
    void theRefusalSaysWhatWasExpected() {
        assertThat(GUARD.refusal(asked("evil.example:9180"), true).orElseThrow().message())
                .isEqualTo(
                        "refused: Host is not this listener's (expected: 127.0.0.1:9180, localhost or a loopback address"
                                + " with that port, or one of sluice.admin.names)");
    }

    @Test
    void twoHostsAreRefused() {
        assertThat(refused(asked("localhost:9180").requestHeader("Host", "localhost:9180"), true))
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "http://localhost:9180, false",
        "HTTP://LOCALHOST:9180, false",
        "http://127.0.0.1:9180, true",
        "http://localhost, true",
        "http://localhost:3000, true",
        "https://localhost:9180, true",
        "https://evil.example, true",
        "http://localhost:9180.evil.example, true",
        "null, true",
        "'', true"
    })
    void anOriginIsRefusedUnlessItIsTheListenersOwn(String origin, boolean refused) {
        FakeExchange exchange = asked("localhost:9180").requestHeader("Origin", origin);

        assertThat(refused(exchange, true)).isEqualTo(refused);
        assertThat(refused(exchange, false)).isEqualTo(refused);
    }

    @Test
    void aSecondOriginDoesNotHideBehindTheFirst() {
        assertThat(refused(
                        asked("localhost:9180")
                                .requestHeader("Origin", "http://localhost:9180")
                                .requestHeader("Origin", "https://evil.example"),
                        false))
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "same-origin, cors, empty, true, false",
        "same-origin, cors, empty, false, false",
        "none, navigate, document, true, false",
        "cross-site, navigate, document, true, false",
        "cross-site, navigate, document, false, true",
        "cross-site, navigate, iframe, true, true",
        "cross-site, no-cors, script, true, true",
        "cross-site, no-cors, image, true, true",
        "cross-site, cors, empty, true, true",
        "same-site, cors, empty, true, true",
        "same-site, no-cors, empty, false, true"
    })
    void aBrowserTellsWhichSiteAsks(String site, String mode, String destination, boolean reads, boolean refused) {
        FakeExchange exchange = asked("localhost:9180")
                .requestHeader("Sec-Fetch-Site", site)
                .requestHeader("Sec-Fetch-Mode", mode)
                .requestHeader("Sec-Fetch-Dest", destination);

        assertThat(refused(exchange, reads)).isEqualTo(refused);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "application/jsonp"})
    void aCommandThatAPageCouldSendUnaskedIsRefused(String type) {
        assertThat(Guard.simple(asked("localhost:9180").requestHeader("Content-Type", type)))
                .isPresent();
    }

    @Test
    void aCommandHasAFieldOfItsOwnOrIsJson() {
        assertThat(Guard.simple(asked("localhost:9180"))).isPresent();
        assertThat(Guard.simple(asked("localhost:9180").requestHeader("X-Sluice-Command", "1")))
                .isEmpty();
        assertThat(Guard.simple(
                        asked("localhost:9180").requestHeader("Content-Type", "Application/JSON; charset=utf-8")))
                .isEmpty();
    }
}
