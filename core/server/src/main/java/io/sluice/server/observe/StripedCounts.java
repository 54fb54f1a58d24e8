package io.sluice.server.observe;

import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Some counts that belong together. Threads count in places of their own, as far as there are: workers that count the same do
 * not take the memory from each other. Thread-safe and without a lock; a place is made when a thread first counts.
 */
final class StripedCounts {
    private static final int STRIPES = 16;

    private final int length;
    private final AtomicReferenceArray<AtomicLongArray> stripes = new AtomicReferenceArray<>(STRIPES);

    /** So many counts, each 0. */
    StripedCounts(int length) {
        this.length = length;
    }

    /** Adds {@code n} to the count {@code i}. */
    void add(int i, long n) {
        int stripe = (int) Thread.currentThread().getId() & (STRIPES - 1);
        AtomicLongArray counts = stripes.get(stripe);
        (counts == null ? made(stripe) : counts).getAndAdd(i, n);
    }

    /** The count {@code i} of all threads. */
    long sum(int i) {
        long sum = 0;
        for (int stripe = 0; stripe < STRIPES; stripe++) {
            AtomicLongArray counts = stripes.get(stripe);
            sum += counts == null ? 0 : counts.get(i);
        }
        return sum;
    }

    private AtomicLongArray made(int stripe) {
        stripes.compareAndSet(stripe, null, new AtomicLongArray(length));
        return stripes.get(stripe);
    }
}
