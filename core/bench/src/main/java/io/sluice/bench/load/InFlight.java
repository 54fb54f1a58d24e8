package io.sluice.bench.load;

import java.util.function.LongConsumer;

/** The messages of a connection that wait for their answers, which come in their order. */
final class InFlight {
    private final int limit;
    private final int mask;
    private final long[] due;
    private final long[] sent;
    private final int[] sizes;
    private int first;
    private int next;

    /** For so many at most, 1 or more. */
    InFlight(int limit) {
        int room = Integer.highestOneBit(Math.max(1, 2 * limit - 1));
        this.limit = limit;
        this.mask = room - 1;
        this.due = new long[room];
        this.sent = new long[room];
        this.sizes = new int[room];
    }

    boolean isFull() {
        return next - first == limit;
    }

    boolean isEmpty() {
        return next == first;
    }

    int count() {
        return next - first;
    }

    /** The number of the message that is added next, from 0. */
    int next() {
        return next;
    }

    /** The number of the one that is answered next. */
    int first() {
        return first;
    }

    void add(long dueAt, long sentAt, int size) {
        int at = next++ & mask;
        due[at] = dueAt;
        sent[at] = sentAt;
        sizes[at] = size;
    }

    /** When the first one was due. */
    long due() {
        return due[first & mask];
    }

    /** When each was due, the first one first. */
    void dues(LongConsumer each) {
        for (int i = first; i != next; i++) {
            each.accept(due[i & mask]);
        }
    }

    /** When the first one was sent. */
    long sent() {
        return sent[first & mask];
    }

    /** How long the first one is. */
    int size() {
        return sizes[first & mask];
    }

    void removeFirst() {
        first++;
    }

    void clear() {
        first = 0;
        next = 0;
    }
}
