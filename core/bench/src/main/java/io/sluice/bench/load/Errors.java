package io.sluice.bench.load;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** Errors by kind, of all threads. Thread-safe. */
final class Errors {
    private static final int LONGEST_EXAMPLE = 200;

    private final Map<String, Entry> kinds = new ConcurrentHashMap<>();

    private record Entry(LongAdder count, String example) {}

    /** Counts one. Of a long example its begin is kept. */
    void add(String kind, String example) {
        Entry entry = kinds.get(kind);
        if (entry == null) {
            entry = kinds.computeIfAbsent(kind, any -> new Entry(new LongAdder(), begin(example)));
        }
        entry.count.increment();
    }

    private static String begin(String example) {
        return example == null || example.length() <= LONGEST_EXAMPLE
                ? example
                : example.substring(0, LONGEST_EXAMPLE) + "...";
    }

    /** All of them together. */
    long total() {
        return kinds.values().stream().mapToLong(entry -> entry.count.sum()).sum();
    }

    /** How many of each kind, by name, and what the first one said. */
    Map<String, Figures.Kind> byKind() {
        Map<String, Figures.Kind> all = new TreeMap<>();
        kinds.forEach((kind, entry) -> all.put(kind, new Figures.Kind(entry.count.sum(), entry.example)));
        return all;
    }
}
