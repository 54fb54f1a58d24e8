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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A balancer that asks endpoints only when they tell of a change chooses as one that asks them each time. */
class ToldChangesTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    /** A part of a share that rises is the same for a 256th of this, which is less than the least by which time moves here. */
    private static final Duration RISE = Duration.ofSeconds(25);

    private static final Duration STEP = Duration.ofMillis(100);

    private final ManualClock clock = new ManualClock();
    private final Changes changes = new Changes(clock::nanoTime);
    private final List<EndpointState> serving = new ArrayList<>();

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5, 40})
    void noChangeOfAnEndpointGoesUntold(int size) {
        for (int seed = 0; seed < 60; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            serving.clear();
            List<EndpointState> states = states(random, size);
            Both both = new Both(states);
            int calm = 1 << random.nextInt(7);
            for (int step = 0; step < 2_000; step++) {
                boolean eventful = random.nextInt(calm) == 0;
                if (eventful) {
                    int any = random.nextInt(size);
                    if (random.nextInt(24) == 0) {
                        states.set(any, otherwiseBounded(random, states.get(any)));
                        both = new Both(states);
                    }
                    happen(random, states.get(any));
                }
                EndpointState chosen = both.choose("step %d of seed %d".formatted(step, seed));
                if (chosen != null && (eventful || calm < 8) && chosen.acquire(false)) {
                    serving.add(chosen);
                }
            }
        }
    }

    @Test
    void aBoundThatIsLoweredIsSeenToBeReachedByExchangesFromBefore() {
        EndpointState before = state("a", 1, bounded(4));
        for (int i = 0; i < 4; i++) {
            assertThat(before.acquire(false)).isTrue();
        }
        EndpointState after = before.with(Served.of(server("a", 1, bounded(2))));
        after.begin(TunnelRules.KEEP, false);
        Both both = new Both(List.of(after, state("b", 1, bounded(0))));
        for (int left = 4; left > 0; left--) {
            for (int i = 0; i < 100; i++) {
                both.choose("choice %d while %d are served".formatted(i, left));
            }
            before.released();
        }
        both.choose("none is served");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 100})
    void aShareThatRisesIsSeenToRise(int percent) {
        ServerLimits slow = new ServerLimits(1, TIMEOUT, 0, Duration.ofSeconds(100));
        EndpointState rising = state("a", 1, slow);
        EndpointState steady = state("b", 1, slow);
        SmoothRoundRobin told = new SmoothRoundRobin(List.of(rising, steady));
        rising.ill("no answer");
        choices(told, rising, 100);
        rising.well();
        for (int second = 0; second < percent; second++) {
            choices(told, rising, 100); // what is known of the ramp is of this second, or of one before
            clock.advance(Duration.ofSeconds(1));
        }
        double part = percent / 100.0;
        assertThat(choices(told, rising, 10_000) / 10_000.0).isCloseTo(part / (1 + part), within(0.01));
    }

    /** How many of so many choices are of this one. */
    private static int choices(SmoothRoundRobin balancer, Endpoint one, int times) {
        int chosen = 0;
        for (int i = 0; i < times; i++) {
            chosen += balancer.rank().next() == one ? 1 : 0;
        }
        return chosen;
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
            case 9 -> clock.advance(STEP.plusNanos(random.nextLong(TIMEOUT.toNanos())));
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
                            random.nextBoolean() ? RISE : Duration.ZERO)));
        }
        return states;
    }

    private EndpointState state(String name, int weight, ServerLimits limits) {
        return new EndpointState(Served.of(server(name, weight, limits)), TunnelRules.KEEP, changes, () -> {});
    }

    /** The one that follows it by a configuration which differs in {@code max-connections} alone; in force. */
    private static EndpointState otherwiseBounded(SplittableRandom random, EndpointState before) {
        Server server = before.served().server();
        ServerLimits was = server.limits();
        ServerLimits limits = new ServerLimits(was.maxFails(), was.failTimeout(), random.nextInt(4), was.slowStart());
        EndpointState after = before.with(Served.of(server(server.name(), server.weight(), limits)));
        after.begin(TunnelRules.KEEP, true);
        return after;
    }

    private static ServerLimits bounded(int maxConnections) {
        return new ServerLimits(1, TIMEOUT, maxConnections, Duration.ZERO);
    }

    private static Server server(String name, int weight, ServerLimits limits) {
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 80);
        return new Server(name, address, weight, false, Use.UP, "", limits);
    }

    /** Two balancers of the same endpoints, one of which nobody tells of changes. */
    private static final class Both {
        private final SmoothRoundRobin told;
        private final SmoothRoundRobin asking;

        Both(List<EndpointState> states) {
            told = new SmoothRoundRobin(List.copyOf(states));
            asking = new SmoothRoundRobin(
                    states.stream().<Endpoint>map(Asked::new).toList());
        }

        /** The choice of both, which is to be one; null for none. */
        EndpointState choose(String when) {
            Iterator<Endpoint> one = told.rank();
            Iterator<Endpoint> other = asking.rank();
            assertThat(one.hasNext()).as(when).isEqualTo(other.hasNext());
            if (!one.hasNext()) {
                return null;
            }
            EndpointState chosen = (EndpointState) one.next();
            assertThat(chosen).as(when).isSameAs(((Asked) other.next()).state());
            return chosen;
        }
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
