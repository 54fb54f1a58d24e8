package io.sluice.server.relay;

import io.sluice.server.config.DrainConfig;
import io.sluice.server.config.PingConfig;
import java.time.Duration;

/** What a tunnel of a test has to show to go on. */
final class Showing {
    private static final Duration LONG = Duration.ofSeconds(30);

    /** Messages have a moment to their end, answers all the time they need. */
    private static final DrainConfig RULES =
            new DrainConfig(1012, "", 1001, "", LONG, 0, Duration.ofMillis(1), LONG, Duration.ZERO);

    private Showing() {}

    /** Something passes; 0 nanoseconds: nothing is wanted. */
    static Liveness traffic(long idleNanos) {
        return of(idleNanos, PingConfig.OFF);
    }

    /** Answers to pings, too. */
    static Liveness of(long idleNanos, PingConfig ping) {
        return new Liveness(idleNanos, ping, new Drains(RULES));
    }
}
