package io.sluice.api.balance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Round robin over endpoints that tell of their changes: turns are worked out ahead, and are the same. */
class TurnsTest {
    private final AtomicLong clock = new AtomicLong(Long.MAX_VALUE - 500); // it runs over
    private final Changes changes = new Changes(clock::get);

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 10, 64, 65, 200, 1000})
    void whateverHappensTheChoicesAreThoseOfThePlainAlgorithm(int size) {
        for (int seed = 0; seed < Math.max(3, 400 / size); seed++) {
            SplittableRandom random = new SplittableRandom(seed * 10_007L + size);
            List<SettableServer> servers = servers(random, size);
            PlainRoundRobin plain = new PlainRoundRobin(servers);
            SmoothRoundRobin quick = new SmoothRoundRobin(List.copyOf(servers));
            int calm = 1 << random.nextInt(10);
            for (int exchange = 0; exchange < 1_000; exchange++) {
                if (random.nextInt(calm) == 0) {
                    change(random, servers.get(random.nextInt(size)));
                }
                List<Endpoint> tried = new ArrayList<>();
                Iterator<Endpoint> ranking = quick.rank();
                for (int tries = random.nextInt(8) == 0 ? 3 : 1; tries > 0; tries--) {
                    Endpoint expected = plain.choose(tried);
                    assertThat(ranking.hasNext() ? ranking.next() : null)
                            .as("exchange %d of seed %d", exchange, seed)
                            .isSameAs(expected);
                    tried.add(expected);
                }
            }
        }
    }

    @Test
    void whileNothingChangesNoEndpointIsAsked() {
        List<SettableServer> servers = servers(new SplittableRandom(1), 1_000);
        SmoothRoundRobin quick = new SmoothRoundRobin(List.copyOf(servers));
        becomeCalm(quick);
        servers.forEach(server -> server.asked = 0);
        for (int i = 0; i < 5_000; i++) {
            quick.rank().next();
        }
        assertThat(servers).allMatch(server -> server.asked == 0);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 7})
    void whereChangesComeOftenEachEndpointIsAskedOnceAtAChoice(int choices) {
        List<SettableServer> servers = servers(new SplittableRandom(4), 20);
        SmoothRoundRobin quick = new SmoothRoundRobin(List.copyOf(servers));
        becomeCalm(quick);
        for (int i = 0; i < 200; i++) { // it finds out how often they come
            if (i % choices == 0) {
                changes.happened();
            }
            quick.rank().next();
        }
        servers.forEach(server -> server.told = 0);
        servers.forEach(server -> server.asked = 0);
        for (int i = 0; i < 70 * choices; i++) {
            if (i % choices == 0) {
                changes.happened();
            }
            quick.rank().next();
        }
        assertThat(servers).allMatch(server -> server.asked == 70 * choices, "asked at each choice");
        assertThat(servers).allMatch(server -> server.told == 0, "no outlook, which asks for how long it holds");
    }

    @Test
    void whereNoAnswerHoldsForLongAFewChoicesAloneTryToKeepThem() {
        List<SettableServer> servers = servers(new SplittableRandom(5), 20);
        servers.forEach(server -> server.unchangedNanos = 0);
        SmoothRoundRobin quick = new SmoothRoundRobin(List.copyOf(servers));
        for (int i = 0; i < 3_200; i++) {
            quick.rank().next();
        }
        assertThat(servers).allMatch(server -> server.told < 120 && server.asked == 3_200);
    }

    @Test
    void whatAnEndpointSaidHoldsForTheTimeThatItSaidAndNoLonger() {
        List<SettableServer> servers = servers(new SplittableRandom(2), 2);
        SettableServer first = servers.get(0);
        first.available = false;
        first.unchangedNanos = 1_000;
        SmoothRoundRobin quick = new SmoothRoundRobin(List.copyOf(servers));
        becomeCalm(quick);
        assertThat(quick.rank().next()).isSameAs(servers.get(1));
        first.available = true; // by time alone: nobody tells
        first.unchangedNanos = Long.MAX_VALUE;
        clock.addAndGet(999);
        assertThat(quick.rank()).toIterable().as("a nanosecond early").containsExactly(servers.get(1));
        clock.addAndGet(1);
        assertThat(quick.rank()).toIterable().containsExactlyInAnyOrder(first, servers.get(1));
    }

    @Test
    void whereNobodyCanSayForHowLongAllAreAskedEachTime() {
        List<SettableServer> servers = servers(new SplittableRandom(3), 3);
        servers.forEach(server -> server.unchangedNanos = 0);
        SmoothRoundRobin quick = new SmoothRoundRobin(List.copyOf(servers));
        becomeCalm(quick);
        servers.forEach(server -> server.available = false);
        assertThat(quick.rank()).isExhausted();
    }

    @Test
    void threadsThatChooseWhileThingsChangeLoseNoTurnAndTakeNoneTwice() throws Exception {
        List<SettableServer> servers = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            servers.add(told(new SettableServer("s" + i, 1 + i % 3)));
        }
        SmoothRoundRobin quick = new SmoothRoundRobin(List.copyOf(servers));
        Map<Endpoint, LongAdder> chosen = new ConcurrentHashMap<>();
        int weights = servers.stream().mapToInt(SettableServer::weight).sum();
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Callable<Void>> work = new ArrayList<>();
            for (int thread = 0; thread < 4; thread++) {
                int number = thread;
                work.add(() -> {
                    for (int i = 0; i < weights * 500; i++) {
                        chosen.computeIfAbsent(quick.rank().next(), first -> new LongAdder())
                                .increment();
                        if (i % (7 + number) == 0) {
                            changes.happened(); // of nothing that matters: what is worked out is thrown away
                        }
                    }
                    return null;
                });
            }
            for (Future<Void> one : threads.invokeAll(work)) {
                one.get();
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(chosen)
                .hasSize(50)
                .allSatisfy((server, count) -> assertThat(count.sum()).isEqualTo(server.weight() * 4L * 500));
    }

    /** Lets the choices find out that nothing changes. */
    private static void becomeCalm(SmoothRoundRobin quick) {
        for (int i = 0; i < 40; i++) {
            assertThat(quick.rank()).hasNext();
        }
    }

    private List<SettableServer> servers(SplittableRandom random, int size) {
        int most = 1 << random.nextInt(8);
        return IntStream.range(0, size)
                .mapToObj(i -> told(new SettableServer("s" + i, 1 + random.nextInt(most))))
                .toList();
    }

    private SettableServer told(SettableServer server) {
        server.changes = changes;
        return server;
    }

    private void change(SplittableRandom random, SettableServer server) {
        switch (random.nextInt(4)) {
            case 0 -> server.available = !server.available;
            case 1 -> server.lost += random.nextInt(1 + server.weight());
            case 2 -> server.ramp = random.nextBoolean() ? 1 : random.nextDouble(0.001, 1);
            default -> server.available = true;
        }
        changes.happened();
    }
}
