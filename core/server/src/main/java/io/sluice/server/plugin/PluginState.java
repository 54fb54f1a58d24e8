package io.sluice.server.plugin;

import java.time.Instant;
import java.util.List;

/**
 * How one generation of a plugin fares, or a jar that is none.
 *
 * @param id its {@code Plugin-Id}; empty of a jar that was not loaded
 * @param version its {@code Plugin-Version}; empty of a jar that was not loaded
 * @param file the name of its jar in the folder
 * @param state what it does
 * @param since when it was loaded; of another jar, when that became known
 * @param exchanges requests and tunnels under way that began with a configuration that uses it
 * @param extensions what it brings; none of a jar that was not loaded
 * @param reason why it failed or waits, or what is to be known of its jar; empty otherwise
 */
public record PluginState(
        String id,
        String version,
        String file,
        State state,
        Instant since,
        long exchanges,
        List<LoadedPlugin.Extension> extensions,
        String reason) {
    /** What a generation does. */
    public enum State {
        /** New exchanges begin with it. */
        IN_FORCE("in force"),
        /** Loaded for a configuration that is about to be swapped in. */
        LOADED("loaded"),
        /** It serves what began with it, and ends then. */
        SERVING_OLD("serving old"),
        /** A jar that was seen, and takes part from the next reload on. */
        WAITING("waiting"),
        /** A jar that cannot be used; what was there before it is in force. */
        FAILED("failed");

        private final String text;

        State(String text) {
            this.text = text;
        }

        /** In words. */
        public String text() {
            return text;
        }
    }
}
