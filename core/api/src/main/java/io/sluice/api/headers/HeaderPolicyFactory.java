package io.sluice.api.headers;

import io.sluice.api.NamedExtension;
import io.sluice.api.Settings;

/** Makes header policies: an entry {@code { policy = <name>, … }} of a {@code policies} list. */
public interface HeaderPolicyFactory extends NamedExtension {
    /**
     * Builds a policy: once for each entry of a configuration. That of an entry of a host serves all routes of the host.
     *
     * @param settings the entry without {@code policy}
     * @throws io.sluice.api.SettingsException when a setting cannot be used
     */
    HeaderPolicy create(Settings settings);
}
