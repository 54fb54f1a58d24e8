package io.sluice.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AmountTest {
    @ParameterizedTest
    @CsvSource({"10, 10000", "10s, 10000", "500ms, 500", "1.5s, 1500", "2m, 120000", "1h, 3600000", "0, 0"})
    void timesHaveUnits(String text, long millis) {
        assertThat(Amount.time(text)).isEqualTo(millis * 1_000_000);
    }

    @ParameterizedTest
    @CsvSource({
        "64, 64, 64",
        "16k, 16384, 16384",
        "1M, 1048576, 1048576",
        "16m, 16777216, 16777216",
        "'64,1k', '64,1024', 1024",
        "64-1k, 64-1024, 1024",
        "0, 0, 0",
    })
    void sizesAreOneOrAListOrARange(String text, String shown, int longest) {
        assertThat(Amount.sizes(text)).hasToString(shown);
        assertThat(Amount.sizes(text).longest()).isEqualTo(longest);
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.2, 127.0.0.2",
        "'127.0.0.2,127.0.0.9', '127.0.0.2,127.0.0.9'",
        "127.0.0.254-127.0.0.255, '127.0.0.254,127.0.0.255'",
        "'127.0.0.1,127.0.1.3-127.0.1.5', '127.0.0.1,127.0.1.3,127.0.1.4,127.0.1.5'",
        "::1, 0:0:0:0:0:0:0:1",
    })
    void sourcesAreAddressesAndRangesOfThem(String text, String all) {
        assertThat(Amount.sources(text).stream().map(InetAddress::getHostAddress))
                .containsExactly(all.split(",", -1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "10x", "-1", "1.2345s"})
    void whatIsNoTimeIsRefused(String text) {
        assertThatThrownBy(() -> Amount.time(text)).hasMessageStartingWith("found " + text + " (expected: a time");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "64q", "17m", "64,", "64-", "2-1", "1-2-3"})
    void whatIsNoSizeIsRefused(String text) {
        assertThatThrownBy(() -> Amount.sizes(text)).hasMessageStartingWith("found " + text + " (expected: bytes");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "localhost",
                "127.0.0.5-127.0.0.2",
                "127.0.0.1-127.0.1.1",
                "127.0.0.1-::1",
                "::1-127.0.0.2",
                "127.0.0.1,"
            })
    void whatIsNoSourceIsRefused(String text) {
        assertThatThrownBy(() -> Amount.sources(text))
                .hasMessageStartingWith("found " + text + " (expected: addresses");
    }
}
