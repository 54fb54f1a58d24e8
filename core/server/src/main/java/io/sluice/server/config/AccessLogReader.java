package io.sluice.server.config;

import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/** Reads {@code access-log}: a block, or {@code off}. */
final class AccessLogReader {
    private static final Set<String> OFF = Set.of("off", "false", "no");
    private static final int LONGEST_QUEUE = 1 << 20;

    private final Path home;

    AccessLogReader(Path home) {
        this.home = home;
    }

    Optional<AccessLogConfig> read(Block root) {
        Optional<String> word = root.word("access-log");
        if (word.isPresent()) {
            if (!OFF.contains(word.get())) {
                root.refuse("access-log", "off, or a block { … }");
            }
            return Optional.empty();
        }
        Block block = root.block("access-log");
        return Optional.of(new AccessLogConfig(
                format(block),
                block.text("file").map(home::resolve),
                block.bytes("max-file-size", 0, Long.MAX_VALUE),
                block.integer("max-history", 0, 36_500),
                block.integer("queue", 1, LONGEST_QUEUE)));
    }

    /** A word alone is a preset of the format {@code template}. */
    private static ExtensionConfig format(Block block) {
        return block.word("format").isPresent()
                ? block.preset("format", "template", "preset")
                : block.extension("format", "type").config();
    }
}
