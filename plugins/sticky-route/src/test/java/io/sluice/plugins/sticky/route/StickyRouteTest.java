package io.sluice.plugins.sticky.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.api.Settings;
import io.sluice.api.SettingsException;
import io.sluice.api.balance.Endpoint;
import io.sluice.api.balance.Stickiness;
import io.sluice.testkit.FakeEndpoint;
import io.sluice.testkit.FakeExchange;
import io.sluice.testkit.TestSettings;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StickyRouteTest {
    private static final Endpoint A = new FakeEndpoint("10.0.0.1:80").route("a");
    private static final Endpoint B = new FakeEndpoint("10.0.0.2:80").route("b");
    private static final Endpoint B2 =
            new FakeEndpoint("10.0.0.3:80").route("b").asBackup();
    private static final Endpoint UMLAUT = new FakeEndpoint("10.0.0.4:80").route("\u00fc");
    private static final Endpoint NONE = new FakeEndpoint("10.0.0.5:80");
    private static final List<Endpoint> ALL = List.of(NONE, A, B, B2, UMLAUT);

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {"a, -, 1", "b, a, 2", "-, a, 1", "x, a, -", "A, -, -", "-, -, -", "'', b, 2", "'a ', b, -"})
    void theFirstTextThatIsNotEmptyIsTheRoute(String first, String second, Integer host) {
        FakeExchange exchange = FakeExchange.get("/");
        if (first != null) {
            exchange.requestHeader("X-First", first);
        }
        if (second != null) {
            exchange.requestHeader("X-Second", second);
        }
        List<Endpoint> held =
                sticky("of = [\"$http_x_first\", \"$http_x_second\"]").heldTo(exchange);
        if (host == null) {
            assertThat(held).isEmpty();
        } else {
            assertThat(held.get(0).name()).isEqualTo("10.0.0." + host + ":80");
        }
    }

    @Test
    void endpointsOfOneRouteStandInTheOrderOfTheConfiguration() {
        assertThat(sticky("of = \"$http_x_route\"").heldTo(asking("b"))).containsExactly(B, B2);
    }

    @Test
    void aRouteBeyondAsciiIsComparedByTheBytesOfItsUtf8() {
        assertThat(sticky("of = \"$http_x_route\"").heldTo(asking("\u00c3\u00bc")))
                .containsExactly(UMLAUT);
        assertThat(sticky("of = \"$http_x_route\"").heldTo(asking("\u00fc"))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "of = []"})
    void theTextsMustBeSet(String settings) {
        assertThatThrownBy(() -> sticky(settings))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("(expected: texts with variables that hold a route, such as");
    }

    @Test
    void withoutAServerThatHasARouteItIsRefused() {
        assertThatThrownBy(
                        () -> new StickyRouteFactory().create(List.of(NONE), TestSettings.of("of = \"$http_x_route\"")))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("(expected: at least one server with a route: ");
    }

    @Test
    void otherSettingsAreRefused() {
        Settings settings = TestSettings.of("of = \"$http_x_route\", name = srv_id");
        new StickyRouteFactory().create(ALL, settings);
        assertThat(TestSettings.complaints(settings)).singleElement().asString().contains("name: unknown key");
    }

    private static FakeExchange asking(String route) {
        return FakeExchange.get("/").requestHeader("X-Route", route);
    }

    private static Stickiness sticky(String settings) {
        return new StickyRouteFactory().create(ALL, TestSettings.of(settings));
    }
}
