package io.sluice.server.observe;

import ch.qos.logback.classic.LoggerContext;
import org.slf4j.LoggerFactory;

/** The files of the application's log. */
public final class LogFiles {
    private LogFiles() {}

    /**
     * Writes out what the application's log holds back and closes its files; nothing is logged after that. The last step
     * of a shutdown: the log's threads would otherwise be ended with lines in their queues.
     */
    public static void close() {
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
            context.stop();
        }
    }
}
