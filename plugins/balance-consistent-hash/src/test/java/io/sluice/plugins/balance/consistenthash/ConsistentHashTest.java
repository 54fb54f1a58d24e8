package io.sluice.plugins.balance.consistenthash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.api.Settings;
import io.sluice.api.SettingsException;
import io.sluice.api.balance.Endpoint;
import io.sluice.api.balance.LoadBalancer;
import io.sluice.testkit.FakeEndpoint;
import io.sluice.testkit.FakeExchange;
import io.sluice.testkit.TestSettings;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConsistentHashTest {
    private static final int KEYS = 5000;

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 10, 40})
    void takingOneAwayMovesItsShareAlone(int count) {
        List<Endpoint> all = endpoints(count);
        List<Endpoint> fewer = new ArrayList<>(all);
        Endpoint gone = fewer.remove(count / 2);

        List<Endpoint> before = firsts(all);
        List<Endpoint> after = firsts(fewer);

        for (int i = 0; i < KEYS; i++) {
            if (before.get(i) != gone) {
                assertThat(after.get(i)).isSameAs(before.get(i));
            }
        }
        long moved = before.stream().filter(endpoint -> endpoint == gone).count();
        assertThat(moved).isBetween(KEYS / count * 6L / 10, KEYS / count * 14L / 10);
    }

    @Test
    void theOrderOfTheServersDoesNotMatter() {
        List<Endpoint> endpoints = endpoints(10);
        List<Endpoint> reversed = new ArrayList<>(endpoints);
        Collections.reverse(reversed);
        assertThat(firsts(reversed)).isEqualTo(firsts(endpoints));
    }

    @Test
    void keysAreSpreadByWeight() {
        Endpoint heavy = new FakeEndpoint("10.0.0.1:80").weight(3);
        long share = firsts(List.of(heavy, new FakeEndpoint("10.0.0.2:80"))).stream()
                .filter(endpoint -> endpoint == heavy)
                .count();
        assertThat((double) share / KEYS).isBetween(0.7, 0.8);
    }

    @Test
    void endpointsOfOneNameShareItsKeysInTurnsByWeight() {
        Endpoint one = new FakeEndpoint("chat.example:80").weight(2);
        Endpoint two = new FakeEndpoint("chat.example:80");
        Endpoint other = new FakeEndpoint("other.example:80");
        LoadBalancer balancer = balancer("$request_uri", List.of(one, two, other));
        String key = IntStream.range(0, 100)
                .mapToObj(i -> "/" + i)
                .filter(uri -> balancer.rank(FakeExchange.get(uri)).next() != other)
                .findFirst()
                .orElseThrow();

        Map<Endpoint, Long> counts = IntStream.range(0, 300)
                .mapToObj(i -> balancer.rank(FakeExchange.get(key)).next())
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));

        assertThat(counts).isEqualTo(Map.of(one, 200L, two, 100L));
    }

    @Test
    void anEmptyKeyIsSpreadByRoundRobin() {
        List<Endpoint> endpoints = endpoints(3);
        LoadBalancer balancer = balancer("$http_x_room", endpoints);
        assertThat(IntStream.range(0, 3)
                        .mapToObj(i -> balancer.rank(FakeExchange.get("/")).next()))
                .containsExactlyElementsOf(endpoints);
    }

    @Test
    void theKeyMustBeSet() {
        assertThatThrownBy(() -> new ConsistentHashFactory().create(endpoints(2), TestSettings.of("")))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("key: not set (expected: a text)");
    }

    @Test
    void anUnknownVariableInTheKeyIsRefusedAtItsPlace() {
        assertThatThrownBy(() ->
                        new ConsistentHashFactory().create(endpoints(2), TestSettings.of("key = \"$remote_adr\"")))
                .isInstanceOf(SettingsException.class)
                .hasMessageStartingWith("test.conf: 1: key: unknown variable $remote_adr");
    }

    @Test
    void anUnknownSettingIsRefused() {
        Settings settings = TestSettings.of("key = \"$uri\", consistent = true");
        new ConsistentHashFactory().create(endpoints(2), settings);
        assertThat(TestSettings.complaints(settings)).singleElement().asString().contains("consistent: unknown key");
    }

    @Test
    void weightsThatWouldFillTheMemoryAreRefused() {
        List<Endpoint> heavy = List.of(
                new FakeEndpoint("10.0.0.1:80").weight(Integer.MAX_VALUE), new FakeEndpoint("10.0.0.2:80").weight(2));
        assertThatThrownBy(() -> balancer("$uri", heavy))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("(expected: servers whose weights add up to at most 25000")
                .hasMessageContaining("these add up to 2147483649");
    }

    private static List<Endpoint> firsts(List<Endpoint> endpoints) {
        LoadBalancer balancer = balancer("$request_uri", endpoints);
        return IntStream.range(0, KEYS)
                .mapToObj(i -> balancer.rank(FakeExchange.get("/room/" + i)).next())
                .toList();
    }

    private static LoadBalancer balancer(String key, List<Endpoint> endpoints) {
        return new ConsistentHashFactory().create(endpoints, TestSettings.of("key = \"" + key + "\""));
    }

    private static List<Endpoint> endpoints(int count) {
        return IntStream.range(0, count)
                .<Endpoint>mapToObj(i -> new FakeEndpoint("10.0.0." + i + ":8080"))
                .toList();
    }
}
