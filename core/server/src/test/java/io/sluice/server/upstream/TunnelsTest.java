package io.sluice.server.upstream;

import static io.sluice.server.transport.Loopback.run;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.server.config.TunnelRules;
import io.sluice.server.config.TunnelRules.Fate;
import io.sluice.server.config.UpstreamConfig.Use;
import io.sluice.testkit.ScriptedBackend;
import io.sluice.testkit.Scripts;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of the tunnels of an endpoint that is no longer used. */
class TunnelsTest {
    private static final Duration HOUR = Duration.ofHours(1);

    private final AtomicInteger ended = new AtomicInteger();
    private final AtomicInteger kept = new AtomicInteger();
    private final List<Duration> drained = new CopyOnWriteArrayList<>();
    private PoolFixture fixture;
    private ScriptedBackend backend;

    @BeforeEach
    void start() throws IOException {
        backend = ScriptedBackend.start(Scripts.silent());
        fixture = new PoolFixture();
    }

    @AfterEach
    void stop() throws IOException {
        fixture.close();
        backend.close();
    }

    @Test
    void byDefaultTheyAreKept() throws Exception {
        EndpointState endpoint = tunnels(TunnelRules.KEEP, 3);
        endpoint.ill("no answer");
        endpoint.use(Use.DRAINING);
        endpoint.remove();
        assertThat(endedAfterARound()).isZero();
        assertThat(endpoint.tunnels().count()).isEqualTo(3);
    }

    @Test
    void eachReasonHasItsOwnRule() throws Exception {
        EndpointState endpoint = tunnels(new TunnelRules(Fate.CLOSE, Fate.KEEP, Fate.KEEP, Duration.ZERO), 2);
        endpoint.use(Use.DRAINING);
        assertThat(endedAfterARound()).isZero();
        endpoint.use(Use.DOWN);
        assertThat(endedAfterARound()).isZero();
        endpoint.use(Use.UP);
        endpoint.ill("no answer");
        assertThat(endedAfterARound()).isEqualTo(2);
        assertThat(endpoint.tunnels().count()).isZero();
        assertThat(endpoint.activeExchanges()).isZero();
    }

    @Test
    void tooManyFailuresCountAsDown() throws Exception {
        fixture.limits(2, HOUR, 0);
        EndpointState endpoint = tunnels(new TunnelRules(Fate.CLOSE, Fate.KEEP, Fate.KEEP, Duration.ZERO), 1);
        endpoint.failed();
        assertThat(endedAfterARound()).isZero();
        endpoint.failed();
        assertThat(endedAfterARound()).isEqualTo(1);
    }

    @Test
    void thoseThatAreDrainedEndWithinTheWindow() throws Exception {
        EndpointState endpoint = tunnels(new TunnelRules(Fate.KEEP, Fate.DRAIN, Fate.KEEP, HOUR), 3);
        endpoint.use(Use.DRAINING);
        assertThat(endedAfterARound()).isZero();
        assertThat(drained).containsExactly(HOUR, HOUR, HOUR);
        assertThat(endpoint.tunnels().count()).isEqualTo(3);
    }

    @Test
    void furtherFailuresDoNotPutTheirEndOff() throws Exception {
        fixture.limits(1, HOUR, 0);
        EndpointState endpoint = tunnels(new TunnelRules(Fate.DRAIN, Fate.KEEP, Fate.KEEP, HOUR), 2);
        for (int i = 0; i < 5; i++) {
            endpoint.failed();
        }
        assertThat(endedAfterARound()).isZero();
        assertThat(drained).containsExactly(HOUR, HOUR);
    }

    @Test
    void thoseThatAreLeftAreKeptWhenItIsUsedAgain() throws Exception {
        EndpointState endpoint = tunnels(new TunnelRules(Fate.KEEP, Fate.DRAIN, Fate.KEEP, HOUR), 2);
        endpoint.use(Use.DRAINING);
        endpoint.use(Use.UP);
        assertThat(endedAfterARound()).isZero();
        assertThat(kept).hasValue(2);
    }

    @Test
    void oneThatOpensAfterwardsSharesTheirFate() throws Exception {
        EndpointState endpoint = tunnels(new TunnelRules(Fate.KEEP, Fate.KEEP, Fate.CLOSE, Duration.ZERO), 0);
        UpstreamConnection late = fixture.search().connected();
        endpoint.use(Use.DOWN);
        run(fixture.worker(), () -> open(late));
        assertThat(endedAfterARound()).isEqualTo(1);
    }

    @Test
    void oneThatOpensWhenItsRouteIsGoneIsEndedAsTheOthersWere() throws Exception {
        EndpointState endpoint = tunnels(new TunnelRules(Fate.KEEP, Fate.KEEP, Fate.CLOSE, Duration.ZERO), 1);
        UpstreamConnection late = fixture.search().connected();
        UpstreamConnection later = fixture.search().connected();
        endpoint.tunnels().endWithout(Set.of("site /other"));
        assertThat(endedAfterARound()).isEqualTo(1);
        run(fixture.worker(), () -> open(late));
        assertThat(endedAfterARound()).isEqualTo(2);
        endpoint.tunnels().expect(Set.of("site /"));
        run(fixture.worker(), () -> open(later));
        assertThat(endedAfterARound()).isEqualTo(2);
        endpoint.tunnels().endWithout(Set.of("site /", "site /other"));
        assertThat(endedAfterARound()).isEqualTo(2);
    }

    /** The endpoint, with so many tunnels. */
    private EndpointState tunnels(TunnelRules rules, int count) throws Exception {
        fixture.tunnels = rules;
        fixture.server(backend.address()).server(backend.address(), true, false);
        fixture.pool();
        for (int i = 0; i < count; i++) {
            UpstreamConnection connection = fixture.search().connected();
            run(fixture.worker(), () -> open(connection));
        }
        return (EndpointState) fixture.endpoints.get(0);
    }

    private void open(UpstreamConnection connection) {
        connection.tunnel(new CarriedTunnel() {
            @Override
            public String route() {
                return "site /";
            }

            @Override
            public void drain(Loss why, Duration window) {
                drained.add(window);
            }

            @Override
            public void keep(Loss why) {
                kept.incrementAndGet();
            }

            @Override
            public void close(Loss why) {
                ended.incrementAndGet();
                connection.close();
            }
        });
    }

    /** What had to be done on the worker is done after that. */
    private int endedAfterARound() throws Exception {
        run(fixture.worker(), () -> {});
        run(fixture.worker(), () -> {});
        return ended.get();
    }
}
