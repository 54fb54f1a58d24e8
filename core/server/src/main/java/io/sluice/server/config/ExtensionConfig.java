package io.sluice.server.config;

import io.sluice.api.Settings;

/**
 * A call for an extension by its name.
 *
 * @param type the name of the extension
 * @param settings its settings
 * @param place file and line, for messages
 */
public record ExtensionConfig(String type, Settings settings, String place) {}
