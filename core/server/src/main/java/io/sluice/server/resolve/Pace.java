package io.sluice.server.resolve;

import java.util.concurrent.Executor;

/** The one thread on which names are resolved, and its time. {@link #execute} is for any thread. */
interface Pace extends Executor {
    /** The time in nanoseconds, of any origin. From any thread. */
    long nanoTime();

    /**
     * Runs the task on the thread after this time.
     *
     * @return takes the task back, where it has not begun
     */
    Runnable schedule(Runnable task, long delayNanos);
}
