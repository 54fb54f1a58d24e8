package io.sluice.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TargetTest {
    @ParameterizedTest
    @CsvSource({
        "ws://localhost, true, false, localhost, 80, /, localhost",
        "WS://localhost:8080/chat?room=1, true, false, localhost, 8080, /chat?room=1, localhost:8080",
        "wss://example.com/a%20b, true, true, example.com, 443, /a%20b, example.com",
        "http://127.0.0.1:80/, false, false, 127.0.0.1, 80, /, 127.0.0.1",
        "https://[::1]:8443?x, false, true, ::1, 8443, /?x, [::1]:8443",
    })
    void anAddressIsTakenApart(
            String url, boolean webSocket, boolean tls, String host, int port, String path, String authority) {
        Target target = Target.parse(url);
        assertThat(target).isEqualTo(new Target(webSocket, tls, host, port, path));
        assertThat(target.authority()).isEqualTo(authority);
        assertThat(Target.parse(target.toString())).isEqualTo(target);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "localhost:8080 | its scheme is none of these",
                "ftp://localhost/ | its scheme is none of these",
                "ws:///x | it names no host",
                "ws://a b/ | Illegal character in authority",
                "ws://h/a b | Illegal character in path",
                "ws://u:p@host/ | a name and password go into --header 'Authorization: …'",
                "ws://h/#x | what follows # is never sent",
                "ws://h:70000/ | a port is 1 to 65535",
                "ws://h:0/ | a port is 1 to 65535"
            })
    void whatIsNoneIsRefusedByItsFault(String url, String why) {
        assertThatThrownBy(() -> Target.parse(url))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("found " + url + ": " + why
                        + " (expected: ws://HOST[:PORT][/PATH], or with wss://, http:// or https://)");
    }
}
