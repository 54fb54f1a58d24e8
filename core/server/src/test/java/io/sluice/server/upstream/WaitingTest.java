package io.sluice.server.upstream;

import static io.sluice.server.transport.Loopback.run;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.server.config.QueueConfig;
import io.sluice.server.error.ErrorKind;
import io.sluice.server.observe.Metric;
import io.sluice.testkit.Eventually;
import io.sluice.testkit.FreePort;
import io.sluice.testkit.ScriptedBackend;
import io.sluice.testkit.Scripts;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Searches that find all endpoints full. */
class WaitingTest {
    private PoolFixture fixture;
    private ScriptedBackend backend;

    @BeforeEach
    void start() throws IOException {
        backend = ScriptedBackend.start(Scripts.silent());
        fixture = new PoolFixture().limits(0, Duration.ZERO, 1).server(backend.address());
        fixture.queue = new QueueConfig(2, Duration.ofMinutes(1));
    }

    @AfterEach
    void stop() throws IOException {
        fixture.close();
        backend.close();
    }

    @Test
    void theyGetTheirPlacesInTheOrderInWhichTheyCame() throws Exception {
        UpstreamConnection first = fixture.search().connected();
        PoolFixture.Search second = fixture.search();
        PoolFixture.Search third = fixture.search();
        assertThat(second.ended()).isFalse();
        assertThat(waiting()).isEqualTo(2);
        run(fixture.worker(), first::recycle);
        UpstreamConnection next = second.connected();
        assertThat(third.ended()).isFalse();
        run(fixture.worker(), next::close);
        third.connected();
        assertThat(waiting()).isZero();
    }

    @Test
    void whoComesNewDoesNotTakeAPlaceBeforeThoseWhoWait() throws Exception {
        UpstreamConnection first = fixture.search().connected();
        PoolFixture.Search second = fixture.search();
        PoolFixture.Search[] third = new PoolFixture.Search[1];
        run(fixture.worker(), () -> {
            first.recycle();
            third[0] = unchecked(fixture::search);
        });
        UpstreamConnection next = second.connected();
        assertThat(third[0].ended()).isFalse();
        run(fixture.worker(), next::close);
        third[0].connected();
    }

    @Test
    void whoFailedAtOneWaitsForAnyOtherAndSeesThatAFailTimeoutHasEnded() throws Exception {
        int port = FreePort.next();
        fixture.limits(1, Duration.ofSeconds(10), 0)
                .server(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        UpstreamConnection first = fixture.search().connected();
        PoolFixture.Search second = fixture.search();
        Eventually.until("it has failed and waits", () -> waiting() == 1);
        assertThat(second.ended()).isFalse();
        try (ScriptedBackend back = ScriptedBackend.start("127.0.0.1", port, Scripts.silent())) {
            fixture.clock.advance(Duration.ofSeconds(11));
            assertThat(second.connected().endpoint().address()).isEqualTo(back.address());
        }
        assertThat(waiting()).isZero();
        run(fixture.worker(), first::close);
    }

    @Test
    void whereTheLineIsFullTheSearchEndsAtOnce() throws Exception {
        fixture.search().connected();
        fixture.search();
        fixture.search();
        PoolFixture.Search fourth = fixture.search();
        assertThat(fourth.exhausted().kind()).isEqualTo(ErrorKind.NO_ENDPOINT);
        assertThat(fourth.exhausted())
                .hasMessage("no live upstreams while connecting to upstream: all are full, and so is the queue");
        assertThat(waiting()).isEqualTo(2);
    }

    @Test
    void afterItsTimeASearchEnds() throws Exception {
        fixture.queue = new QueueConfig(2, Duration.ofMillis(50));
        UpstreamConnection first = fixture.search().connected();
        PoolFixture.Search second = fixture.search();
        assertThat(second.exhausted())
                .hasMessage("no live upstreams while connecting to upstream: all were full for 50 ms");
        assertThat(waiting()).isZero();
        run(fixture.worker(), first::close);
        fixture.search().connected();
    }

    @Test
    void aSearchThatIsGivenUpLeavesItsPlaceToTheNext() throws Exception {
        UpstreamConnection first = fixture.search().connected();
        PoolFixture.Search second = fixture.search();
        PoolFixture.Search third = fixture.search();
        run(fixture.worker(), second.dial::cancel);
        assertThat(waiting()).isEqualTo(1);
        run(fixture.worker(), first::close);
        third.connected();
        assertThat(second.ended()).isFalse();
    }

    @Test
    void whereNoneIsFullNobodyWaits() throws Exception {
        try (PoolFixture down = new PoolFixture().server(backend.address(), false, true)) {
            down.queue = new QueueConfig(2, Duration.ofMinutes(1));
            assertThat(down.search().exhausted().kind()).isEqualTo(ErrorKind.NO_ENDPOINT);
        }
    }

    private static <T> T unchecked(Callable<T> call) {
        try {
            return call.call();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private long waiting() {
        return fixture.metrics.value(Metric.UPSTREAM_WAITING);
    }
}
