package io.sluice.api.status;

import io.sluice.api.NamedExtension;
import io.sluice.api.Settings;

/** Makes status endpoints: {@code status { type = <name>, … }} of a route or of the admin listener's list. */
public interface StatusEndpointFactory extends NamedExtension {
    /**
     * Builds an endpoint.
     *
     * @param settings the block without {@code type}
     * @throws io.sluice.api.SettingsException when a setting cannot be used
     */
    StatusEndpoint create(Settings settings);
}
