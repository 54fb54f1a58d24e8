package io.sluice.plugins.balance.leastconn;

import io.sluice.api.Settings;
import io.sluice.api.balance.Endpoint;
import io.sluice.api.balance.LoadBalancer;
import io.sluice.api.balance.LoadBalancerFactory;
import java.util.List;
import org.pf4j.Extension;

/** The strategy {@code least-conn}. It has no settings. */
@Extension
public final class LeastConnFactory implements LoadBalancerFactory {
    @Override
    public String name() {
        return "least-conn";
    }

    @Override
    public LoadBalancer create(List<Endpoint> endpoints, Settings settings) {
        return new LeastConn(endpoints);
    }
}
