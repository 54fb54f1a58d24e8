package io.sluice.server.config;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * When the sides of a tunnel are asked by Ping frames (RFC 6455 section 5.5.2) whether they are still there.
 *
 * @param interval how long a side may be silent before it is asked; zero: it never is
 * @param timeout how long it may be silent after that
 * @param to who is asked
 */
public record PingConfig(Duration interval, Duration timeout, To to) {
    /** Nobody is asked. */
    public static final PingConfig OFF = new PingConfig(Duration.ZERO, Duration.ofSeconds(10), To.BOTH);

    private static final List<String> SIDES =
            Stream.of(To.values()).map(to -> to.name().toLowerCase(Locale.ROOT)).toList();

    /** Who is asked. */
    public enum To {
        /** The client alone. */
        CLIENT,
        /** The back end alone. */
        UPSTREAM,
        /** Each side by itself. */
        BOTH
    }

    /** Whether anybody is asked. */
    public boolean on() {
        return !interval.isZero();
    }

    /** Whether the client is asked. */
    public boolean client() {
        return on() && to != To.UPSTREAM;
    }

    /** Whether the back end is asked. */
    public boolean upstream() {
        return on() && to != To.CLIENT;
    }

    /**
     * Reads it.
     *
     * @param frames whether frames are followed on the route: without that nobody can be asked
     */
    static PingConfig read(Block block, boolean frames) {
        PingConfig read = new PingConfig(
                block.duration("interval", Duration.ZERO, ConfigLoader.LONGEST),
                block.duration("timeout", ConfigLoader.SHORTEST, ConfigLoader.LONGEST),
                To.valueOf(block.choice("to", SIDES).toUpperCase(Locale.ROOT)));
        if (read.on() && !frames) {
            block.refuse("interval", "0s where frames = off: a Ping can only be sent between two frames");
        }
        return read;
    }
}
