package io.sluice.server.config;

import io.sluice.api.Settings;
import java.util.function.Supplier;

/**
 * What brings clients back to the endpoint they had.
 *
 * @param by the name of the extension that does it
 * @param settings makes its settings afresh, for each call of its factory
 * @param place file and line, for messages
 */
public record StickyConfig(String by, Supplier<Settings> settings, String place) {}
