package io.sluice.server.resolve;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** When a name is looked up again. Immutable. */
final class Terms {
    /** A TTL of 0 would ask without end. */
    private static final long SHORTEST = TimeUnit.SECONDS.toNanos(1);

    /** What changes once a day is noticed within the hour all the same. */
    private static final long LONGEST = TimeUnit.HOURS.toNanos(1);

    /** What stands in the file of hosts does not age: a look at the file costs little. */
    private static final long AGELESS = TimeUnit.SECONDS.toNanos(10);

    private static final long FIRST_RETRY = TimeUnit.SECONDS.toNanos(1);
    private static final long LAST_RETRY = TimeUnit.SECONDS.toNanos(30);
    private static final int MOST_DOUBLINGS = 5;

    private final long fixed;

    /** @param valid in place of every TTL; empty: the TTLs count */
    Terms(Optional<Duration> valid) {
        this.fixed = valid.map(Duration::toNanos).orElse(0L);
    }

    /** Nanoseconds for which an answer with this TTL, in seconds, is good. */
    long valid(long ttl) {
        if (fixed > 0) {
            return fixed;
        }
        return ttl == Family.AGELESS
                ? AGELESS
                : Math.min(LONGEST, Math.max(SHORTEST, TimeUnit.SECONDS.toNanos(Math.min(ttl, Integer.MAX_VALUE))));
    }

    /** Nanoseconds to wait after so many failures in a row, 1 or more. */
    long retry(int failures) {
        return Math.min(LAST_RETRY, FIRST_RETRY << Math.min(MOST_DOUBLINGS, failures - 1));
    }
}
