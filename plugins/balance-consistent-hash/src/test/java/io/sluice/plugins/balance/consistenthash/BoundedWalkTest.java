package io.sluice.plugins.balance.consistenthash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.api.SettingsException;
import io.sluice.api.balance.Endpoint;
import io.sluice.api.balance.LoadBalancer;
import io.sluice.testkit.FakeEndpoint;
import io.sluice.testkit.FakeExchange;
import io.sluice.testkit.TestSettings;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The balance factor of the ring. */
class BoundedWalkTest {
    private static final int STEPS = 3000;

    @ParameterizedTest
    @CsvSource({"100, 1", "100, 2", "125, 3", "125, 4", "150, 5", "200, 6", "1000, 7", "101, 8"})
    void noEndpointTakesMoreThanTheFactorTimesItsMeanWhateverOpensAndCloses(int factor, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<FakeEndpoint> fakes = endpoints(random.nextInt(2, 40), random);
        LoadBalancer balancer = balancer(factor, List.copyOf(fakes));
        List<FakeEndpoint> open = new ArrayList<>();
        for (int i = 0; i < STEPS; i++) {
            if (!open.isEmpty() && random.nextInt(5) < 2) {
                serves(open.remove(random.nextInt(open.size())), -1);
            }
            if (random.nextInt(20) == 0) { // the first stays, so that there is always one
                FakeEndpoint other = fakes.get(random.nextInt(1, fakes.size()));
                other.available(!other.available());
            }
            // Half of all exchanges have one of three keys.
            int key = random.nextBoolean() ? random.nextInt(3) : random.nextInt(10_000);
            FakeEndpoint chosen = first(balancer, "/room/" + key);
            serves(chosen, 1);
            open.add(chosen);
            List<FakeEndpoint> could =
                    fakes.stream().filter(FakeEndpoint::available).toList();
            long active =
                    could.stream().mapToLong(FakeEndpoint::activeExchanges).sum();
            long weights = could.stream().mapToLong(FakeEndpoint::weight).sum();
            double bound = Math.ceil(factor / 100.0 * active * chosen.weight() / weights - 1e-9);
            assertThat((double) chosen.activeExchanges())
                    .as("step %d: %s of weight %d among %d of %d", i, chosen, chosen.weight(), active, weights)
                    .isLessThanOrEqualTo(bound);
            assertThat(chosen.available()).isTrue();
        }
    }

    /** And so as nginx, with which {@link ConsistentHashNginxTest} compares. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5, 40})
    void whereNothingIsServedAllAreTriedAsWithoutABound(int count) {
        List<FakeEndpoint> fakes = endpoints(count, new SplittableRandom(count));
        for (int i = 3; i < count; i += 4) {
            fakes.get(i).asDown();
        }
        LoadBalancer free = balancer(0, List.copyOf(fakes));
        LoadBalancer bounded = balancer(100, List.copyOf(fakes));
        for (int i = 0; i < 2000; i++) {
            FakeExchange exchange = FakeExchange.get("/room/" + i);
            assertThat(bounded.rank(exchange)).toIterable().containsExactlyElementsOf(() -> free.rank(exchange));
        }
    }

    @Test
    void aKeyKeepsItsEndpointAsLongAsThatHasRoom() {
        List<Endpoint> endpoints = alike(5);
        LoadBalancer free = balancer(0, endpoints);
        LoadBalancer bounded = balancer(125, endpoints);
        for (Endpoint endpoint : endpoints) {
            ((FakeEndpoint) endpoint).activeExchanges(100);
        }
        for (int i = 0; i < 1000; i++) {
            assertThat(first(bounded, "/" + i)).isSameAs(first(free, "/" + i));
        }
    }

    @Test
    void whoMeetsAFullEndpointGetsTheNextOnTheRing() {
        List<Endpoint> endpoints = alike(5);
        LoadBalancer free = balancer(0, endpoints);
        LoadBalancer bounded = balancer(125, endpoints);
        for (int i = 0; i < 1000; i++) {
            Iterator<Endpoint> walk = free.rank(FakeExchange.get("/" + i));
            FakeEndpoint full = (FakeEndpoint) walk.next();
            full.activeExchanges(10);
            assertThat(first(bounded, "/" + i)).isSameAs(walk.next());
            full.activeExchanges(0);
        }
    }

    @Test
    void allAreRankedOnceThoseWithoutRoomLast() {
        List<Endpoint> endpoints = alike(7);
        ((FakeEndpoint) endpoints.get(3)).activeExchanges(50);
        for (int i = 0; i < 100; i++) {
            List<Endpoint> ranked = new ArrayList<>();
            balancer(125, endpoints).rank(FakeExchange.get("/" + i)).forEachRemaining(ranked::add);
            assertThat(ranked).containsExactlyInAnyOrderElementsOf(endpoints);
            assertThat(ranked.get(6)).isSameAs(endpoints.get(3));
        }
    }

    @Test
    void oneHotKeyIsSpreadAsFarAsTheBoundWantsIt() {
        List<Endpoint> endpoints = alike(4);
        LoadBalancer balancer = balancer(125, endpoints);
        for (int i = 0; i < 400; i++) {
            serves(first(balancer, "/hot"), 1);
        }
        assertThat(endpoints)
                .extracting(Endpoint::activeExchanges)
                .allSatisfy(active -> assertThat(active).isLessThanOrEqualTo(125))
                .filteredOn(active -> active > 100)
                .as("those that the key meets first are filled first")
                .hasSizeBetween(2, 3);
    }

    @Test
    void whereNoneIsAvailableNoneIsRanked() {
        List<Endpoint> endpoints = alike(3);
        endpoints.forEach(endpoint -> ((FakeEndpoint) endpoint).available(false));
        assertThat(balancer(125, endpoints).rank(FakeExchange.get("/"))).isExhausted();
    }

    @ParameterizedTest
    @ValueSource(strings = {"99", "1", "-125", "1.25", "many"})
    void aFactorBelowTheMeanIsRefused(String factor) {
        assertThatThrownBy(() -> balancer(factor, alike(2)))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("balance-factor: found ")
                .hasMessageContaining("(expected: a whole number from 100 to 100000)");
    }

    private static void serves(FakeEndpoint endpoint, int more) {
        endpoint.activeExchanges(endpoint.activeExchanges() + more);
    }

    private static FakeEndpoint first(LoadBalancer balancer, String uri) {
        return (FakeEndpoint) balancer.rank(FakeExchange.get(uri)).next();
    }

    private static LoadBalancer balancer(int factor, List<Endpoint> endpoints) {
        return balancer(factor == 0 ? "null" : Integer.toString(factor), endpoints);
    }

    private static LoadBalancer balancer(String factor, List<Endpoint> endpoints) {
        return new ConsistentHashFactory()
                .create(endpoints, TestSettings.of("key = \"$request_uri\", balance-factor = " + factor));
    }

    private static List<Endpoint> alike(int count) {
        return List.copyOf(endpoints(count, null));
    }

    private static List<FakeEndpoint> endpoints(int count, SplittableRandom weights) {
        List<FakeEndpoint> out = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            FakeEndpoint endpoint = new FakeEndpoint("10.0.0." + i + ":8080");
            out.add(weights == null ? endpoint : endpoint.weight(weights.nextInt(1, 6)));
        }
        return out;
    }
}
