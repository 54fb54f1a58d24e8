package io.sluice.server.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Reads {@code plugins { … }}, for which the name of the folder may stand alone. */
final class PluginsReader {
    private static final String OFF = "off";
    private static final Duration SHORTEST_WATCH = Duration.ofMillis(100);
    private static final List<String> APPLY = Arrays.stream(PluginsConfig.Apply.values())
            .map(apply -> apply.name().toLowerCase(Locale.ROOT).replace('_', '-'))
            .toList();

    private PluginsReader() {}

    /**
     * Reads them.
     *
     * @param home where the folder's relative path starts
     */
    static PluginsConfig read(Block root, Path home) {
        Block block = root.blockOrWord("plugins", "folder");
        String apply = block.choice("apply", APPLY);
        return new PluginsConfig(
                home.resolve(block.text("folder", "a folder").orElse("")),
                watch(block),
                PluginsConfig.Apply.valueOf(apply.toUpperCase(Locale.ROOT).replace('-', '_')));
    }

    private static Duration watch(Block block) {
        boolean off = block.word("watch")
                .filter(word -> word.equals(OFF) || word.equals("false"))
                .isPresent();
        return off ? Duration.ZERO : block.duration("watch", SHORTEST_WATCH, ConfigLoader.LONGEST);
    }
}
