package io.sluice.server.relay;

import java.util.concurrent.TimeUnit;

/** Keeps events apart, so that no more than a number of them come in any second. For one thread. */
final class Pace {
    /** A second, and what an event may be late by: two that are kept apart by less could come in one second. */
    private static final long SECOND_AND_SLACK = TimeUnit.MILLISECONDS.toNanos(1050);

    private boolean used;
    private long free;

    /**
     * Takes the next moment that is free.
     *
     * @param rate the greatest number in a second; 0 for no bound
     * @return nanoseconds from {@code now} to that moment, 0 for at once
     */
    long reserve(long now, int rate) {
        if (rate == 0) {
            return 0;
        }
        long moment = used && free - now > 0 ? free : now;
        used = true;
        free = moment + SECOND_AND_SLACK / rate;
        return moment - now;
    }
}
