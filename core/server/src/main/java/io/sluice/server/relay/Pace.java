package io.sluice.server.relay;

import java.util.concurrent.TimeUnit;

/**
 * Keeps events apart, so that no more than a number of them come in any second. An event is asked for, and comes at a moment
 * of its own after that: what is under way is counted as if it came at once. Events are spread evenly; where they were late,
 * those that follow are up to twice as dense, but never more than the number in a second. For one thread.
 */
final class Pace {
    /** What is held against the rate: more than a second, as who sees the events does not see all with the same delay. */
    private static final long SECOND_AND_SLACK = TimeUnit.MILLISECONDS.toNanos(1050);

    /** What can be caught up on. */
    private static final long CATCH_UP = TimeUnit.MILLISECONDS.toNanos(500);

    /** What part of the rate may be under way: a thread that is late has to do no more than these at once. */
    private static final int PARTS = 50;

    /** When the events of the last second came, the first of them at {@code first}; its length is a power of two. */
    private long[] came = new long[64];

    private int first;
    private int count;
    private int underWay;
    private boolean asked;
    private long lastAsked;
    private long due;

    /**
     * Whether an event may be asked for now.
     *
     * @param rate the greatest number in a second; 0 for no bound
     * @return 0 where it may be; the nanoseconds after which to ask again; {@link Long#MAX_VALUE} where one must come first
     */
    long untilFree(long now, int rate) {
        if (rate == 0 || !asked) {
            return 0;
        }
        if (underWay > 0 && underWay >= rate / PARTS) {
            return Long.MAX_VALUE;
        }
        while (count > 0 && now - came[first] >= SECOND_AND_SLACK) {
            first = (first + 1) & (came.length - 1);
            count--;
        }
        long wait = Math.max(due - now, lastAsked + SECOND_AND_SLACK / rate / 2 - now);
        int over = count + underWay - rate;
        if (over >= 0) { // the event that has to be a second ago
            wait = Math.max(
                    wait, came[(first + Math.min(over, count - 1)) & (came.length - 1)] + SECOND_AND_SLACK - now);
        }
        return Math.max(0, wait);
    }

    /** An event is asked for, at a moment that was free. */
    void ask(long now, int rate) {
        underWay++;
        if (rate > 0) {
            due = (asked ? Math.max(due, now - CATCH_UP) : now) + SECOND_AND_SLACK / rate;
            lastAsked = now;
            asked = true;
        }
    }

    /** An event that was asked for has come, at this moment. */
    void came(long moment, int rate) {
        underWay--;
        if (rate > 0) {
            if (count == came.length) {
                grow();
            }
            came[(first + count) & (came.length - 1)] = moment;
            count++;
        }
    }

    private void grow() {
        long[] larger = new long[2 * count];
        for (int i = 0; i < count; i++) {
            larger[i] = came[(first + i) & (count - 1)];
        }
        came = larger;
        first = 0;
    }
}
