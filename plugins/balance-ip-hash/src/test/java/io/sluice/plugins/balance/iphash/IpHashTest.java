package io.sluice.plugins.balance.iphash;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.api.Settings;
import io.sluice.api.balance.Endpoint;
import io.sluice.api.balance.LoadBalancer;
import io.sluice.testkit.FakeEndpoint;
import io.sluice.testkit.FakeExchange;
import io.sluice.testkit.TestSettings;
import io.sluice.testkit.balance.KeyedRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IpHashTest {
    private static final List<KeyedRequest> REQUESTS = KeyedRequest.sample(1, 5000);

    @ParameterizedTest
    @CsvSource({"192.0.2.1, 192.0.2.254, true", "192.0.2.1, 192.0.3.1, false", "2001:db8::1, 2001:db8::2, false"})
    void clientsOfOneIpv4NetworkOf256AddressesStayTogether(String one, String other, boolean together) {
        List<Endpoint> endpoints = FakeEndpoint.list(names(50));
        assertThat(first(endpoints, one) == first(endpoints, other)).isEqualTo(together);
    }

    @Test
    void markingOneAsDownMovesItsClientsAlone() {
        Map<String, String> before = firsts(endpoints(5, -1));
        Map<String, String> after = firsts(endpoints(5, 2));
        before.forEach((client, name) -> {
            if (name.equals("10.0.0.2:80")) {
                assertThat(after.get(client)).isNotEqualTo(name);
            } else {
                assertThat(after).containsEntry(client, name);
            }
        });
        assertThat(before).containsValue("10.0.0.2:80");
    }

    @Test
    void clientsAreSpreadByWeight() {
        List<Endpoint> endpoints = List.of(new FakeEndpoint("10.0.0.1").weight(3), new FakeEndpoint("10.0.0.2"));
        long heavy =
                firsts(endpoints).values().stream().filter("10.0.0.1"::equals).count();
        assertThat((double) heavy / REQUESTS.size()).isBetween(0.72, 0.78);
    }

    @Test
    void aClientWithoutAnAddressHashesAsZeros() {
        List<Endpoint> endpoints = FakeEndpoint.list(names(7));
        assertThat(first(endpoints, "nowhere.invalid")).isSameAs(first(endpoints, "0.0.0.9"));
    }

    @Test
    void thereAreNoSettings() {
        assertThat(TestSettings.complaints(settingsAfterCreate("key = x")))
                .singleElement()
                .asString()
                .contains("key: unknown key");
    }

    private static Settings settingsAfterCreate(String hocon) {
        Settings settings = TestSettings.of(hocon);
        new IpHashFactory().create(FakeEndpoint.list("10.0.0.1"), settings);
        return settings;
    }

    private static Endpoint first(List<Endpoint> endpoints, String client) {
        return balancer(endpoints).rank(new FakeExchange().client(client)).next();
    }

    private static Map<String, String> firsts(List<Endpoint> endpoints) {
        LoadBalancer balancer = balancer(endpoints);
        return REQUESTS.stream()
                .collect(Collectors.toMap(
                        KeyedRequest::client,
                        request -> balancer.rank(new FakeExchange().client(request.client()))
                                .next()
                                .name()));
    }

    private static LoadBalancer balancer(List<Endpoint> endpoints) {
        return new IpHashFactory().create(endpoints, TestSettings.empty());
    }

    private static List<Endpoint> endpoints(int count, int down) {
        List<Endpoint> out = new ArrayList<>();
        for (String name : names(count)) {
            FakeEndpoint endpoint = new FakeEndpoint(name);
            out.add(name.startsWith("10.0.0." + down + ":") ? endpoint.asDown() : endpoint);
        }
        return out;
    }

    private static String[] names(int count) {
        return IntStream.range(0, count).mapToObj(i -> "10.0.0." + i + ":80").toArray(String[]::new);
    }
}
