package io.sluice.plugins.balance.leasttime;

import io.sluice.api.Settings;
import io.sluice.api.balance.Endpoint;
import io.sluice.api.balance.LoadBalancer;
import io.sluice.api.balance.LoadBalancerFactory;
import java.util.List;
import org.pf4j.Extension;

/**
 * The strategy {@code least-time}. Its settings: {@code time}, which must be there, is {@code header} or {@code last-byte};
 * {@code inflight}, off by default, says whether what has not answered yet counts.
 */
@Extension
public final class LeastTimeFactory implements LoadBalancerFactory {
    @Override
    public String name() {
        return "least-time";
    }

    @Override
    public LoadBalancer create(List<Endpoint> endpoints, Settings settings) {
        boolean header = settings.choice("time", List.of("header", "last-byte")).equals("header");
        boolean inflight = settings.bool("inflight", false);
        return new LeastTime(endpoints, time(header, inflight));
    }

    private static LeastTime.Time time(boolean header, boolean inflight) {
        LeastTime.Time average = header ? Endpoint::headerNanos : Endpoint::responseNanos;
        if (!inflight) {
            return average;
        }
        LeastTime.Time waited = header ? Endpoint::headerWaitNanos : Endpoint::responseWaitNanos;
        return endpoint -> Math.max(average.nanos(endpoint), waited.nanos(endpoint));
    }
}
