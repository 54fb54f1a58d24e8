package io.sluice.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.api.Settings;
import io.sluice.api.SettingsException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FakesTest {
    @Test
    void aTargetGivesPathAndQuery() {
        FakeExchange exchange = FakeExchange.get("/chat?room=1");
        assertThat(exchange.path()).isEqualTo("/chat");
        assertThat(exchange.query()).isEqualTo("room=1");
        assertThat(exchange.requestLine()).isEqualTo("GET /chat?room=1 HTTP/1.1");
        assertThat(FakeExchange.get("/chat").query()).isNull();
    }

    @Test
    void anUpgradeCarriesAWholeHandshake() {
        FakeExchange exchange = FakeExchange.upgrade("/chat");
        assertThat(exchange.webSocket()).isTrue();
        assertThat(exchange.requestHeaders().first("upgrade")).isEqualTo("websocket");
        assertThat(exchange.requestHeaders().first("sec-websocket-key")).hasSize(24);
    }

    @Test
    void nowIsTheStartAndWhatHasElapsed() {
        FakeExchange exchange = new FakeExchange().time(Instant.parse("2026-03-04T05:06:07Z"), Duration.ofMillis(1500));
        assertThat(Instant.ofEpochMilli(exchange.nowMillis())).isEqualTo(Instant.parse("2026-03-04T05:06:08.500Z"));
    }

    @Test
    void settingAFieldReplacesAllOfItsNameInThePlaceOfTheFirst() {
        FakeHeaders headers = FakeHeaders.of("Host: a", "X-A: 1", "Accept: */*", "x-a: 2");
        headers.set("X-a", "3");
        assertThat(headers.lines()).containsExactly("Host: a", "X-a: 3", "Accept: */*");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Connection", "upgrade", "Sec-WebSocket-Key", "Content-Length", "X Y", "", "Naïve"})
    void aPolicyMayNotTouchTheseNames(String name) {
        FakeHeaders headers = new FakeHeaders();
        assertThatThrownBy(() -> headers.set(name, "x")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> headers.add(name, "x")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> headers.remove(name)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aValueMayNotCarryALineEnd() {
        assertThatThrownBy(() -> new FakeHeaders().add("X-A", "1\r\nX-B: 2")).hasMessageContaining("X-A");
    }

    @Test
    void aKeyThatNobodyReadIsComplainedAboutWithItsLine() {
        Settings settings = TestSettings.of("a = 1\nb = 2\n");
        assertThat(settings.integer("a", 0, 9, 5)).isEqualTo(1);
        assertThat(TestSettings.complaints(settings)).singleElement().asString().startsWith("test.conf: 2: b");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "$remote_addr:$remote_port | 192.0.2.1:50000",
                "${uri}x                   | /chatx",
                "$http_x_room              | 7",
                "$args                     | a=1",
                "no variables              | no variables"
            })
    void aTemplateTakesItsVariablesFromTheExchange(String text, String value) {
        FakeExchange exchange = FakeExchange.get("/chat?a=1").requestHeader("X-Room", "7");
        assertThat(TestTemplates.compiler().compile(text).text(exchange)).isEqualTo(value);
        assertThat(TestTemplates.compiler().compile(text).constant()).isEqualTo(!text.contains("$"));
    }

    @Test
    void anUnknownVariableIsRefusedWithItsPlace() {
        assertThatThrownBy(() -> TestSettings.of("\nkey = \"$nonsense\"").template("key"))
                .isInstanceOf(SettingsException.class)
                .hasMessageStartingWith("test.conf: 2: key: ")
                .hasMessageContaining("nonsense");
    }

    @ParameterizedTest
    @CsvSource({"10.0.0.1:8080,8080,false", "10.0.0.1,80,false", "chat.internal:81,81,true", "[::1]:82,82,false"})
    void anEndpointsNameGivesItsAddressWithoutAskingANameServer(String name, int port, boolean unresolved) {
        FakeEndpoint endpoint = new FakeEndpoint(name);
        assertThat(endpoint.name()).isEqualTo(name);
        InetSocketAddress address = (InetSocketAddress) endpoint.address();
        assertThat(address.getPort()).isEqualTo(port);
        assertThat(address.isUnresolved()).isEqualTo(unresolved);
    }

    @Test
    void aManualClockMovesOnlyWhenItIsMoved() {
        ManualClock clock = new ManualClock();
        Instant before = clock.instant();
        assertThat(clock.instant()).isEqualTo(before);
        clock.advance(Duration.ofSeconds(90));
        assertThat(clock.instant()).isEqualTo(before.plusSeconds(90));
        assertThat(clock.nanoTime()).isEqualTo(90_000_000_000L);
    }
}
