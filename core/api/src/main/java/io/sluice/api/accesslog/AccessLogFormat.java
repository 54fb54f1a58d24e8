package io.sluice.api.accesslog;

/**
 * Writes the line of one exchange, or of one event of it: {@link AccessLogEntry#event()}.
 *
 * <p>Called on worker threads, several at once: thread-safe, and it never blocks. An exception loses that one line and is
 * counted.
 */
public interface AccessLogFormat {
    /**
     * Appends one line for the entry, without a line end. The log is written as bytes: a character up to U+00FF becomes
     * the byte of that number, so that values of header fields appear as they were received, any other its UTF-8.
     */
    void append(AccessLogEntry entry, StringBuilder line);
}
