package io.sluice.server.relay;

import java.util.concurrent.TimeUnit;

/** Keeps events apart, so that no more than a number of them come in any second. For one thread. */
final class Pace {
    /** What is shared out as a second: more than one, so that what is looked at a little later is still far enough apart. */
    private static final long SECOND_AND_SLACK = TimeUnit.MILLISECONDS.toNanos(1050);

    /** What an event may catch up on where the one before was late; no more, or a long pause would be followed by a burst. */
    private static final long CATCH_UP = TimeUnit.MILLISECONDS.toNanos(20);

    private boolean used;
    private long free;

    /**
     * Whether there may be an event now.
     *
     * @param rate the greatest number in a second; 0 for no bound
     * @return 0 where there may be; otherwise the nanoseconds after which to ask again
     */
    long untilFree(long now, int rate) {
        return rate == 0 || !used ? 0 : Math.max(0, free - now);
    }

    /** There was an event, at a moment that was free. */
    void used(long now, int rate) {
        if (rate > 0) {
            free = (used ? Math.max(free - now, -CATCH_UP) : 0) + now + SECOND_AND_SLACK / rate;
            used = true;
        }
    }
}
