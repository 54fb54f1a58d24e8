package io.sluice.plugins.balance.random;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.api.balance.Endpoint;
import io.sluice.testkit.FakeEndpoint;
import io.sluice.testkit.FakeExchange;
import io.sluice.testkit.TestSettings;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RandomChoiceTest {
    private static final int CHOICES = 20_000;

    private final Random random = new Random(11);

    @Test
    void eachHasTheShareOfItsWeight() {
        List<Endpoint> endpoints =
                List.of(new FakeEndpoint("a"), new FakeEndpoint("b").weight(3), new FakeEndpoint("c").weight(6));
        RandomChoice balancer = new RandomChoice(endpoints, false, this::dice);
        Map<String, Integer> counts = new HashMap<>();
        for (int i = 0; i < CHOICES; i++) {
            counts.merge(balancer.rank(new FakeExchange()).next().name(), 1, Integer::sum);
        }
        assertThat(counts.get("a") * 10.0 / CHOICES).isBetween(0.9, 1.1);
        assertThat(counts.get("b") * 10.0 / CHOICES).isBetween(2.8, 3.2);
        assertThat(counts.get("c") * 10.0 / CHOICES).isBetween(5.8, 6.2);
    }

    @Test
    void ofTwoTheOneThatServesLessForItsWeightIsTaken() {
        List<Endpoint> endpoints = List.of(
                new FakeEndpoint("busy").activeExchanges(9),
                new FakeEndpoint("heavy").weight(2).activeExchanges(9),
                new FakeEndpoint("idle").activeExchanges(4));
        long[] thrown = {0, 1, 0, 3, 3, 1, 2, 0};
        int[] at = {0};
        RandomChoice balancer = new RandomChoice(endpoints, true, bound -> thrown[at[0]++]);
        assertThat(List.of(next(balancer), next(balancer), next(balancer), next(balancer)))
                .containsExactly("heavy", "idle", "idle", "heavy");
    }

    @Test
    void ofTwoChoicesTheBusiestIsNeverTaken() {
        List<Endpoint> endpoints =
                List.of(new FakeEndpoint("a"), new FakeEndpoint("b").activeExchanges(100), new FakeEndpoint("c"));
        RandomChoice balancer = new RandomChoice(endpoints, true, this::dice);
        for (int i = 0; i < CHOICES; i++) {
            assertThat(next(balancer)).isNotEqualTo("b");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void allThatAreNotDownAreRankedOnce(boolean two) {
        List<Endpoint> endpoints = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            FakeEndpoint endpoint = new FakeEndpoint("e" + i).weight(1 + i * i);
            endpoints.add(i == 3 ? endpoint.asDown() : endpoint);
        }
        RandomChoice balancer = new RandomChoice(endpoints, two, this::dice);
        for (int i = 0; i < 200; i++) {
            List<String> ranked = new ArrayList<>();
            balancer.rank(new FakeExchange()).forEachRemaining(endpoint -> ranked.add(endpoint.name()));
            assertThat(ranked).containsExactlyInAnyOrder("e0", "e1", "e2", "e4", "e5", "e6", "e7");
        }
    }

    @Test
    void twoIsItsOneSetting() {
        var settings = TestSettings.of("two = on, three = on");
        new RandomFactory().create(FakeEndpoint.list("a", "b"), settings);
        assertThat(TestSettings.complaints(settings)).singleElement().asString().contains("three: unknown key");
    }

    private long dice(long bound) {
        return random.nextInt((int) bound);
    }

    private static String next(RandomChoice balancer) {
        return balancer.rank(new FakeExchange()).next().name();
    }
}
