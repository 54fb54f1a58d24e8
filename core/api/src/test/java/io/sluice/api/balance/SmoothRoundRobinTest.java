package io.sluice.api.balance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SmoothRoundRobinTest {
    @Test
    void theHeaviestIsChosenOftenestButNotInOneRow() {
        assertThat(firsts(new SmoothRoundRobin(Server.weighing(5, 1, 1)), 7)).isEqualTo("a a b a c a a");
    }

    @Test
    void theChoicesOfOnePeriodAreTheWeights() {
        SplittableRandom random = new SplittableRandom(1);
        for (int round = 0; round < 100; round++) {
            int[] weights = random.ints(random.nextInt(1, 9), 1, 30).toArray();
            int period = IntStream.of(weights).sum();
            Map<String, Long> counts = counts(firsts(new SmoothRoundRobin(Server.weighing(weights)), period));
            for (int i = 0; i < weights.length; i++) {
                assertThat(counts).containsEntry(Character.toString('a' + i), (long) weights[i]);
            }
        }
    }

    @Test
    void weightLostByFailuresComesBackByOneAtEachChoice() {
        SettableServer a = new SettableServer("a", 4);
        SettableServer b = new SettableServer("b", 4);
        SmoothRoundRobin robin = new SmoothRoundRobin(List.of(a, b));
        a.lost = 4;
        // gains of a: 0, 1, 2, 3, 4 and from then on 4; of b always 4 (by hand from ngx_http_upstream_get_peer)
        assertThat(firsts(robin, 9)).isEqualTo("b b a b a b a b a");
        assertThat(firsts(robin, 4)).isEqualTo("b a b a");
    }

    @Test
    void moreLostThanThereIsLeavesNothingAndNoDebt() {
        SettableServer a = new SettableServer("a", 2);
        SettableServer b = new SettableServer("b", 2);
        SmoothRoundRobin robin = new SmoothRoundRobin(List.of(a, b));
        a.lost = 1_000;
        firsts(robin, 3);
        assertThat(counts(firsts(robin, 100))).containsEntry("a", 50L);
    }

    @Test
    void whatWasLostBeforeTheListWasMadeDoesNotCount() {
        SettableServer a = new SettableServer("a", 2);
        a.lost = 7;
        assertThat(firsts(new SmoothRoundRobin(List.of(a, new SettableServer("b", 2))), 4))
                .isEqualTo("a b a b");
    }

    @Test
    void anEndpointThatStartsSlowlyHasThatPartOfItsShare() {
        SettableServer a = new SettableServer("a", 1);
        SettableServer b = new SettableServer("b", 1);
        a.ramp = 0.25;
        SmoothRoundRobin robin = new SmoothRoundRobin(List.of(a, b));
        assertThat(counts(firsts(robin, 100))).containsEntry("a", 20L);
        a.ramp = 1;
        assertThat(counts(firsts(robin, 100))).containsEntry("a", 50L);
    }

    @Test
    void anEndpointAtTheBeginningOfItsSlowStartServesWhereNoOtherCan() {
        SettableServer a = new SettableServer("a", 1);
        a.ramp = 1e-9;
        assertThat(firsts(new SmoothRoundRobin(List.of(a)), 2)).isEqualTo("a a");
    }

    @Test
    void oneThatIsDownTakesNoTurnAndShiftsNoOther() {
        assertThat(firsts(new SmoothRoundRobin(Server.weighing(2, 0, 1)), 6))
                .isEqualTo(
                        firsts(new SmoothRoundRobin(Server.weighing(2, 1)), 6).replace('b', 'c'));
    }

    @Test
    void theShareOfOneThatAlwaysFailsGoesToTheOthersByWeight() {
        SmoothRoundRobin turns = new SmoothRoundRobin(Server.weighing(6, 2, 1));
        StringBuilder served = new StringBuilder();
        for (int i = 0; i < 3000; i++) {
            Iterator<Endpoint> ranking = turns.rank();
            String first = ranking.next().name();
            served.append(first.equals("a") ? ranking.next().name() : first).append(' ');
        }
        Map<String, Long> counts = counts(served.toString().strip());
        assertThat(counts).containsOnlyKeys("b", "c");
        assertThat(counts.get("b")).isBetween(1998L, 2002L);
    }

    @Test
    void threadsTogetherChooseExactlyByWeight() throws Exception {
        SmoothRoundRobin turns = new SmoothRoundRobin(Server.weighing(5, 1, 1));
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            Callable<String> thread = () -> firsts(turns, 7 * 5000);
            StringBuilder all = new StringBuilder();
            for (Future<String> choices : threads.invokeAll(List.of(thread, thread, thread, thread))) {
                all.append(choices.get()).append(' ');
            }
            assertThat(counts(all.toString().strip())).isEqualTo(Map.of("a", 100_000L, "b", 20_000L, "c", 20_000L));
        } finally {
            threads.shutdown();
        }
    }

    @Test
    void eachComesOnceAndNoneThatIsDown() {
        SplittableRandom random = new SplittableRandom(2);
        for (int size = 1; size < 200; size++) {
            List<Endpoint> endpoints = Server.weighing(random.ints(size, 0, 5).toArray());
            SmoothRoundRobin turns = new SmoothRoundRobin(endpoints);
            turns.rank().forEachRemaining(endpoint -> {});

            List<Endpoint> ranked = new ArrayList<>();
            turns.rank().forEachRemaining(ranked::add);

            assertThat(ranked)
                    .containsExactlyInAnyOrderElementsOf(
                            endpoints.stream().filter(e -> !e.down()).toList());
        }
    }

    @Test
    void aRankingThatIsNotAskedTakesNoTurn() {
        SmoothRoundRobin turns = new SmoothRoundRobin(Server.weighing(1, 1));
        assertThat(turns.rank()).isNotNull();
        assertThat(firsts(turns, 2)).isEqualTo("a b");
    }

    @Test
    void whereAllAreDownThereIsNothingToTry() {
        assertThat(new SmoothRoundRobin(Server.weighing(0, 0)).rank()).isExhausted();
    }

    private static String firsts(SmoothRoundRobin turns, int times) {
        return IntStream.range(0, times)
                .mapToObj(i -> turns.rank().next().name())
                .collect(Collectors.joining(" "));
    }

    private static Map<String, Long> counts(String choices) {
        return List.of(choices.split(" ", -1)).stream()
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
    }
}
