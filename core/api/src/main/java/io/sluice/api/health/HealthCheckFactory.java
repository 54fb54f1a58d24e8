package io.sluice.api.health;

import io.sluice.api.NamedExtension;
import io.sluice.api.Settings;

/** Makes health checks: {@code upstreams { chat { health { check = <name>, … } } }}. */
public interface HealthCheckFactory extends NamedExtension {
    /**
     * Builds a check.
     *
     * @param settings the {@code health} block without {@code check}
     * @throws io.sluice.api.SettingsException when a setting cannot be used
     */
    HealthCheck create(Settings settings);
}
