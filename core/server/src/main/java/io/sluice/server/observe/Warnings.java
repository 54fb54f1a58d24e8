package io.sluice.server.observe;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What goes wrong with the access log itself, told in the application's log at most once a minute for each sort. Noting
 * is for any thread and takes no lock; telling is for the log's own thread.
 */
final class Warnings {
    private static final Logger LOG = LoggerFactory.getLogger(AccessLog.class);
    private static final long PERIOD = TimeUnit.MINUTES.toNanos(1);

    private final LongSupplier nanoTime;
    private final LongAdder dropped = new LongAdder();
    private final AtomicReference<Throwable> formatFailure = new AtomicReference<>();
    private final AtomicReference<String> trouble = new AtomicReference<>();
    private final Pace dropPace = new Pace();
    private final Pace formatPace = new Pace();
    private final Pace troublePace = new Pace();

    Warnings(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    void dropped() {
        dropped.increment();
    }

    void formatFailed(Throwable cause) {
        formatFailure.set(cause);
    }

    void trouble(String message) {
        trouble.set(message);
    }

    /** Whether a failure of the format waits to be told that may be told now. */
    boolean pending() {
        return formatFailure.get() != null && formatPace.due(nanoTime.getAsLong());
    }

    void tell() {
        long now = nanoTime.getAsLong();
        if (dropped.sum() > 0 && dropPace.take(now)) {
            LOG.warn("access log: {} lines dropped, the queue was full", dropped.sumThenReset());
        }
        if (formatFailure.get() != null && formatPace.take(now)) {
            LOG.warn("access log: lines lost, the format failed", formatFailure.getAndSet(null));
        }
        if (trouble.get() != null && troublePace.take(now)) {
            LOG.warn("access log: {}", trouble.getAndSet(null));
        }
    }

    /** Lets one through in each period. One thread. */
    private static final class Pace {
        private boolean before;
        private long last;

        boolean due(long now) {
            return !before || now - last >= PERIOD;
        }

        boolean take(long now) {
            if (!due(now)) {
                return false;
            }
            before = true;
            last = now;
            return true;
        }
    }
}
