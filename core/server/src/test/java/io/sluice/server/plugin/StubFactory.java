package io.sluice.server.plugin;

import io.sluice.api.Settings;
import io.sluice.api.balance.Endpoint;
import io.sluice.api.balance.LoadBalancer;
import io.sluice.api.balance.LoadBalancerFactory;
import java.util.List;

/** An extension of the server itself. */
record StubFactory(String name) implements LoadBalancerFactory {
    @Override
    public LoadBalancer create(List<Endpoint> endpoints, Settings settings) {
        return exchange -> endpoints.iterator();
    }
}
