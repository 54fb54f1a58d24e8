package io.sluice.server.observe;

import io.sluice.api.Template;
import io.sluice.api.accesslog.AccessLogEntry;
import io.sluice.api.accesslog.AccessLogFormat;
import io.sluice.server.config.AccessLogConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
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

    private final AccessLogFormat format;
    private final Template condition;
    private final Set<AccessLogEntry.Event> events;
    private final Metrics metrics;
    private final LineWriter writer;
    private final ThreadLocal<StringBuilder> builders = ThreadLocal.withInitial(() -> new StringBuilder(512));

    private AccessLog(
            AccessLogFormat format,
            Template condition,
            Set<AccessLogEntry.Event> events,
            Metrics metrics,
            LineWriter writer) {
        this.format = format;
        this.condition = condition;
        this.events = events;
        this.metrics = metrics;
        this.writer = writer;
    }

    /**
     * Opens the log and starts its thread.
     *
     * @param home the folder that a relative file starts at
     * @throws IOException when the file cannot be written, or the syslog server's name not be resolved; the message says so
     */
    public static AccessLog open(AccessLogConfig config, AccessLogFormat format, Metrics metrics, Path home)
            throws IOException {
        Warnings warnings = new Warnings(System::nanoTime);
        return new AccessLog(
                format,
                config.condition().orElse(null),
                config.events(),
                metrics,
                LineWriter.start(new LineQueue(config.queue()), sink(config, home, warnings), metrics, warnings));
    }

    private static LineSink sink(AccessLogConfig config, Path home, Warnings warnings) throws IOException {
        if (config.syslog().isPresent()) {
            return new SyslogSink(config.syslog().get(), Clock.systemDefaultZone());
        }
        if (config.file().isEmpty()) {
            return new LoggerSink();
        }
        Path file = home.resolve(config.file().get()).toAbsolutePath().normalize();
        return new RollingFileSink(file, config.roll(), config.maxFileSize(), config.maxHistory(), warnings::trouble);
    }

    static AccessLog open(LineSink sink, int queue, AccessLogFormat format, Metrics metrics, Warnings warnings) {
        return new AccessLog(
                format, null, ALL, metrics, LineWriter.start(new LineQueue(queue), sink, metrics, warnings));
    }

    /**
     * Writes the line of a finished exchange, or of a tunnel that has opened where the log wants it. For workers: no lock, no waiting, nothing is thrown. The entry is not kept.
     */
    public void write(AccessLogEntry entry) {
        if (!events.contains(entry.event())) {
            return;
        }
        StringBuilder line = builders.get();
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
            builders.remove();
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

    /** Writes what is queued and closes the file. Later lines are dropped. Waits for the disk; not for workers. */
    @Override
    public void close() {
        writer.close();
    }
}
