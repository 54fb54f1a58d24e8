package io.sluice.api.accesslog;

/**
 * Writes the line of one exchange.
 *
 * <p>Called on worker threads, several at once: thread-safe, and it never blocks. An exception loses that one line and is
 * counted.
 */
public interface AccessLogFormat {
    /** Appends one line for the entry, without a line end. */
    void append(AccessLogEntry entry, StringBuilder line);
}
