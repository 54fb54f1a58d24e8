package io.sluice.api.balance;

import io.sluice.api.NamedExtension;
import io.sluice.api.Settings;
import java.util.List;

/** Makes what holds clients to endpoints: {@code upstreams { chat { sticky { by = <name> } } }}. */
public interface StickinessFactory extends NamedExtension {
    /**
     * Builds it over an immutable list. Called once for each list of endpoints that the upstream has.
     *
     * @param endpoints all of the upstream's, at least one, in the order of the configuration: those that are {@link
     *     Endpoint#down()} and the backups are among them
     * @param settings the upstream's {@code sticky} block without {@code by}
     * @throws io.sluice.api.SettingsException when a setting cannot be used
     */
    Stickiness create(List<Endpoint> endpoints, Settings settings);
}
