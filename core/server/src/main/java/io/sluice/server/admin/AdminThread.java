package io.sluice.server.admin;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** A thread that is there while there is something to do, so that nobody has to end it. */
final class AdminThread {
    private static final long KEPT_SECONDS = 10;

    private AdminThread() {}

    /** Does one thing after the other. */
    static Executor named(String name) {
        ThreadPoolExecutor one =
                new ThreadPoolExecutor(1, 1, KEPT_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), work -> {
                    Thread thread = new Thread(work, name);
                    thread.setDaemon(true);
                    return thread;
                });
        one.allowCoreThreadTimeOut(true);
        return one;
    }
}
