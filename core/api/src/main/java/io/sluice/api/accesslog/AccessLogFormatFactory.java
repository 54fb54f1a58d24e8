package io.sluice.api.accesslog;

import io.sluice.api.NamedExtension;
import io.sluice.api.Settings;

/** Makes access-log formats: {@code access-log { format { type = <name>, … } }}. */
public interface AccessLogFormatFactory extends NamedExtension {
    /**
     * Builds a format.
     *
     * @param settings the {@code format} block without {@code type}
     * @throws io.sluice.api.SettingsException when a setting cannot be used
     */
    AccessLogFormat create(Settings settings);
}
