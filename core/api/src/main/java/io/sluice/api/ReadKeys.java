package io.sluice.api;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The keys of one block that were read. A list, as a block has few keys, and a configuration thousands of blocks. */
final class ReadKeys {
    private final List<String> keys = new ArrayList<>();

    void add(String key) {
        if (!contains(key)) {
            keys.add(key);
        }
    }

    ReadKeys addAll(Collection<String> more) {
        more.forEach(this::add);
        return this;
    }

    boolean contains(String key) {
        return keys.contains(key);
    }

    Set<String> sorted() {
        return new TreeSet<>(keys);
    }
}
