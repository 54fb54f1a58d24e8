package io.sluice.server.transport;

import java.util.ArrayDeque;
import java.util.Deque;
import javax.net.ssl.SSLEngine;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The costly steps of TLS handshakes of one worker, one after the other: each round of the loop does one of them after its
 * events, so that five hundred clients that come at once hold up a message on a tunnel by one step, not by all of them.
 */
final class HandshakeTasks {
    private static final Logger log = LoggerFactory.getLogger(HandshakeTasks.class);

    private record Job(SSLEngine engine, Runnable then) {}

    private final Deque<Job> waiting = new ArrayDeque<>();

    /** Runs what the engine wants to be run, in a later step, and then {@code then}. */
    void add(SSLEngine engine, Runnable then) {
        waiting.add(new Job(engine, then));
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    void runOne() {
        Job job = waiting.poll();
        if (job != null) {
            try {
                for (Runnable task = job.engine.getDelegatedTask();
                        task != null;
                        task = job.engine.getDelegatedTask()) {
                    task.run();
                }
                job.then.run();
            } catch (Throwable t) {
                log.error("a step of a TLS handshake failed", t);
            }
        }
    }
}
