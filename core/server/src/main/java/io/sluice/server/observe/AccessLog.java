package io.sluice.server.observe;

import io.sluice.api.Template;
import io.sluice.api.accesslog.AccessLogEntry;
import io.sluice.api.accesslog.AccessLogFormat;
import io.sluice.server.config.AccessLogConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;

/**
 * The access log. Workers format and queue, a thread of the log's own writes: a slow or full disk never makes a worker
 * wait. When the queue is full, lines are dropped and counted, and a warning says so once a minute.
 */
public final class AccessLog implements AutoCloseable {
    /** A builder that has grown past this is not kept. */
    private static final int KEEP = 16 * 1024;

    private static final Set<AccessLogEntry.Event> ALL = EnumSet.allOf(AccessLogEntry.Event.class);

    private static final ThreadLocal<StringBuilder> BUILDERS = ThreadLocal.withInitial(() -> new StringBuilder(512));

    private final AccessLogFormat format;
    private final Template condition;
    private final Set<AccessLogEntry.Event> events;
    private final Metrics metrics;
    private final LogWriters.Lines writer;

    private AccessLog(
            AccessLogFormat format,
            Template condition,
            Set<AccessLogEntry.Event> events,
            Metrics metrics,
            LogWriters.Lines writer) {
        this.format = format;
        this.condition = condition;
        this.events = events;
        this.metrics = metrics;
        this.writer = writer;
    }

    /**
     * Opens the log.
     *
     * @param writers those of all logs of the server: what goes to the same file has one writer
     * @param home the folder that a relative file starts at
     * @throws IOException when the file cannot be written, or the syslog server's name not be resolved; the message says so
     */
    public static AccessLog open(
            AccessLogConfig config, AccessLogFormat format, Metrics metrics, LogWriters writers, Path home)
            throws IOException {
        return new AccessLog(
                format, config.condition().orElse(null), config.events(), metrics, writers.take(config, home));
    }

    static AccessLog open(AccessLogConfig config, AccessLogFormat format, Metrics metrics, Path home)
            throws IOException {
        return open(config, format, metrics, new LogWriters(metrics), home);
    }

    static AccessLog open(LineSink sink, int queue, AccessLogFormat format, Metrics metrics, Warnings warnings) {
        LineWriter writer = LineWriter.start(new LineQueue(queue), sink, metrics, warnings);
        return new AccessLog(format, null, ALL, metrics, new LogWriters(metrics).alone(writer));
    }

    /**
     * It is in force from now on: what it says of its file holds. What was written before stays before what comes; waits for the
     * disk where something else was in force.
     */
    public void begin() {
        writer.begin();
    }

    /**
     * Writes the line of a finished exchange, or of a tunnel that has opened where the log wants it. For workers: no lock, no waiting, nothing is thrown. The entry is not kept.
     */
    public void write(AccessLogEntry entry) {
        if (!events.contains(entry.event())) {
            return;
        }
        StringBuilder line = BUILDERS.get();
        line.setLength(0);
        try {
            if (condition != null && !holds(entry, line)) {
                return;
            }
            format.append(entry, line);
        } catch (VirtualMachineError e) {
            throw e;
        } catch (Throwable e) {
            metrics.count(Metric.ACCESS_LOG_FAILED);
            writer.formatFailed(e);
            return;
        }
        writer.offer(line.toString());
        if (line.capacity() > KEEP) {
            BUILDERS.remove();
        }
    }

    /** nginx: neither empty nor 0. Uses the builder, and leaves it empty. */
    private boolean holds(AccessLogEntry entry, StringBuilder text) {
        condition.append(entry, text);
        boolean holds = text.length() > 1 || (text.length() == 1 && text.charAt(0) != '0');
        text.setLength(0);
        return holds;
    }

    /**
     * Opens the file of that name anew, for who has moved the one that is open; the lines that wait go to the new one. Returns
     * at once. A file that cannot be opened is warned of, and the one that is open stays in use.
     */
    public void reopen() {
        writer.reopen();
    }

    /**
     * Where no other log has the file, writes what is queued and closes it; later lines are dropped. Waits for the disk; not
     * for workers.
     */
    @Override
    public void close() {
        writer.close();
    }
}
