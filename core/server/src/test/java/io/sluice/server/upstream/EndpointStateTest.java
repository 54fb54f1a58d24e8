package io.sluice.server.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.api.balance.Changes;
import io.sluice.server.config.TunnelRules;
import io.sluice.server.config.UpstreamConfig;
import io.sluice.server.config.UpstreamConfig.Server;
import io.sluice.server.config.UpstreamConfig.ServerLimits;
import io.sluice.testkit.ManualClock;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** How failures, answers, checks of health and the bound on connections decide whether an endpoint can be used. */
class EndpointStateTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final ManualClock clock = new ManualClock();

    @Test
    void itIsNotUsedForTheFailTimeoutAfterSoManyFailures() {
        EndpointState endpoint = endpoint(2, 0, Duration.ZERO);
        assertThat(endpoint.failed()).isFalse();
        assertThat(endpoint.available()).isTrue();
        assertThat(endpoint.failed()).isTrue();
        assertThat(endpoint.available()).isFalse();
        assertThat(endpoint.acquire(false)).isFalse();
        assertThat(endpoint.activeExchanges()).isZero();
        clock.advance(TIMEOUT);
        assertThat(endpoint.available()).isFalse();
        clock.advance(Duration.ofNanos(1));
        assertThat(endpoint.available()).isTrue();
    }

    @Test
    void afterTheFailTimeoutOneExchangeTriesIt() {
        EndpointState endpoint = endpoint(1, 0, Duration.ZERO);
        endpoint.failed();
        past();
        assertThat(endpoint.acquire(false)).isTrue();
        assertThat(endpoint.acquire(false)).isFalse();
        assertThat(endpoint.available()).isFalse();
        past();
        assertThat(endpoint.acquire(false)).as("one more in the next time").isTrue();
        assertThat(endpoint.acquire(false)).isFalse();
    }

    @Test
    void anAnswerToThatOneMakesItUsed() {
        EndpointState endpoint = endpoint(1, 0, Duration.ZERO);
        endpoint.failed();
        past();
        endpoint.acquire(false);
        assertThat(endpoint.succeeded()).as("told").isTrue();
        assertThat(endpoint.available()).isTrue();
        assertThat(endpoint.acquire(false)).isTrue();
        assertThat(endpoint.succeeded()).as("told once").isFalse();
    }

    @Test
    void anAnswerToAnExchangeThatBeganBeforeTheFailureSaysNothing() {
        EndpointState endpoint = endpoint(1, 0, Duration.ZERO);
        endpoint.acquire(false);
        endpoint.failed();
        assertThat(endpoint.succeeded()).isFalse();
        assertThat(endpoint.available()).isFalse();
    }

    @Test
    void failuresThatAreNotEnoughAreForgottenOnceTheirTimeIsUp() {
        EndpointState endpoint = endpoint(2, 0, Duration.ZERO);
        endpoint.failed();
        endpoint.acquire(false);
        endpoint.succeeded();
        assertThat(endpoint.failed()).as("still counted").isTrue();
        past();
        endpoint.acquire(false);
        endpoint.succeeded();
        assertThat(endpoint.failed()).as("forgotten").isFalse();
    }

    @Test
    void noNumberOfFailuresTakesOutOneWithoutSuchABound() {
        EndpointState endpoint = endpoint(0, 0, Duration.ZERO);
        for (int i = 0; i < 100; i++) {
            assertThat(endpoint.failed()).isFalse();
        }
        assertThat(endpoint.acquire(false)).isTrue();
        assertThat(endpoint.weightLost()).isZero();
    }

    @Test
    void theOnlyOneIsNeverGivenUpButIsFullAllTheSame() {
        EndpointState endpoint = new EndpointState(
                Served.of(server(new ServerLimits(1, TIMEOUT, 1, Duration.ZERO))),
                TunnelRules.KEEP,
                new Changes(clock::nanoTime),
                () -> {});
        endpoint.only(true);
        assertThat(endpoint.failed()).isFalse();
        assertThat(endpoint.acquire(false)).isTrue();
        assertThat(endpoint.acquire(false)).isFalse();
    }

    @Test
    void eachFailureCostsItsPartOfTheWeight() {
        EndpointState endpoint = endpoint(3, 0, Duration.ZERO);
        endpoint.failed();
        endpoint.failed();
        assertThat(endpoint.weightLost()).isEqualTo(2 * (10 / 3));
    }

    @Test
    void moreThanItMayServeAreNotTakenByManyThreads() throws Exception {
        EndpointState endpoint = endpoint(1, 100, Duration.ZERO);
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Callable<Integer>> takers = new ArrayList<>();
            for (int t = 0; t < 4; t++) {
                takers.add(() -> {
                    int taken = 0;
                    for (int i = 0; i < 1_000; i++) {
                        taken += endpoint.acquire(false) ? 1 : 0;
                    }
                    return taken;
                });
            }
            int all = 0;
            for (Future<Integer> one : threads.invokeAll(takers)) {
                all += one.get();
            }
            assertThat(all).isEqualTo(100);
        } finally {
            threads.shutdownNow();
        }
        assertThat(endpoint.available()).isFalse();
        endpoint.released();
        assertThat(endpoint.available()).isTrue();
    }

    @Test
    void itsShareRisesInTheTimeOfItsSlowStart() {
        EndpointState endpoint = endpoint(1, 0, Duration.ofSeconds(40));
        assertThat(endpoint.ramp()).as("not at the start").isEqualTo(1);
        endpoint.failed();
        past();
        endpoint.acquire(false);
        endpoint.succeeded();
        assertThat(endpoint.ramp()).isBetween(0.0, 0.02).isPositive();
        clock.advance(Duration.ofSeconds(10));
        assertThat(endpoint.ramp()).isEqualTo(0.25);
        clock.advance(Duration.ofSeconds(30));
        assertThat(endpoint.ramp()).isEqualTo(1);
    }

    @Test
    void whileItIsFoundIllItIsNotUsedAndThenStartsSlowly() {
        EndpointState endpoint = endpoint(1, 0, Duration.ofSeconds(40));
        endpoint.ill("no answer");
        assertThat(endpoint.available()).isFalse();
        assertThat(endpoint.acquire(false)).isFalse();
        endpoint.well();
        assertThat(endpoint.acquire(false)).isTrue();
        assertThat(endpoint.ramp()).isLessThan(0.02);
    }

    private void past() {
        clock.advance(TIMEOUT.plusNanos(1));
    }

    private EndpointState endpoint(int maxFails, int maxConnections, Duration slowStart) {
        ServerLimits limits = new ServerLimits(maxFails, TIMEOUT, maxConnections, slowStart);
        return new EndpointState(Served.of(server(limits)), TunnelRules.KEEP, new Changes(clock::nanoTime), () -> {});
    }

    private static Server server(ServerLimits limits) {
        return new Server(
                "a",
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 80),
                10,
                false,
                UpstreamConfig.Use.UP,
                "",
                limits);
    }
}
