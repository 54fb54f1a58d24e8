package io.sluice.plugins.balance.iphash;

import io.sluice.api.Settings;
import io.sluice.api.balance.Endpoint;
import io.sluice.api.balance.LoadBalancer;
import io.sluice.api.balance.LoadBalancerFactory;
import java.util.List;
import org.pf4j.Extension;

/** The strategy {@code ip-hash}. It has no settings. */
@Extension
public final class IpHashFactory implements LoadBalancerFactory {
    @Override
    public String name() {
        return "ip-hash";
    }

    @Override
    public LoadBalancer create(List<Endpoint> endpoints, Settings settings) {
        return new IpHash(endpoints);
    }
}
