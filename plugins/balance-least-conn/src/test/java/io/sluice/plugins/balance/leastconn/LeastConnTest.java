package io.sluice.plugins.balance.leastconn;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.api.balance.Endpoint;
import io.sluice.api.balance.LoadBalancer;
import io.sluice.testkit.FakeEndpoint;
import io.sluice.testkit.FakeExchange;
import io.sluice.testkit.TestSettings;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LeastConnTest {
    private static final int EXCHANGES = 3000;

    @ParameterizedTest
    @CsvSource({
        "'0/1 0/1 0/1', 0",
        "'2/1 1/1 3/1', 1",
        "'2/2 2/1 2/3', 2",
        "'4/4 2/1 3/2', 0",
        "'1/1 1/1 0/1', 2",
        "'1000000000/1 2000000000/65535 2000000000/65534', 1",
    })
    void theOneThatServesLeastForItsWeightIsFirst(String servedOfWeight, int first) {
        List<Endpoint> endpoints = new ArrayList<>();
        for (String one : servedOfWeight.split(" ", -1)) {
            String[] parts = one.split("/", -1);
            endpoints.add(new FakeEndpoint("10.0.0." + endpoints.size())
                    .activeExchanges(Integer.parseInt(parts[0]))
                    .weight(Integer.parseInt(parts[1])));
        }
        assertThat(balancer(endpoints).rank(new FakeExchange()).next()).isSameAs(endpoints.get(first));
    }

    @Test
    void whoseShareRisesGetsThatPartOfWhatTheOthersHave() {
        FakeEndpoint back = new FakeEndpoint("a").ramp(0.1);
        List<Endpoint> endpoints =
                List.of(back, new FakeEndpoint("b").activeExchanges(100), new FakeEndpoint("c").activeExchanges(100));
        LoadBalancer balancer = balancer(endpoints);
        for (int i = 0; i < 60; i++) {
            FakeEndpoint chosen =
                    (FakeEndpoint) balancer.rank(new FakeExchange()).next();
            chosen.activeExchanges(chosen.activeExchanges() + 1);
        }
        assertThat(back.activeExchanges()).isBetween(10, 13); // a tenth of about 120
    }

    @Test
    void allAreRankedFromLeastToMost() {
        List<Endpoint> endpoints = List.of(
                new FakeEndpoint("a").activeExchanges(3),
                new FakeEndpoint("b").asDown(),
                new FakeEndpoint("c").activeExchanges(1),
                new FakeEndpoint("d").activeExchanges(2));
        List<String> ranked = new ArrayList<>();
        Iterator<Endpoint> ranking = balancer(endpoints).rank(new FakeExchange());
        ranking.forEachRemaining(endpoint -> ranked.add(endpoint.name()));
        assertThat(ranked).containsExactly("c", "d", "a");
    }

    @Test
    void tunnelsThatComeAndGoAreSpreadWithinOne() {
        Random random = new Random(7);
        List<FakeEndpoint> fakes = IntStream.range(0, 5)
                .mapToObj(i -> new FakeEndpoint("10.0.0." + i))
                .toList();
        LoadBalancer balancer = balancer(List.copyOf(fakes));
        for (int i = 0; i < EXCHANGES; i++) {
            FakeEndpoint chosen =
                    (FakeEndpoint) balancer.rank(new FakeExchange()).next();
            int least =
                    fakes.stream().mapToInt(FakeEndpoint::activeExchanges).min().orElseThrow();
            assertThat(chosen.activeExchanges()).isEqualTo(least);
            chosen.activeExchanges(chosen.activeExchanges() + 1);
            if (random.nextInt(3) == 0) {
                FakeEndpoint other = fakes.get(random.nextInt(fakes.size()));
                other.activeExchanges(Math.max(0, other.activeExchanges() - 1));
            }
        }
        for (int i = 0; i < EXCHANGES; i++) { // a restart has taken its toll: they even out
            FakeEndpoint chosen =
                    (FakeEndpoint) balancer.rank(new FakeExchange()).next();
            chosen.activeExchanges(chosen.activeExchanges() + 1);
        }
        assertThat(fakes.stream().mapToInt(FakeEndpoint::activeExchanges).summaryStatistics())
                .satisfies(
                        spread -> assertThat(spread.getMax() - spread.getMin()).isLessThanOrEqualTo(1));
    }

    private static LoadBalancer balancer(List<Endpoint> endpoints) {
        return new LeastConnFactory().create(endpoints, TestSettings.empty());
    }
}
