package io.sluice.api.status;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The configuration in force at one moment.
 *
 * @param file the file that it was read from; empty where that is not known
 * @param generation its number: 1 for that of the start, one more for each reload that was not refused
 * @param since since when it is in force
 * @param lastReload what came of the last reload; empty where there was none
 */
public record ConfigurationView(String file, long generation, Instant since, Optional<Reload> lastReload) {
    /** Checks that nothing is null. */
    public ConfigurationView {
        Objects.requireNonNull(file, "file");
        Objects.requireNonNull(since, "since");
        Objects.requireNonNull(lastReload, "lastReload");
    }

    /**
     * What came of a reload.
     *
     * @param at when it was over
     * @param refused whether all stayed as it was
     * @param messages why it was refused, with file and line; otherwise what has changed and what to heed, one each
     * @param millis how long it took
     */
    public record Reload(Instant at, boolean refused, List<String> messages, long millis) {
        /** Copies the list. */
        public Reload {
            Objects.requireNonNull(at, "at");
            messages = List.copyOf(messages);
        }
    }
}
