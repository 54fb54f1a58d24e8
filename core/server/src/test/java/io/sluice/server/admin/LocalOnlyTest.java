package io.sluice.server.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.testkit.FakeExchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LocalOnlyTest {
    private static FakeExchange asked(String host) {
        return FakeExchange.get("/").local("127.0.0.1", 9180).host(host);
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1:9180", "localhost:9180", "LocalHost:9180", "127.8.9.10:9180", "[::1]:9180"})
    void aProgramOfThisMachineIsObeyed(String host) {
        assertThat(LocalOnly.refusal(asked(host))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "evil.example:9180",
                "localhost.evil.example:9180",
                "127.0.0.1.evil.example:9180",
                "127.0.0.1",
                "localhost",
                "localhost:80",
                "localhost:91800",
                "127.0.0.1:9180:9180",
                "10.0.0.1:9180",
                "[::2]:9180",
                "0.0.0.0:9180",
                ""
            })
    void anotherNameOrPortInHostIsRefused(String host) {
        assertThat(LocalOnly.refusal(asked(host)))
                .hasValueSatisfying(
                        why -> assertThat(why)
                                .isEqualTo(
                                        "Host is not this machine's (expected: localhost:9180 or a loopback address with that port)"));
    }

    @Test
    void withoutAPortHostMeansPort80() {
        assertThat(LocalOnly.refusal(
                        FakeExchange.get("/").local("127.0.0.1", 80).host("localhost")))
                .isEmpty();
    }

    @Test
    void twoHostsAreRefused() {
        assertThat(LocalOnly.refusal(asked("localhost:9180").requestHeader("Host", "localhost:9180")))
                .isPresent();
    }

    @ParameterizedTest
    @CsvSource({
        "http://localhost:9180, true",
        "HTTP://LOCALHOST:9180, true",
        "http://127.0.0.1:9180, false",
        "http://localhost, false",
        "http://localhost:3000, false",
        "https://localhost:9180, false",
        "https://evil.example, false",
        "http://localhost:9180.evil.example, false",
        "null, false",
        "'', false"
    })
    void anOriginIsRefusedUnlessItIsTheListenersOwn(String origin, boolean obeyed) {
        assertThat(LocalOnly.refusal(asked("localhost:9180").requestHeader("Origin", origin))
                        .isEmpty())
                .isEqualTo(obeyed);
    }

    @Test
    void aSecondOriginDoesNotHideBehindTheFirst() {
        assertThat(LocalOnly.refusal(asked("localhost:9180")
                        .requestHeader("Origin", "http://localhost:9180")
                        .requestHeader("Origin", "https://evil.example")))
                .isPresent();
    }
}
