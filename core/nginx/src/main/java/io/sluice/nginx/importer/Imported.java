package io.sluice.nginx.importer;

import java.util.List;
import java.util.Objects;

/**
 * What came of an nginx.conf.
 *
 * @param text the configuration of Sluice, as HOCON
 * @param leftovers what is not in it, in the order in which nginx read it; nothing else was left out, but what is known to
 *     have no effect in Sluice
 * @param warnings what is in it and yet not quite the same, in that order
 */
public record Imported(String text, List<Leftover> leftovers, List<Leftover> warnings) {
    /** Copies the list. */
    public Imported {
        Objects.requireNonNull(text);
        leftovers = List.copyOf(leftovers);
        warnings = List.copyOf(warnings);
    }
}
