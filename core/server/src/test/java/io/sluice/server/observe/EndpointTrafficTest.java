package io.sluice.server.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.api.status.EndpointView.Traffic;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EndpointTrafficTest {
    private final EndpointTraffic traffic = new EndpointTraffic();

    @Test
    void anEndpointThatHasHadNoTunnelHasPassedNothing() {
        assertThat(traffic.view()).isEqualTo(Traffic.NONE);
    }

    @Test
    void whatWorkersCountIsAddedUpByDirection() {
        traffic.tally(0, true).passed(10, 1);
        traffic.tally(3, true).passed(5, 2);
        traffic.tally(3, true).passed(1, 0);
        traffic.tally(3, false).passed(100, 7);
        traffic.closed("client-close");
        traffic.closed("tunnel-idle");
        traffic.closed("client-close");

        assertThat(traffic.view()).isEqualTo(new Traffic(3, 7, 16, 100, Map.of("client-close", 2L, "tunnel-idle", 1L)));
    }

    @Test
    void aWorkerCountsWithTheSameTallyForAsLongAsTheEndpointIsThere() {
        PassTally first = traffic.tally(1, false);
        traffic.tally(7, false);

        assertThat(traffic.tally(1, false)).isSameAs(first).isNotSameAs(traffic.tally(1, true));
    }
}
