package io.sluice.server.health;

import java.util.ArrayDeque;
import java.util.Queue;

/** How many probes may run at the same time; who comes later waits in line. On the thread of probes. */
final class Slots {
    private final Queue<Runnable> waiting = new ArrayDeque<>();
    private int free;
    private boolean serving;

    Slots(int most) {
        free = most;
    }

    /** Runs the action as soon as there is a slot, which it holds until {@link #release()}. */
    void acquire(Runnable action) {
        waiting.add(action);
        serve();
    }

    void release() {
        free++;
        serve();
    }

    /** In a loop, as an action may release its slot at once. */
    private void serve() {
        if (serving) {
            return;
        }
        serving = true;
        try {
            while (free > 0 && !waiting.isEmpty()) {
                free--;
                waiting.remove().run();
            }
        } finally {
            serving = false;
        }
    }
}
