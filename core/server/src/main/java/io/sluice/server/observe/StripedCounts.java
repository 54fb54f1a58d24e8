package io.sluice.server.observe;

import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;

/**
 * Some counts that belong together. Threads count in places of their own, as far as there are: workers that count the same do
 * not take the memory from each other. Thread-safe and without a lock; a place is made when a thread first counts.
 */
final class StripedCounts {
    private static final int STRIPES = 16;

    @SuppressWarnings("rawtypes")
    private static final AtomicReferenceFieldUpdater<StripedCounts, AtomicReferenceArray> STRIPES_MADE =
            AtomicReferenceFieldUpdater.newUpdater(StripedCounts.class, AtomicReferenceArray.class, "stripes");

    private final int length;

    /** Null until something is counted: most of thousands of routes may never be asked for. */
    private volatile AtomicReferenceArray<AtomicLongArray> stripes;

    /** So many counts, each 0. */
    StripedCounts(int length) {
        this.length = length;
    }

    /** Adds {@code n} to the count {@code i}. */
    void add(int i, long n) {
        int stripe = (int) Thread.currentThread().getId() & (STRIPES - 1);
        AtomicReferenceArray<AtomicLongArray> known = stripes;
        AtomicLongArray counts = known == null ? null : known.get(stripe);
        (counts == null ? made(stripe) : counts).getAndAdd(i, n);
    }

    /** The count {@code i} of all threads. */
    long sum(int i) {
        AtomicReferenceArray<AtomicLongArray> known = stripes;
        long sum = 0;
        for (int stripe = 0; known != null && stripe < STRIPES; stripe++) {
            AtomicLongArray counts = known.get(stripe);
            sum += counts == null ? 0 : counts.get(i);
        }
        return sum;
    }

    private AtomicLongArray made(int stripe) {
        if (stripes == null) {
            STRIPES_MADE.compareAndSet(this, null, new AtomicReferenceArray<>(STRIPES));
        }
        stripes.compareAndSet(stripe, null, new AtomicLongArray(length));
        return stripes.get(stripe);
    }
}
