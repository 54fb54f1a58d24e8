package io.sluice.api.health;

import io.sluice.api.NamedExtension;
import io.sluice.api.Settings;

/** Makes health checks: {@code upstreams { chat { health { check = <name>, … } } }}. */
public interface HealthCheckFactory extends NamedExtension {
    /**
     * Builds a check, for each place in the configuration that names it.
     *
     * @param settings the {@code health} block without the keys that are the server's own, such as {@code check} and {@code
     *     interval}
     * @throws io.sluice.api.SettingsException when a setting cannot be used
     */
    HealthCheck create(Settings settings);
}
