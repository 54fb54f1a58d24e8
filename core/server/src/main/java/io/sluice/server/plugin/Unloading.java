package io.sluice.server.plugin;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends generations on a thread of its own, as a plugin's stop method may take long, and knows which of them have been
 * collected. Thread-safe.
 */
final class Unloading implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Unloading.class);
    private static final long IDLE_SECONDS = 10;
    private static final long PATIENCE_SECONDS = 5;

    private final JarSource copies;
    private final ThreadPoolExecutor thread;
    private final List<WeakReference<ClassLoader>> uncollected = new ArrayList<>();
    private long unloaded;

    Unloading(JarSource copies) {
        this.copies = copies;
        thread = new ThreadPoolExecutor(
                1, 1, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), Unloading::thread);
        thread.allowCoreThreadTimeOut(true);
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "plugin-unload");
        thread.setDaemon(true);
        return thread;
    }

    /** Ends a generation soon. */
    void unload(Generation one) {
        thread.execute(() -> {
            one.close();
            copies.drop(one.loadedFrom());
            note(one.loader());
            log.info("{} is not used any more: unloaded", one);
        });
    }

    private synchronized void note(WeakReference<ClassLoader> loader) {
        unloaded++;
        uncollected.add(loader);
    }

    /** How many were ended. */
    synchronized long unloaded() {
        return unloaded;
    }

    /** Of how many the classes have been collected. */
    synchronized long collected() {
        uncollected.removeIf(loader -> loader.refersTo(null));
        return unloaded - uncollected.size();
    }

    /** Waits for those that are on their way, for some seconds. None may be given afterwards. */
    @Override
    public void close() {
        thread.shutdown();
        try {
            if (!thread.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                log.warn("plugins have not stopped within {} s: not waited for", PATIENCE_SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
