package io.sluice.server.observe;

import io.sluice.server.config.AccessLogConfig;
import io.sluice.server.config.SyslogConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The writers of a server's access logs: one for each file, however many logs write to it, and as long as one of them does.
 * So logs of a configuration that was replaced and those of the next one never write beside each other. Thread-safe.
 */
public final class LogWriters {
    private static final Logger LOG = LoggerFactory.getLogger(AccessLog.class);

    private final Metrics metrics;
    private final Map<Place, Target> targets = new HashMap<>();

    /** None yet. */
    public LogWriters(Metrics metrics) {
        this.metrics = metrics;
    }

    /** Where a log goes; none of both: to the logger. */
    private record Place(Optional<Path> file, Optional<SyslogConfig> syslog) {
        static Place of(AccessLogConfig config, Path home) {
            return new Place(
                    config.file()
                            .map(name -> home.resolve(name).toAbsolutePath().normalize()),
                    config.syslog());
        }
    }

    /** What else of a log's settings concerns its writer. */
    private record Bounds(boolean roll, long maxFileSize, int maxHistory, int queue) {
        static Bounds of(AccessLogConfig config) {
            return new Bounds(config.roll(), config.maxFileSize(), config.maxHistory(), config.queue());
        }
    }

    /** One place with its writer; guarded by {@link LogWriters} but for the writer. */
    private static final class Target {
        final Place place;
        Bounds bounds;
        int logs;
        volatile LineWriter writer;

        Target(Place place, Bounds bounds) {
            this.place = place;
            this.bounds = bounds;
        }
    }

    /** What one log has of a writer. */
    final class Lines implements AutoCloseable {
        private final Target target;
        private final Bounds bounds;
        private boolean closed;

        private Lines(Target target, Bounds bounds) {
            this.target = target;
            this.bounds = bounds;
        }

        /** As {@link LineWriter#offer}. */
        void offer(String line) {
            target.writer.offer(line);
        }

        /** As {@link LineWriter#formatFailed}. */
        void formatFailed(Throwable cause) {
            target.writer.formatFailed(cause);
        }

        /** As {@link LineWriter#reopen}. */
        void reopen() {
            target.writer.reopen();
        }

        /** What holds for the file is what this log says. */
        void begin() {
            change(target, bounds);
        }

        /** The last log closes the file, when all is written. */
        @Override
        public void close() {
            if (!closed) {
                closed = true;
                give(target);
            }
        }
    }

    /** The writer for a log. */
    synchronized Lines take(AccessLogConfig config, Path home) throws IOException {
        Place place = Place.of(config, home);
        Bounds bounds = Bounds.of(config);
        Target target = targets.get(place);
        if (target == null) {
            target = new Target(place, bounds);
            target.writer = writer(target);
            target.writer.begin(sink(target));
            targets.put(place, target);
        }
        target.logs++;
        return new Lines(target, bounds);
    }

    /** Lines that go to a writer of the caller's. */
    synchronized Lines alone(LineWriter writer) {
        Target target = new Target(null, null);
        target.writer = writer;
        target.logs = 1;
        return new Lines(target, null);
    }

    /** Lines that come meanwhile wait in the new writer's queue: none is lost, none overtakes another. */
    private synchronized void change(Target target, Bounds wanted) {
        if (target.bounds.equals(wanted)) {
            return;
        }
        Bounds before = target.bounds;
        LineWriter old = target.writer;
        target.bounds = wanted;
        LineWriter next = writer(target);
        target.writer = next;
        old.close();
        try {
            next.begin(sink(target));
        } catch (IOException e) {
            LOG.error("access log: {}; its bounds stay what they were", e.getMessage());
            target.bounds = before;
            next.begin(new LoggerSink());
        }
    }

    private synchronized void give(Target target) {
        target.logs--;
        if (target.logs == 0) {
            targets.remove(target.place, target);
            target.writer.close();
        }
    }

    private LineWriter writer(Target target) {
        return LineWriter.held(new LineQueue(target.bounds.queue()), metrics, new Warnings(System::nanoTime));
    }

    private static LineSink sink(Target target) throws IOException {
        Place place = target.place;
        if (place.syslog().isPresent()) {
            return new SyslogSink(place.syslog().get(), Clock.system(ZoneId.systemDefault()));
        }
        if (place.file().isEmpty()) {
            return new LoggerSink();
        }
        Bounds bounds = target.bounds;
        return new RollingFileSink(
                place.file().get(),
                bounds.roll(),
                bounds.maxFileSize(),
                bounds.maxHistory(),
                target.writer.warnings()::trouble);
    }
}
