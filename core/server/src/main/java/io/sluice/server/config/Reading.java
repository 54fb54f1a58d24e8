package io.sluice.server.config;

import com.typesafe.config.ConfigOrigin;
import java.util.Comparator;

/**
 * What one run of the loader shares.
 *
 * @param problems what was refused so far
 * @param templates what turns text into templates
 * @param file the file that was asked for, as it was named
 */
record Reading(Problems problems, VariableCompiler templates, String file) {
    /**
     * The order of blocks, which the library does not keep: those of the file asked for as they stand there, then those
     * of included files by name and line, then those that only overrides brought.
     */
    Comparator<ConfigOrigin> order() {
        return Comparator.comparingInt(this::rank)
                .thenComparing(at -> at.filename() == null ? "" : at.filename())
                .thenComparingInt(ConfigOrigin::lineNumber);
    }

    private int rank(ConfigOrigin at) {
        if (at.lineNumber() < 0) {
            return 2;
        }
        return file.equals(at.filename()) ? 0 : 1;
    }
}
