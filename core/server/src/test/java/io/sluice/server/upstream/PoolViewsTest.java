package io.sluice.server.upstream;

import static io.sluice.server.transport.Loopback.run;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.api.status.EndpointView;
import io.sluice.api.status.EndpointView.State;
import io.sluice.server.config.UpstreamConfig.Use;
import io.sluice.testkit.FreePort;
import io.sluice.testkit.ScriptedBackend;
import io.sluice.testkit.Scripts;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What status pages see of a pool, and what an operator's mark does to it. */
class PoolViewsTest {
    private static final InetSocketAddress ONE = new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);

    private static EndpointView first(PoolFixture fixture) {
        return fixture.pool().view().endpoints().get(0);
    }

    @Test
    void theStateThatWeighsMostIsTold() throws Exception {
        try (PoolFixture fixture = new PoolFixture()
                .limits(1, Duration.ofSeconds(10), 1)
                .server(ONE)
                .server(ONE)) {
            fixture.pool();
            EndpointState endpoint = (EndpointState) fixture.endpoints.get(0);
            assertThat(first(fixture).state()).isEqualTo(State.UP);
            endpoint.acquire(false);
            assertThat(first(fixture).state()).isEqualTo(State.FULL);
            endpoint.failed();
            assertThat(first(fixture).state()).isEqualTo(State.FAILING);
            endpoint.ill("no answer");
            assertThat(first(fixture).state()).isEqualTo(State.UNHEALTHY);
            fixture.pool().mark("s0", Use.DRAINING);
            assertThat(first(fixture).state()).isEqualTo(State.DRAINING);
            fixture.pool().mark("s0", Use.DOWN);
            assertThat(first(fixture).state()).isEqualTo(State.DOWN);
            fixture.pool().mark("s0", Use.UP);
            assertThat(first(fixture).state()).as("the mark alone is gone").isEqualTo(State.UNHEALTHY);
        }
    }

    @Test
    void aNameMeansAllThatHaveItAndAnAddressThatOne() throws Exception {
        InetSocketAddress two = new InetSocketAddress(ONE.getAddress(), 2);
        try (PoolFixture fixture = new PoolFixture().server(ONE).server(two)) {
            assertThat(fixture.pool().mark("127.0.0.1:2", Use.DOWN))
                    .extracting(EndpointView::name, EndpointView::state)
                    .containsExactly(org.assertj.core.groups.Tuple.tuple("s1", State.DOWN));
            assertThat(fixture.pool().mark("s2", Use.DOWN)).isEmpty();
            assertThat(first(fixture).state()).isEqualTo(State.UP);
        }
    }

    @Test
    void idleConnectionsAreCountedUntilTheyAreTaken() throws Exception {
        try (ScriptedBackend backend = ScriptedBackend.start(Scripts.silent());
                PoolFixture fixture = new PoolFixture().server(backend.address())) {
            UpstreamConnection connection = fixture.search().connected();
            assertThat(first(fixture).activeExchanges()).isEqualTo(1);
            run(fixture.worker(), connection::recycle);
            assertThat(first(fixture).activeExchanges()).isZero();
            assertThat(first(fixture).idleConnections()).isEqualTo(1);
            fixture.search().connected();
            assertThat(first(fixture).idleConnections()).isZero();
            assertThat(first(fixture).chosen()).isEqualTo(2);
        }
    }

    @Test
    void closedIdleConnectionsAreNoLongerCounted() throws Exception {
        try (ScriptedBackend backend = ScriptedBackend.start(Scripts.silent());
                PoolFixture fixture = new PoolFixture().server(backend.address())) {
            UpstreamConnection connection = fixture.search().connected();
            run(fixture.worker(), connection::recycle);
            run(fixture.worker(), () -> fixture.pool().closeIdle(fixture.worker()));
            assertThat(first(fixture).idleConnections()).isZero();
        }
    }

    @Test
    void theLastFailureIsTold() throws Exception {
        try (PoolFixture fixture = new PoolFixture().server(new InetSocketAddress(ONE.getAddress(), FreePort.next()))) {
            assertThat(first(fixture).lastFailure()).isEmpty();
            fixture.search().exhausted();
            assertThat(first(fixture).failures()).isEqualTo(1);
            assertThat(first(fixture).lastFailure()).contains("Connection refused");
        }
    }
}
