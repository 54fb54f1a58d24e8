package io.sluice.server.observe;

import com.codahale.metrics.Reservoir;
import com.codahale.metrics.Snapshot;
import com.codahale.metrics.WeightedSnapshot;
import com.codahale.metrics.WeightedSnapshot.WeightedSample;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.LongSupplier;

/**
 * The distribution of values over the last one to two minutes, in counters: eight for each power of two, so that a value
 * comes out at most 1/16 off. The library's own reservoirs keep samples in a skip list: they allocate and some lock,
 * which a worker must not.
 *
 * <p>Three windows of a minute take turns: the current one, the one before, and a cleared one for the next, so that
 * nobody counts into a window that is being cleared. Only after a pause of more than a minute may a value that arrives
 * during the clearing be lost.
 */
final class RecentDurations implements Reservoir {
    private static final long WINDOW = TimeUnit.MINUTES.toNanos(1);
    private static final int WINDOWS = 3;
    private static final int SUB_BITS = 3;
    private static final int SUB = 1 << SUB_BITS;
    private static final int BUCKETS = (64 - SUB_BITS) * SUB;

    private final LongSupplier nanoTime;
    private final long epoch;
    private final AtomicLong current = new AtomicLong();
    private final AtomicLongArray[] windows = new AtomicLongArray[WINDOWS];

    RecentDurations(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.epoch = nanoTime.getAsLong();
        for (int i = 0; i < WINDOWS; i++) {
            windows[i] = new AtomicLongArray(BUCKETS);
        }
    }

    @Override
    public void update(long value) {
        windows[slot(rotate())].getAndIncrement(bucket(Math.max(0, value)));
    }

    @Override
    public int size() {
        return getSnapshot().size();
    }

    @Override
    public Snapshot getSnapshot() {
        long now = rotate();
        List<WeightedSample> samples = new ArrayList<>();
        for (int i = 0; i < BUCKETS; i++) {
            long n = windows[slot(now)].get(i) + windows[slot(now + WINDOWS - 1)].get(i);
            if (n > 0) {
                samples.add(new WeightedSample(middle(i), n));
            }
        }
        return new WeightedSnapshot(samples);
    }

    /** The number of the window of this moment, with the windows that it leaves behind cleared. */
    private long rotate() {
        long now = (nanoTime.getAsLong() - epoch) / WINDOW;
        long before = current.get();
        if (now > before && current.compareAndSet(before, now)) {
            for (long window = Math.max(before + 2, now - 1); window <= now + 1; window++) {
                clear(windows[slot(window)]);
            }
        }
        return now;
    }

    private static void clear(AtomicLongArray window) {
        for (int i = 0; i < BUCKETS; i++) {
            window.setPlain(i, 0);
        }
        window.setRelease(0, 0);
    }

    private static int slot(long window) {
        return (int) (window % WINDOWS);
    }

    /** Values below 8 have a bucket each; above, the three bits after the first one choose among eight. */
    static int bucket(long value) {
        if (value < SUB) {
            return (int) value;
        }
        int exponent = 63 - Long.numberOfLeadingZeros(value);
        int sub = (int) (value >>> (exponent - SUB_BITS)) & (SUB - 1);
        return (exponent - SUB_BITS + 1) * SUB + sub;
    }

    /** The value that stands for a bucket. */
    static long middle(int bucket) {
        if (bucket < SUB) {
            return bucket;
        }
        int shift = bucket / SUB - 1;
        long low = (long) (SUB + bucket % SUB) << shift;
        return low + ((1L << shift) >>> 1);
    }
}
