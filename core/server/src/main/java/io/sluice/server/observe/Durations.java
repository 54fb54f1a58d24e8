package io.sluice.server.observe;

import io.sluice.api.status.Figure.Bucket;
import io.sluice.api.status.Figure.Distribution;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * All lengths of time that were measured since the start, in buckets that never change, so that they can be added up over
 * servers and subtracted over time. Thread-safe; counting takes no lock, and allocates when a thread counts
 * for the first time.
 */
final class Durations {
    private static final long[] SHORT = millis(1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 60_000);
    private static final long[] LONG =
            seconds(1, 10, 60, 300, 900, 3_600, 4 * 3_600, 12 * 3_600, 24 * 3_600, 7 * 24 * 3_600);

    private final long[] bounds;

    /** A count for each bound, one for what is above the last, and behind them the sum in nanoseconds. */
    private final StripedCounts counts;

    private Durations(long[] bounds) {
        this.bounds = bounds;
        this.counts = new StripedCounts(bounds.length + 2);
    }

    /** Of requests and connections: a millisecond to a minute. */
    static Durations ofRequests() {
        return new Durations(SHORT);
    }

    /** Of tunnels: a second to a week. */
    static Durations ofTunnels() {
        return new Durations(LONG);
    }

    /** Notes one. */
    void add(long nanos) {
        int i = 0;
        while (i < bounds.length && nanos > bounds[i]) {
            i++;
        }
        counts.add(i, 1);
        counts.add(bounds.length + 1, nanos);
    }

    /** What has been noted, in seconds. */
    Distribution view() {
        List<Bucket> buckets = new ArrayList<>(bounds.length);
        long all = counts.sum(bounds.length);
        for (int i = 0; i < bounds.length; i++) {
            long n = counts.sum(i);
            all += n;
            buckets.add(new Bucket(bounds[i] / 1e9, n));
        }
        return new Distribution(all, counts.sum(bounds.length + 1) / 1e9, buckets);
    }

    private static long[] millis(long... millis) {
        return nanos(Duration.ofMillis(1), millis);
    }

    private static long[] seconds(long... seconds) {
        return nanos(Duration.ofSeconds(1), seconds);
    }

    private static long[] nanos(Duration unit, long... units) {
        long[] out = units.clone();
        for (int i = 0; i < out.length; i++) {
            out[i] *= unit.toNanos();
        }
        return out;
    }
}
