package io.sluice.server.observe;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.sift.SiftingAppender;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.FileAppender;
import ch.qos.logback.core.spi.AppenderAttachable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.Set;
import org.slf4j.LoggerFactory;

/**
 * Opens the files of the application's log anew by their names, for who has moved those that are open: what comes after goes to
 * the new ones, and no line is lost in between. Also those that conf/logback.xml names, wherever they stand behind other
 * appenders.
 */
public final class Reopening {
    private final Set<Appender<?>> done = Collections.newSetFromMap(new IdentityHashMap<>());
    private IOException failure;

    private Reopening() {}

    /**
     * All of them. Thread-safe.
     *
     * @throws IOException when one cannot be opened, which stays in use as it is; the others have been
     */
    public static void ofApplicationLog() throws IOException {
        of((LoggerContext) LoggerFactory.getILoggerFactory());
    }

    static void of(LoggerContext context) throws IOException {
        Reopening reopening = new Reopening();
        context.getLoggerList().forEach(reopening::walk);
        if (reopening.failure != null) {
            throw reopening.failure;
        }
    }

    private void walk(AppenderAttachable<ILoggingEvent> holder) {
        for (Iterator<Appender<ILoggingEvent>> all = holder.iteratorForAppenders(); all.hasNext(); ) {
            walk(all.next());
        }
    }

    /** An asynchronous appender holds the one that writes; a sifting one holds one for each key. */
    private void walk(Appender<ILoggingEvent> appender) {
        if (!done.add(appender)) {
            return;
        }
        if (appender instanceof FileAppender<?> file) {
            try {
                reopen(file);
            } catch (UncheckedIOException e) {
                failure = e.getCause();
            }
        } else if (appender instanceof SiftingAppender sifting) {
            sifting.getAppenderTracker().allComponents().forEach(this::walk);
        }
        if (appender instanceof AppenderAttachable<?>) {
            @SuppressWarnings("unchecked")
            AppenderAttachable<ILoggingEvent> holder = (AppenderAttachable<ILoggingEvent>) appender;
            walk(holder);
        }
    }

    /**
     * One of them: the new file is open before the old one is closed, under the lock that writing takes.
     *
     * @throws UncheckedIOException when it cannot be opened
     */
    static void reopen(FileAppender<?> appender) {
        if (!appender.isStarted()) {
            return;
        }
        try {
            appender.openFile(appender.getFile());
        } catch (IOException e) {
            throw new UncheckedIOException(new IOException(
                    appender.getFile() + ": the log file cannot be opened anew (" + e.getMessage() + ")", e));
        }
    }
}
