package io.sluice.server.upstream;

import java.util.concurrent.atomic.AtomicLong;

/**
 * The tries that wait for an endpoint: how many, and for how long. Lock-free: the number, and the sum of the times at which
 * they began, are parts of one word, so that they change together. The sum is kept modulo 2^44 ticks of 131 us, which is more
 * than a million tries can wait in 30 minutes each.
 */
final class Waiting {
    private static final int TICK_SHIFT = 17;
    private static final int COUNT_BITS = 20;
    private static final long COUNT = (1L << COUNT_BITS) - 1;

    private final AtomicLong state = new AtomicLong();

    /** A try began at this time, in nanoTime. */
    void begin(long at) {
        state.addAndGet(one(at));
    }

    /** The try that began at this time waits no more. */
    void end(long at) {
        state.addAndGet(-one(at));
    }

    /** For how long they have waited on average, in nanoseconds; 0 where none waits. */
    long meanNanos(long now) {
        long seen = state.get();
        long count = seen & COUNT;
        if (count == 0) {
            return 0;
        }
        long sum = ((count * (now >>> TICK_SHIFT)) << COUNT_BITS) - (seen & ~COUNT);
        return (Math.max(0, sum >> COUNT_BITS) / count) << TICK_SHIFT; // below 0: one began after now was read
    }

    private static long one(long at) {
        return ((at >>> TICK_SHIFT) << COUNT_BITS) + 1;
    }
}
