package io.sluice.nginx.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ValuesTest {
    @ParameterizedTest
    @CsvSource({
        "5, 5000",
        "0, 0",
        "500ms, 500",
        "1s, 1000",
        "2m, 120000",
        "1h30m, 5400000",
        "1d, 86400000",
        "7d, 604800000",
        "1w, 604800000",
        "1h 30m, 5400000",
        "1m30, 90000",
        "1s500ms, 1500",
        "5 , 5000",
        "h5, 5000"
    })
    void aTimeInMillisecondsIsReadAsNginxReadsIt(String word, long milliseconds) throws ValueException {
        assertThat(Times.milliseconds(word)).isEqualTo(Duration.ofMillis(milliseconds));
    }

    @ParameterizedTest
    @CsvSource({"5, 5", "86400, 86400", "3600s, 3600", "1M, 2592000", "1y, 31536000", "1y1M, 34128000", "1w2d, 777600"})
    void aTimeInSecondsIsReadAsNginxReadsIt(String word, long seconds) throws ValueException {
        assertThat(Times.seconds(word)).isEqualTo(Duration.ofSeconds(seconds));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "s",
                "5x",
                "-5",
                "1m1h",
                "1s1s",
                "1M",
                "1y",
                "99999999999999999999",
                "9999999999999999d",
                "1.5s"
            })
    void aBadTimeInMillisecondsIsRefused(String word) {
        assertThatThrownBy(() -> Times.milliseconds(word))
                .isInstanceOf(ValueException.class)
                .hasMessage("invalid value");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "500ms", "1s500ms", "x"})
    void aBadTimeInSecondsIsRefused(String word) {
        assertThatThrownBy(() -> Times.seconds(word)).isInstanceOf(ValueException.class);
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "1, 1", "4k, 4096", "4K, 4096", "10m, 10485760", "10M, 10485760"})
    void aSizeHasBytesKilobytesOrMegabytes(String word, long bytes) throws ValueException {
        assertThat(Numbers.size(word)).isEqualTo(bytes);
        assertThat(Numbers.offset(word)).isEqualTo(bytes);
    }

    @Test
    void onlyTheSizeOfABodyMayHaveGigabytes() throws ValueException {
        assertThat(Numbers.offset("1g")).isEqualTo(1L << 30);
        assertThatThrownBy(() -> Numbers.size("1g")).hasMessage("invalid value");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "k", "4kb", "-1", "1.5k", "9223372036854775807k", "9223372036854775808"})
    void aBadSizeIsRefused(String word) {
        assertThatThrownBy(() -> Numbers.offset(word)).hasMessage("invalid value");
    }

    @ParameterizedTest
    @CsvSource({
        "80, *:80",
        "*:8080, *:8080",
        "127.0.0.1, 127.0.0.1:80",
        "127.0.0.1:81, 127.0.0.1:81",
        "[::]:80, [::]:80",
        "[::1], [::1]:80",
        "localhost:80, localhost:80",
        "unix:/run/a.sock, unix:/run/a.sock",
        "80-90, *:80-90",
        "[::ffff:10.0.0.1]:80, [::ffff:10.0.0.1]:80"
    })
    void anAddressToListenAtIsReadAsNginxReadsIt(String word, String address) throws ValueException {
        assertThat(ListenAddress.of(word)).hasToString(address);
    }

    @ParameterizedTest
    @CsvSource({
        "80, 0.0.0.0:80",
        "8000-8002, 0.0.0.0:8000-8002",
        "[::]:80, [::]:80",
        "[0:0:0:0:0:0:0:1]:80, [::1]:80",
        "[2001:DB8:0:0:1:0:0:1]:80, [2001:db8::1:0:0:1]:80",
        "[1:0:2:3:4:5:6:7]:80, [1:0:2:3:4:5:6:7]:80",
        "[64:ff9b::192.0.2.33]:80, [64:ff9b::c000:221]:80",
        "[1::]:80, [1::]:80",
        "unix:/run/x, unix:/run/x",
    })
    void anAddressHasOneSpelling(String word, String spelling) throws ValueException {
        assertThat(ListenAddress.of(word).canonical()).isEqualTo(spelling);
    }

    @Test
    void aRangeIsOneAddressForEachPort() throws ValueException {
        assertThat(ListenAddress.of("8000-8002").each())
                .map(ListenAddress::canonical)
                .containsExactly("0.0.0.0:8000", "0.0.0.0:8001", "0.0.0.0:8002");
    }

    @Test
    void aListenHasFlagsAndSettings() throws ValueException {
        Listen listen = Listen.of(List.of("443", "ssl", "http2", "default", "backlog=5", "so_keepalive=30m::10"));

        assertThat(listen.has("ssl")).isTrue();
        assertThat(listen.has("default_server")).isTrue();
        assertThat(listen.has("reuseport")).isFalse();
        assertThat(listen.settings()).containsEntry("backlog", "5").containsEntry("so_keepalive", "30m::10");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    /            | PREFIX            | /
                    = /a         | EXACT             | /a
                    =/a          | EXACT             | /a
                    ^~ /a        | PREFIX_FIRST      | /a
                    ~ \\.php$    | REGEX             | \\.php$
                    ~\\.php$     | REGEX             | \\.php$
                    ~* \\.php$   | REGEX_IGNORE_CASE | \\.php$
                    ~*\\.php$    | REGEX_IGNORE_CASE | \\.php$
                    @a           | NAMED             | @a
                    """)
    void aLocationHasAModifierInAWordOfItsOwnOrNot(String words, LocationMatch.Kind kind, String pattern)
            throws ValueException {
        assertThat(LocationMatch.of(List.of(words.split(" ", -1)))).isEqualTo(new LocationMatch(kind, pattern));
    }

    @Test
    void aServerOfAnUpstreamHasItsParameters() throws ValueException {
        assertThat(UpstreamServer.of(
                        List.of("a:1", "weight=2", "max_conns=3", "max_fails=4", "fail_timeout=1m", "backup", "down")))
                .isEqualTo(new UpstreamServer(
                        "a:1", 2, 3, 4, Duration.ofMinutes(1), true, true, false, "", UpstreamServer.Plus.NONE));
        assertThat(UpstreamServer.of(List.of("a", "route=b", "slow_start=30s", "drain"))
                        .plus())
                .isEqualTo(new UpstreamServer.Plus("b", Duration.ofSeconds(30), true));
        assertThat(UpstreamServer.of(List.of("a")))
                .isEqualTo(new UpstreamServer(
                        "a", 1, 0, 1, Duration.ofSeconds(10), false, false, false, "", UpstreamServer.Plus.NONE));
    }

    @ParameterizedTest
    @CsvSource({
        "a:1 resolve, true, ''",
        "a service=http resolve, true, _http._tcp.a",
        "a service=_http._tcp resolve, true, _http._tcp.a",
        "a service=one.two, false, one.two.a",
    })
    void aServerOfAnUpstreamMayBeResolvedAgainAndAgain(String words, boolean resolve, String service)
            throws ValueException {
        UpstreamServer server = UpstreamServer.of(List.of(words.split(" ", -1)));
        assertThat(server.resolve()).isEqualTo(resolve);
        assertThat(server.service()).isEqualTo(service);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    ($a)            | TRUTH | false | $a | ``
                    ( $a )          | TRUTH | false | $a | ``
                    ($a = b)        | EQUAL | false | $a | b
                    ( $a != b )     | EQUAL | true  | $a | b
                    ($a ~ b)        | REGEX | false | $a | b
                    ($a !~* ^(b)$)  | REGEX_IGNORE_CASE | true | $a | ^(b)$
                    (-f $a)         | FILE  | false | $a | ``
                    (!-e $a)        | EXISTS | true | $a | ``
                    """)
    void aConditionIsRead(String words, IfCondition.Test test, boolean negated, String subject, String operand)
            throws ValueException {
        assertThat(IfCondition.of(List.of(words.split(" ", -1))))
                .isEqualTo(new IfCondition(test, negated, subject, operand));
    }
}
