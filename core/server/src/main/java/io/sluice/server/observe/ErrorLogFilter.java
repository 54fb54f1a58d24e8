package io.sluice.server.observe;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.filter.Filter;
import ch.qos.logback.core.spi.FilterReply;
import io.sluice.server.config.ErrorLogConfig;

/**
 * Lets through what a level of nginx asks for. Logback has fewer levels; the missing ones differ in what is told of single
 * exchanges, which is all by {@link ErrorLog}: at level info what clients bring about, at level error what back ends do and,
 * with a stack trace, what is a fault of Sluice or of a plugin.
 */
final class ErrorLogFilter extends Filter<ILoggingEvent> {
    private static final String OF_EXCHANGES = ErrorLog.class.getName();

    private final ErrorLogConfig.Level level;
    private final Level least;

    ErrorLogFilter(ErrorLogConfig.Level level) {
        this.level = level;
        this.least = least(level);
    }

    /** Logback's level that tells all that nginx's does. */
    static Level least(ErrorLogConfig.Level level) {
        return switch (level) {
            case DEBUG -> Level.DEBUG;
            case INFO, NOTICE -> Level.INFO;
            case WARN -> Level.WARN;
            case ERROR, CRIT, ALERT, EMERG -> Level.ERROR;
        };
    }

    @Override
    public FilterReply decide(ILoggingEvent event) {
        boolean told = event.getLevel().isGreaterOrEqual(least)
                && (!event.getLoggerName().equals(OF_EXCHANGES) || tellsExchange(event));
        return told ? FilterReply.NEUTRAL : FilterReply.DENY;
    }

    private boolean tellsExchange(ILoggingEvent event) {
        return switch (level) {
            case DEBUG, INFO, WARN, ERROR -> true;
            case NOTICE -> event.getLevel().isGreaterOrEqual(Level.WARN);
            case CRIT, ALERT, EMERG -> event.getThrowableProxy() != null;
        };
    }
}
