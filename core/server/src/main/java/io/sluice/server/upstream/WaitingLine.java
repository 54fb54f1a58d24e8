package io.sluice.server.upstream;

import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicInteger;

/** Searches that wait for a place at an endpoint, in the order in which they came. Thread-safe and without a lock. */
final class WaitingLine {
    private final int capacity;
    private final Deque<Runnable> line = new ConcurrentLinkedDeque<>();
    private final AtomicInteger length = new AtomicInteger();

    /** For so many, 0 and up. */
    WaitingLine(int capacity) {
        this.capacity = capacity;
    }

    /** Whether there is room; {@code wake} is then run once there may be a place, on any thread, unless it leaves before. */
    boolean join(Runnable wake) {
        return add(wake, false);
    }

    /** As {@link #join}, in front of all: for one that was woken and found no place because another was quicker. */
    boolean rejoin(Runnable wake) {
        return add(wake, true);
    }

    private boolean add(Runnable wake, boolean first) {
        if (length.incrementAndGet() > capacity) {
            length.decrementAndGet();
            return false;
        }
        if (first) {
            line.addFirst(wake);
        } else {
            line.addLast(wake);
        }
        return true;
    }

    /** Returns whether it still waited: else it was woken, or is about to be. */
    boolean leave(Runnable wake) {
        boolean waited = line.removeFirstOccurrence(wake);
        if (waited) {
            length.decrementAndGet();
        }
        return waited;
    }

    /** There may be a place for one. */
    void freed() {
        Runnable first = line.pollFirst();
        if (first != null) {
            length.decrementAndGet();
            first.run();
        }
    }

    int length() {
        return length.get();
    }
}
