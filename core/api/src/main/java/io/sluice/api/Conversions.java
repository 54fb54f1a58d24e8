package io.sluice.api;

import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * What the texts of one configuration stand for, each worked out once: thousands of blocks say the same, or have the same defaults.
 * Not thread-safe.
 */
final class Conversions {
    private final Map<String, Duration> durations = new HashMap<>();
    private final Map<String, Long> bytes = new HashMap<>();

    /** As {@link Values#duration}; equal texts give the same object. */
    Duration duration(ConfigValue value) {
        return known(durations, value, Values::duration);
    }

    /** As {@link Values#bytes}. */
    long bytes(ConfigValue value) {
        return known(bytes, value, Values::bytes);
    }

    /** What cannot be read is not remembered: it is refused each time. */
    private static <T> T known(Map<String, T> texts, ConfigValue value, Function<ConfigValue, T> reader) {
        if (value.valueType() != ConfigValueType.STRING) {
            return reader.apply(value);
        }
        String text = Values.string(value);
        T known = texts.get(text);
        if (known == null) {
            known = reader.apply(value);
            texts.put(text, known);
        }
        return known;
    }
}
