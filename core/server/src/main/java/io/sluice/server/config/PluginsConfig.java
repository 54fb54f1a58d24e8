package io.sluice.server.config;

import java.nio.file.Path;
import java.time.Duration;

/**
 * Where plugins come from, and what is done when their jars change while the server runs.
 *
 * @param folder where the jars are
 * @param watch how often the folder is looked at; zero: never, a reload alone reads it
 * @param apply from when on changed jars take part
 */
public record PluginsConfig(Path folder, Duration watch, Apply apply) {
    /** From when on changed jars take part. */
    public enum Apply {
        /** From the next reload on. */
        RELOAD,
        /** As soon as two looks have seen the same, with the configuration that is in force. */
        AT_ONCE
    }
}
