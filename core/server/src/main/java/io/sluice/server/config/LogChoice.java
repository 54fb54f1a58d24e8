package io.sluice.server.config;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** The key {@code access-log} of hosts and routes: {@code on}, {@code off}, or names of logs. */
final class LogChoice {
    /** The name by which the log of {@code sluice.access-log} is called. */
    static final String MAIN = "main";

    private static final String KEY = "access-log";

    private LogChoice() {}

    /** The names; empty where the key is not set. */
    static Optional<List<String>> read(Block block, Collection<String> logs) {
        if (!block.has(KEY)) {
            return Optional.empty();
        }
        if (block.word(KEY)
                .filter(word -> word.matches("(?i)on|off|true|false|yes|no"))
                .isPresent()) {
            return Optional.of(block.bool(KEY) && logs.contains(MAIN) ? List.of(MAIN) : List.of());
        }
        List<String> allowed = new ArrayList<>(logs);
        return Optional.of(List.copyOf(block.choices(KEY, allowed)));
    }
}
