package io.sluice.server.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sluice.api.balance.Changes;
import io.sluice.api.balance.Endpoint;
import io.sluice.api.balance.SmoothRoundRobin;
import io.sluice.server.config.TunnelRules;
import io.sluice.server.config.UpstreamConfig.Server;
import io.sluice.server.config.UpstreamConfig.ServerLimits;
import io.sluice.server.config.UpstreamConfig.Use;
import io.sluice.testkit.ManualClock;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A balancer that asks endpoints only when they tell of a change chooses as one that asks them each time. */
class ToldChangesTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final ManualClock clock = new ManualClock();
    private final Changes changes = new Changes(clock::nanoTime);
    private final List<EndpointState> serving = new ArrayList<>();

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5, 40})
    void noChangeOfAnEndpointGoesUntold(int size) {
        for (int seed = 0; seed < 60; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            List<EndpointState> states = states(random, size);
            SmoothRoundRobin told = new SmoothRoundRobin(List.copyOf(states));
            SmoothRoundRobin asking = new SmoothRoundRobin(
                    states.stream().<Endpoint>map(Asked::new).toList());
            for (int step = 0; step < 2_000; step++) {
                EndpointState any = states.get(random.nextInt(size));
                happen(random, any);
                Iterator<Endpoint> one = told.rank();
                Iterator<Endpoint> other = asking.rank();
                assertThat(one.hasNext()).as("step %d of seed %d", step, seed).isEqualTo(other.hasNext());
                if (one.hasNext()) {
                    EndpointState chosen = (EndpointState) one.next();
                    assertThat(chosen).as("step %d of seed %d", step, seed).isSameAs(((Asked) other.next()).state());
                    if (chosen.acquire(false)) {
                        serving.add(chosen);
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 100})
    void aShareThatRisesIsSeenToRise(int percent) {
        ServerLimits slow = new ServerLimits(1, TIMEOUT, 0, Duration.ofSeconds(100));
        EndpointState rising = state("a", 1, slow);
        EndpointState steady = state("b", 1, slow);
        SmoothRoundRobin told = new SmoothRoundRobin(List.of(rising, steady));
        rising.ill("no answer");
        told.rank().next();
        rising.well();
        int chosen = 0;
        for (int second = 0; second < percent; second++) {
            clock.advance(Duration.ofSeconds(1));
        }
        for (int i = 0; i < 10_000; i++) {
            chosen += told.rank().next() == rising ? 1 : 0;
        }
        double part = percent / 100.0;
        assertThat(chosen / 10_000.0).isCloseTo(part / (1 + part), within(0.01));
    }

    /** What may happen to an endpoint, and time that passes. */
    private void happen(SplittableRandom random, EndpointState any) {
        switch (random.nextInt(24)) {
            case 0 -> any.failed();
            case 1 -> any.ill("no answer");
            case 2, 3 -> any.well();
            case 4 -> any.use(Use.DOWN);
            case 5 -> any.use(Use.DRAINING);
            case 6, 7 -> any.use(Use.UP);
            case 8 -> any.only(random.nextBoolean());
            case 9 -> clock.advance(Duration.ofNanos(random.nextLong(TIMEOUT.toNanos())));
            case 10 -> clock.advance(TIMEOUT.plusNanos(random.nextInt(2)));
            case 11 -> any.begin(TunnelRules.KEEP, random.nextBoolean());
            case 12, 13, 14, 15 -> {
                if (!serving.isEmpty()) {
                    EndpointState served = serving.remove(random.nextInt(serving.size()));
                    if (random.nextInt(3) > 0) {
                        served.succeeded();
                    } else {
                        served.failed();
                    }
                    served.released();
                }
            }
            default -> {} // as a rule nothing does
        }
    }

    private List<EndpointState> states(SplittableRandom random, int size) {
        List<EndpointState> states = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            states.add(state(
                    "s" + i,
                    1 + random.nextInt(5),
                    new ServerLimits(
                            random.nextInt(4),
                            random.nextBoolean() ? TIMEOUT : Duration.ZERO,
                            random.nextInt(4),
                            Duration.ZERO)));
        }
        return states;
    }

    private EndpointState state(String name, int weight, ServerLimits limits) {
        Server server = new Server(
                name, new InetSocketAddress(InetAddress.getLoopbackAddress(), 80), weight, false, Use.UP, "", limits);
        return new EndpointState(Served.of(server), TunnelRules.KEEP, changes, () -> {});
    }

    /** The same endpoint, which tells nobody of its changes. */
    private record Asked(EndpointState state) implements Endpoint {
        @Override
        public String name() {
            return state.name();
        }

        @Override
        public SocketAddress address() {
            return state.address();
        }

        @Override
        public int weight() {
            return state.weight();
        }

        @Override
        public boolean backup() {
            return false;
        }

        @Override
        public boolean down() {
            return state.down();
        }

        @Override
        public boolean available() {
            return state.available();
        }

        @Override
        public long weightLost() {
            return state.weightLost();
        }

        @Override
        public double ramp() {
            return state.ramp();
        }

        @Override
        public int activeExchanges() {
            return state.activeExchanges();
        }
    }
}
