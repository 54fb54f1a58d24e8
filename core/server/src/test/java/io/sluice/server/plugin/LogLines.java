package io.sluice.server.plugin;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import org.slf4j.LoggerFactory;

/** What a class logs while this is open. */
final class LogLines implements AutoCloseable {
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private final Logger logger;

    private LogLines(Class<?> source) {
        logger = (Logger) LoggerFactory.getLogger(source);
    }

    /** Begins to listen. */
    static LogLines of(Class<?> source) {
        LogLines out = new LogLines(source);
        out.lines.start();
        out.logger.addAppender(out.lines);
        return out;
    }

    /** The messages of one level so far. */
    List<String> at(Level level) {
        return List.copyOf(lines.list).stream()
                .filter(line -> line.getLevel() == level)
                .map(ILoggingEvent::getFormattedMessage)
                .toList();
    }

    @Override
    public void close() {
        logger.detachAppender(lines);
    }
}
