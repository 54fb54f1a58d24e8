package io.sluice.api;

import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * What the texts of one configuration stand for, each worked out once: thousands of blocks say the same, or have the same defaults.
 * Thread-safe: the blocks of one configuration share it, and those that were detached are read later, on other threads.
 */
final class Conversions {
    private final Map<String, Duration> durations = new ConcurrentHashMap<>();
    private final Map<String, Long> bytes = new ConcurrentHashMap<>();

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
        // Not computeIfAbsent, which keeps others waiting while a text is read.
        return known != null ? known : first(texts, text, reader.apply(value));
    }

    /** The object that was remembered first, which all get. */
    private static <T> T first(Map<String, T> texts, String text, T read) {
        T other = texts.putIfAbsent(text, read);
        return other == null ? read : other;
    }
}
