package io.sluice.server.observe;

import java.io.UncheckedIOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread that takes lines from the queue to their sink. After each round it waits a little, so that lines gather and
 * the offering thread need not wake it for each: it is woken only from the sleep that follows a round without lines.
 */
final class LineWriter implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(AccessLog.class);
    private static final long GATHER = TimeUnit.MILLISECONDS.toNanos(20);
    private static final int ROUND = 10_000;
    private static final long CLOSE_WAIT = TimeUnit.SECONDS.toMillis(10);

    private final LineQueue queue;
    private LineSink sink;
    private final Metrics metrics;
    private final Warnings warnings;
    private final Thread thread;
    private volatile boolean asleep;
    private volatile boolean closed;
    private volatile boolean reopening;

    private LineWriter(LineQueue queue, Metrics metrics, Warnings warnings) {
        this.queue = queue;
        this.metrics = metrics;
        this.warnings = warnings;
        this.thread = new Thread(this, "access-log");
        this.thread.setDaemon(true);
    }

    static LineWriter start(LineQueue queue, LineSink sink, Metrics metrics, Warnings warnings) {
        LineWriter writer = held(queue, metrics, warnings);
        writer.begin(sink);
        return writer;
    }

    /** One whose lines wait in its queue until {@link #begin}. */
    static LineWriter held(LineQueue queue, Metrics metrics, Warnings warnings) {
        return new LineWriter(queue, metrics, warnings);
    }

    /** Begins to write. To be called once. */
    void begin(LineSink to) {
        sink = to;
        thread.start();
    }

    Warnings warnings() {
        return warnings;
    }

    /** Queues the line, or drops and counts it. Any thread. */
    void offer(String line) {
        if (closed || !queue.offer(line)) {
            metrics.count(Metric.ACCESS_LOG_DROPPED);
            warnings.dropped();
        }
        wake();
    }

    /** Has the writer warn about a format that threw. Any thread. */
    void formatFailed(Throwable cause) {
        warnings.formatFailed(cause);
        wake();
    }

    private void wake() {
        // Whoever offers has moved the queue's tail before this read, and the writer looks at the tail after it has set
        // the flag: one of the two sees the other.
        if (asleep) {
            asleep = false;
            LockSupport.unpark(thread);
        }
    }

    @Override
    public void run() {
        while (!closed) {
            if (drain()) {
                LockSupport.parkNanos(GATHER);
                asleep = true;
                if (queue.isEmpty() && !warnings.pending() && !reopening && !closed) {
                    LockSupport.park(this);
                }
                asleep = false;
            }
        }
        while (!drain()) {
            // What was queued before the end is written.
        }
        sink.close();
    }

    /** Writes at most {@link #ROUND} lines, so that the counts keep up under load; false when there may be more. */
    private boolean drain() {
        if (reopening) {
            reopening = false;
            attempt(sink::reopen);
        }
        int lines = 0;
        String line = null;
        while (lines < ROUND && (line = queue.poll()) != null) {
            lines++;
            String next = line;
            attempt(() -> sink.line(next));
        }
        attempt(sink::flush);
        metrics.add(Metric.ACCESS_LOG_WRITTEN, lines);
        warnings.tell();
        return line == null;
    }

    /** Nothing that a sink throws ends the thread. */
    private void attempt(Runnable step) {
        try {
            step.run();
        } catch (UncheckedIOException e) {
            warnings.trouble(e.getCause().getMessage());
        } catch (RuntimeException e) {
            warnings.trouble(e.toString());
        }
    }

    /** Has the thread open the file anew. Any thread; returns at once. */
    void reopen() {
        reopening = true;
        wake();
    }

    /** Has the thread write what is queued and close the sink, and waits for that. */
    void close() {
        closed = true;
        LockSupport.unpark(thread);
        try {
            thread.join(CLOSE_WAIT);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (thread.isAlive()) {
            LOG.warn("access log: lines lost, the file took none for {} ms", CLOSE_WAIT);
        }
    }
}
