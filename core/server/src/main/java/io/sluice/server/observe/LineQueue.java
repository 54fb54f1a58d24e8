package io.sluice.server.observe;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * A bounded queue of lines: many threads offer, one takes. Offering takes no lock, allocates nothing and never waits.
 *
 * <p>An offer first takes a number from {@code tail} and then fills the slot of that number. The number is only given out
 * when the taker has emptied the slot, which it does before it moves {@code head}.
 */
final class LineQueue {
    private final int capacity;
    private final int mask;
    private final AtomicReferenceArray<String> slots;
    private final AtomicLong tail = new AtomicLong();
    private final AtomicLong head = new AtomicLong();

    LineQueue(int capacity) {
        if (capacity < 1 || capacity > 1 << 24) {
            throw new IllegalArgumentException("capacity: " + capacity + " (expected: 1 to " + (1 << 24) + ")");
        }
        int size = capacity == 1 ? 1 : Integer.highestOneBit(capacity - 1) << 1;
        this.capacity = capacity;
        this.mask = size - 1;
        this.slots = new AtomicReferenceArray<>(size);
    }

    /** Appends the line; false when {@code capacity} lines are waiting. Any thread. */
    boolean offer(String line) {
        long number;
        do {
            number = tail.get();
            if (number - head.getAcquire() >= capacity) {
                return false;
            }
        } while (!tail.compareAndSet(number, number + 1));
        slots.setRelease((int) number & mask, line);
        return true;
    }

    /** Takes the first line; null when there is none or when it is not in its slot yet. One thread only. */
    String poll() {
        long number = head.getPlain();
        int slot = (int) number & mask;
        String line = slots.getAcquire(slot);
        if (line != null) {
            slots.setPlain(slot, null);
            head.setRelease(number + 1);
        }
        return line;
    }

    /** Whether no line is waiting or being put in. */
    boolean isEmpty() {
        return tail.get() == head.get();
    }
}
