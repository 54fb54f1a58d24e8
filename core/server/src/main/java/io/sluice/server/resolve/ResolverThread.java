package io.sluice.server.resolve;

import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The thread of a running server. It is made with the first task. */
final class ResolverThread implements Pace, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(ResolverThread.class);

    private final ScheduledThreadPoolExecutor thread = new ScheduledThreadPoolExecutor(1, work -> {
        Thread made = new Thread(work, "sluice-resolver");
        made.setDaemon(true);
        return made;
    });

    ResolverThread() {
        thread.setRemoveOnCancelPolicy(true);
    }

    @Override
    public long nanoTime() {
        return System.nanoTime();
    }

    @Override
    public void execute(Runnable task) {
        try {
            thread.execute(() -> guarded(task));
        } catch (RejectedExecutionException e) {
            log.debug("closed: a task is dropped");
        }
    }

    @Override
    public Runnable schedule(Runnable task, long delayNanos) {
        try {
            Future<?> waiting = thread.schedule(() -> guarded(task), delayNanos, TimeUnit.NANOSECONDS);
            return () -> waiting.cancel(false);
        } catch (RejectedExecutionException e) {
            return () -> {};
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }

    private static void guarded(Runnable task) {
        try {
            task.run();
        } catch (Throwable e) {
            log.error("a task of the resolver failed", e);
        }
    }
}
