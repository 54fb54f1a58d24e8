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
     * Asks for an event now.
     *
     * @param rate the greatest number in a second; 0 for no bound
     * @return 0 where it may be, and has been counted; otherwise the nanoseconds after which to ask again
     */
    long ask(long now, int rate) {
        if (rate == 0) {
            return 0;
        }
        if (used && free - now > 0) {
            return free - now;
        }
        free = (used ? Math.max(free - now, -CATCH_UP) : 0) + now + SECOND_AND_SLACK / rate;
        used = true;
        return 0;
    }
}
