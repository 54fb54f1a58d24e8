package io.sluice.server.observe;

import ch.qos.logback.classic.AsyncAppender;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.FileAppender;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.joran.spi.ConsoleTarget;
import io.sluice.server.config.ErrorLogConfig;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.slf4j.LoggerFactory;

/**
 * Sends the application's log where the configuration says, in place of the appenders that Logback's own configuration gave
 * the root logger; what that says of other loggers stays. Lines and bounds are those of the conf/logback.xml that is
 * shipped: a thread of its own writes, and what finds its queue full is dropped.
 */
public final class ErrorLogTarget {
    private static final String NAME = "error-log";
    private static final String MESSAGE = "[%level] %logger{0}: %msg%n";
    private static final String LINE = "%d{yyyy/MM/dd HH:mm:ss.SSS} " + MESSAGE;
    private static final long MAX_FILE_SIZE = 50L << 20;
    private static final int MAX_HISTORY = 30;
    private static final long MAX_TOTAL = 1L << 30;
    private static final int QUEUE = 8192;
    private static final int MAX_FLUSH_MILLIS = 5000;

    private ErrorLogTarget() {}

    /**
     * Sends it there from now on, for the whole process.
     *
     * @throws IOException when the file cannot be written, or the syslog server's name not be resolved; the message says so
     */
    public static void use(ErrorLogConfig config) throws IOException {
        use((LoggerContext) LoggerFactory.getILoggerFactory(), config);
    }

    static void use(LoggerContext context, ErrorLogConfig config) throws IOException {
        if (config.file().isPresent()) {
            LogFiles.create(config.file().get());
        }
        SyslogAppender syslog =
                config.syslog().isPresent() ? new SyslogAppender(config.syslog().get(), MESSAGE) : null;
        Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        root.detachAndStopAllAppenders(); // first: one of them may hold the same file
        root.setLevel(ErrorLogFilter.least(config.level()));
        AsyncAppender queue = new AsyncAppender();
        queue.setContext(context);
        queue.setName(NAME);
        queue.setQueueSize(QUEUE);
        queue.setDiscardingThreshold(0);
        queue.setNeverBlock(true);
        queue.setMaxFlushTime(MAX_FLUSH_MILLIS);
        ErrorLogFilter filter = new ErrorLogFilter(config.level());
        filter.start();
        queue.addFilter(filter);
        queue.addAppender(syslog == null ? toStream(context, config) : started(syslog, context));
        queue.start();
        root.addAppender(queue);
    }

    private static SyslogAppender started(SyslogAppender appender, LoggerContext context) {
        appender.setContext(context);
        appender.setName(NAME);
        appender.start();
        return appender;
    }

    private static OutputStreamAppender<ILoggingEvent> toStream(LoggerContext context, ErrorLogConfig config)
            throws IOException {
        return config.file().isPresent()
                ? toFile(context, config.file().get(), config.roll())
                : toStandardError(context);
    }

    private static OutputStreamAppender<ILoggingEvent> toFile(LoggerContext context, Path file, boolean roll)
            throws IOException {
        FileAppender<ILoggingEvent> appender =
                LogAppenders.toFile(context, file, roll, MAX_FILE_SIZE, MAX_HISTORY, MAX_TOTAL);
        encode(appender, context);
        LogAppenders.start(appender);
        if (!appender.isStarted()) {
            throw new IOException(file + ": the log file could not be opened");
        }
        return appender;
    }

    private static OutputStreamAppender<ILoggingEvent> toStandardError(LoggerContext context) {
        ConsoleAppender<ILoggingEvent> appender = new ConsoleAppender<>();
        appender.setContext(context);
        appender.setTarget(ConsoleTarget.SystemErr.getName());
        encode(appender, context);
        appender.start();
        return appender;
    }

    private static void encode(OutputStreamAppender<ILoggingEvent> appender, LoggerContext context) {
        PatternLayoutEncoder encoder = new PatternLayoutEncoder();
        encoder.setContext(context);
        encoder.setPattern(LINE);
        encoder.setCharset(StandardCharsets.UTF_8);
        encoder.start();
        appender.setName(NAME);
        appender.setEncoder(encoder);
    }
}
