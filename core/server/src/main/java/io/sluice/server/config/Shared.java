package io.sluice.server.config;

import java.util.HashMap;
import java.util.Map;

/** Makes one of what is equal: thousands of routes say the same of most things. For what is immutable; not thread-safe. */
final class Shared {
    private final Map<Object, Object> known = new HashMap<>();

    /** The first that was equal to this, or this. */
    @SuppressWarnings("unchecked") // equal records, lists and optionals of them are of one type
    <T> T of(T value) {
        Object before = known.putIfAbsent(value, value);
        return before == null ? value : (T) before;
    }
}
