package io.sluice.server.exchange;

import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;

/**
 * How many exchanges, tunnels among them, still use what they began with: one configuration with its plugins. Thread-safe; two
 * additions for an exchange, without contention between workers.
 */
public final class Uses {
    private final LongAdder now = new LongAdder();

    /** Null as long as exchanges may begin. */
    private final AtomicReference<Runnable> idle = new AtomicReference<>();

    /** No exchange yet. */
    public Uses() {}

    void begin() {
        now.increment();
    }

    void end() {
        now.decrement();
        if (idle.get() != null) {
            look();
        }
    }

    /** How many there are, about. */
    public long now() {
        return now.sum();
    }

    /**
     * From now on none begins, as the caller has made sure on each worker: this is run once when the last one has ended, which
     * may be at once. It may be run on a worker, so it must not block. To be called once.
     */
    public void whenIdle(Runnable action) {
        idle.set(action);
        look();
    }

    private static void nothing() {
        // It has been run.
    }

    /** As counts only fall now, no cell read too early can hide an exchange: a sum of 0 is the truth. */
    private void look() {
        if (now.sum() == 0) {
            idle.getAndSet(Uses::nothing).run();
        }
    }
}
