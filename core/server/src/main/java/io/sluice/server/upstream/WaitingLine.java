package io.sluice.server.upstream;

import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Searches that wait for a place at an endpoint, in the order in which they came. One that was woken is in the line until it
 * leaves: it has found a place, or given up. Thread-safe and without a lock.
 */
final class WaitingLine {
    private volatile int capacity;

    /** Those that are to be woken. */
    private final Deque<Runnable> line = new ConcurrentLinkedDeque<>();

    /** Those that wait, with those that were woken. */
    private final AtomicInteger length = new AtomicInteger();

    /** For so many, 0 and up. */
    WaitingLine(int capacity) {
        this.capacity = capacity;
    }

    /** From now on there is room for so many; those who wait go on waiting. */
    void capacity(int most) {
        capacity = most;
    }

    /** Whether there is a line at all. */
    boolean exists() {
        return capacity > 0;
    }

    /** Whether there is room; {@code wake} is then run once there may be a place, on any thread. */
    boolean join(Runnable wake) {
        if (length.incrementAndGet() > capacity) {
            length.decrementAndGet();
            return false;
        }
        line.addLast(wake);
        return true;
    }

    /** Is to be woken again, before all others: one that was woken and found no place. */
    void again(Runnable wake) {
        line.addFirst(wake);
    }

    /** Is not to be woken; returns whether it was to be: else it has been, or is about to be. */
    boolean take(Runnable wake) {
        return line.removeFirstOccurrence(wake);
    }

    /** Waits no longer, woken or not. */
    void leave(Runnable wake) {
        take(wake);
        length.decrementAndGet();
    }

    /** There may be a place for one. */
    void freed() {
        Runnable first = line.pollFirst();
        if (first != null) {
            first.run();
        }
    }

    /** Whether it is the next to be woken. */
    boolean first(Runnable wake) {
        return line.peekFirst() == wake;
    }

    int length() {
        return length.get();
    }
}
