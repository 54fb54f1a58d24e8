package io.sluice.plugins.balance.roundrobin;

import io.sluice.api.Settings;
import io.sluice.api.balance.Endpoint;
import io.sluice.api.balance.LoadBalancer;
import io.sluice.api.balance.LoadBalancerFactory;
import io.sluice.api.balance.SmoothRoundRobin;
import java.util.List;
import org.pf4j.Extension;

/** The strategy {@code round-robin}. It has no settings. */
@Extension
public final class RoundRobinFactory implements LoadBalancerFactory {
    @Override
    public String name() {
        return "round-robin";
    }

    @Override
    public LoadBalancer create(List<Endpoint> endpoints, Settings settings) {
        SmoothRoundRobin turns = new SmoothRoundRobin(endpoints);
        return exchange -> turns.rank();
    }
}
