package io.sluice.api;

import com.typesafe.config.ConfigValue;
import java.util.Optional;

/**
 * A setting that cannot be used. The message holds the place (file and line), the key, the value found and what was
 * expected; the server reports it with all other problems and does not start.
 */
public final class SettingsException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Creates the refusal with its whole message. */
    public SettingsException(String message) {
        super(message);
    }

    /** The refusal of a value, or of its lack, at a place. */
    static SettingsException of(String place, String path, Optional<ConfigValue> value, String expected) {
        String found = value.map(it -> "found " + Values.render(it)).orElse("not set");
        return new SettingsException(place + ": " + path + ": " + found + " (expected: " + expected + ")");
    }
}
