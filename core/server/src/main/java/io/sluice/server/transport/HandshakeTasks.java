package io.sluice.server.transport;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLEngine;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Threads for the costly steps of TLS handshakes, key agreement and signature: milliseconds each, in which a worker would
 * serve nobody. As many as there are workers, so that handshakes can use the whole machine while tunnels have little to
 * do, and the kernel gives workers that wake up the precedence. Thread-safe.
 *
 * <p>Measured with 500 handshakes at once beside 20 tunnels: an echo took 200 ms with these steps on the workers, one for
 * each round of their loops.
 */
final class HandshakeTasks implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(HandshakeTasks.class);

    private final ExecutorService threads;

    HandshakeTasks(int count) {
        AtomicInteger number = new AtomicInteger();
        threads = Executors.newFixedThreadPool(count, run -> {
            Thread thread = new Thread(run, "sluice-tls-" + number.getAndIncrement());
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Runs what the engine wants to be run, and then {@code then} on the worker. */
    void run(SSLEngine engine, Worker worker, Runnable then) {
        try {
            threads.execute(() -> {
                runAll(engine);
                worker.execute(then);
            });
        } catch (RejectedExecutionException e) {
            log.debug("a handshake at the end of the process", e);
        }
    }

    /** The engine keeps what a step throws and throws it from its next call; what gets here is a fault of its own. */
    private static void runAll(SSLEngine engine) {
        try {
            for (Runnable task = engine.getDelegatedTask(); task != null; task = engine.getDelegatedTask()) {
                task.run();
            }
        } catch (Throwable t) {
            log.error("a step of a TLS handshake failed", t);
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
