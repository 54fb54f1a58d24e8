package io.sluice.server.config;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * What becomes of an endpoint's tunnels when it is no longer used.
 *
 * @param onDown where it fails, or a check finds it ill
 * @param onDrain where it is marked as draining
 * @param onRemoved where it is marked as down, or no longer in the list
 * @param drainWindow the time over which tunnels are ended that are drained
 */
public record TunnelRules(Fate onDown, Fate onDrain, Fate onRemoved, Duration drainWindow) {
    /** All are kept. */
    public static final TunnelRules KEEP = new TunnelRules(Fate.KEEP, Fate.KEEP, Fate.KEEP, Duration.ZERO);

    /** What becomes of them. */
    public enum Fate {
        /** They stay until a side ends them. */
        KEEP,
        /** They are ended one after the other over a window of time. */
        DRAIN,
        /** They are ended all at once. */
        CLOSE
    }

    private static final List<String> FATES = Stream.of(Fate.values())
            .map(fate -> fate.name().toLowerCase(Locale.ROOT))
            .toList();

    static TunnelRules read(Block block) {
        return new TunnelRules(
                fate(block, "on-down"),
                fate(block, "on-drain"),
                fate(block, "on-removed"),
                block.duration("drain-window", Duration.ZERO, ConfigLoader.LONGEST));
    }

    private static Fate fate(Block block, String key) {
        return Fate.valueOf(block.choice(key, FATES).toUpperCase(Locale.ROOT));
    }
}
