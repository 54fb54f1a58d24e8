package io.sluice.plugins.balance.leasttime;

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
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LeastTimeTest {
    /** Each server is TIME*ACTIVE/WEIGHT. */
    @ParameterizedTest
    @CsvSource({
        "'20*0/1 10*0/1 30*0/1', 1",
        "'20*0/1 10*1/1 30*0/1', 0",
        "'20*0/1 10*2/1 30*0/1', 0",
        "'20*3/1 10*6/1 30*2/1', 1",
        "'20*0/3 10*0/1 30*0/1', 0",
        "'20*5/3 10*2/1 30*9/9', 1",
        "'1000000000*0/1 1000000000*100000/65535 1000000001*0/1', 0",
    })
    void theShortestWaitForItsWeightIsFirst(String servers, int first) {
        List<Endpoint> endpoints = endpoints(servers);
        assertThat(first(balancer("time = header", endpoints))).isSameAs(endpoints.get(first));
    }

    @ParameterizedTest
    @CsvSource({"header, false, 0", "last-byte, false, 1", "header, true, 2", "last-byte, true, 0"})
    void theTimeIsThatOfTheSettings(String time, boolean inflight, int first) {
        List<Endpoint> endpoints = List.of(
                new FakeEndpoint("a").answersIn(10, 50).waited(40, 10),
                new FakeEndpoint("b").answersIn(20, 40).waited(50, 60),
                new FakeEndpoint("c").answersIn(30, 60).waited(20, 70));
        assertThat(first(balancer("time = " + time + ", inflight = " + inflight, endpoints)))
                .isSameAs(endpoints.get(first));
    }

    @Test
    void oneThatIsNotKnownIsTriedAtOnceButByOneExchange() {
        FakeEndpoint unknown = new FakeEndpoint("new");
        List<Endpoint> endpoints = List.of(new FakeEndpoint("quick").answersIn(10, 10), unknown);
        LoadBalancer balancer = balancer("time = header", endpoints);
        assertThat(first(balancer)).isSameAs(unknown);
        unknown.activeExchanges(1);
        assertThat(first(balancer)).isSameAs(endpoints.get(0));
    }

    @Test
    void oneThatServesButIsNotKnownCountsAsTheQuickest() {
        FakeEndpoint tunnels = new FakeEndpoint("tunnels").activeExchanges(3);
        FakeEndpoint quick = new FakeEndpoint("quick").answersIn(10, 10).activeExchanges(3);
        FakeEndpoint slow = new FakeEndpoint("slow").answersIn(100, 100).activeExchanges(3);
        LoadBalancer balancer = balancer("time = header", List.of(slow, tunnels, quick));
        assertThat(Stream.generate(() -> first(balancer)).limit(4)).containsExactly(tunnels, quick, tunnels, quick);
        quick.activeExchanges(4);
        assertThat(first(balancer)).isSameAs(tunnels);
    }

    @Test
    void equalsTakeTurnsByWeight() {
        List<Endpoint> endpoints = List.of(
                new FakeEndpoint("a").weight(2).answersIn(20, 20),
                new FakeEndpoint("b").answersIn(10, 10),
                new FakeEndpoint("c").answersIn(11, 11));
        LoadBalancer balancer = balancer("time = header", endpoints);
        Map<Endpoint, Long> counts = IntStream.range(0, 300)
                .mapToObj(i -> first(balancer))
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
        assertThat(counts).isEqualTo(Map.of(endpoints.get(0), 200L, endpoints.get(1), 100L));
    }

    @Test
    void slowStartCountsAsLessWeight() {
        FakeEndpoint starting = new FakeEndpoint("starting").answersIn(10, 10).ramp(0.25);
        List<Endpoint> endpoints = List.of(starting, new FakeEndpoint("steady").answersIn(30, 30));
        LoadBalancer balancer = balancer("time = header", endpoints);
        assertThat(first(balancer)).isSameAs(endpoints.get(1));
        starting.ramp(1);
        assertThat(first(balancer)).isSameAs(starting);
    }

    @Test
    void allAreRankedFromShortToLong() {
        List<Endpoint> endpoints = List.of(
                new FakeEndpoint("a").answersIn(30, 30),
                new FakeEndpoint("b").asDown(),
                new FakeEndpoint("c").answersIn(10, 10),
                new FakeEndpoint("d").answersIn(20, 20),
                new FakeEndpoint("e").available(false));
        List<String> ranked = new ArrayList<>();
        balancer("time = header", endpoints).rank(new FakeExchange()).forEachRemaining(one -> ranked.add(one.name()));
        assertThat(ranked).containsExactly("c", "d", "a");
    }

    @Test
    void theTimeMustBeSaid() {
        assertThatThrownBy(() -> balancer("", endpoints("1*0/1")))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("time: not set (expected: one of header, last-byte)");
    }

    @Test
    void otherSettingsAreRefused() {
        Settings settings = TestSettings.of("time = header, inflight = on, factor = 1");
        new LeastTimeFactory().create(endpoints("1*0/1"), settings);
        assertThat(TestSettings.complaints(settings)).singleElement().asString().contains("factor: unknown key");
    }

    private static List<Endpoint> endpoints(String servers) {
        List<Endpoint> endpoints = new ArrayList<>();
        for (String server : servers.split(" ", -1)) {
            String[] parts = server.split("[*/]", -1);
            long nanos = Long.parseLong(parts[0]);
            endpoints.add(new FakeEndpoint("10.0.0." + endpoints.size())
                    .answersIn(nanos, nanos)
                    .activeExchanges(Integer.parseInt(parts[1]))
                    .weight(Integer.parseInt(parts[2])));
        }
        return endpoints;
    }

    private static Endpoint first(LoadBalancer balancer) {
        return balancer.rank(new FakeExchange()).next();
    }

    private static LoadBalancer balancer(String settings, List<Endpoint> endpoints) {
        return new LeastTimeFactory().create(endpoints, TestSettings.of(settings));
    }
}
