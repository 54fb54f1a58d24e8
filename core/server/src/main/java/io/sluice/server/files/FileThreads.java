package io.sluice.server.files;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads that touch files: a disk that is slow makes only those wait who want something of it. They are made when there
 * is something to do, and end when there is nothing. What waits for them is bounded by the connections, each of which waits
 * for one thing at most. Thread-safe.
 */
public final class FileThreads implements Executor, AutoCloseable {
    private static final int THREADS = 8;
    private static final int IDLE_SECONDS = 30;

    private final AtomicInteger number = new AtomicInteger();
    private final ThreadPoolExecutor threads = new ThreadPoolExecutor(
            THREADS, THREADS, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), this::thread);

    /** No thread yet. */
    public FileThreads() {
        threads.allowCoreThreadTimeOut(true);
    }

    private Thread thread(Runnable work) {
        Thread thread = new Thread(work, "sluice-files-" + number.getAndIncrement());
        thread.setDaemon(true);
        return thread;
    }

    @Override
    public void execute(Runnable work) {
        threads.execute(work);
    }

    /** Nothing more is done. */
    @Override
    public void close() {
        threads.shutdownNow();
    }
}
