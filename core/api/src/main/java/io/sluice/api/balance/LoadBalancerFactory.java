package io.sluice.api.balance;

import io.sluice.api.NamedExtension;
import io.sluice.api.Settings;
import java.util.List;

/** Makes load balancers: {@code upstreams { chat { balance { strategy = <name> } } }}. */
public interface LoadBalancerFactory extends NamedExtension {
    /**
     * Builds a balancer over an immutable list. Called once for the upstream's ordinary endpoints and, where it has
     * some, once more for its backups. Endpoints that are {@link Endpoint#down()} are in the list: they keep their place
     * in hash strategies, and the server skips them.
     *
     * @param endpoints at least one, in the order of the configuration
     * @param settings the upstream's {@code balance} block without {@code strategy}
     * @throws io.sluice.api.SettingsException when a setting cannot be used
     */
    LoadBalancer create(List<Endpoint> endpoints, Settings settings);
}
