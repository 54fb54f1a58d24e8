package io.sluice.server.config;

/**
 * A syslog server, spoken to over UDP in the form of RFC 3164 (nginx: syslog:).
 *
 * @param host its name or address, not resolved
 * @param port 1 to 65535
 * @param facility its number, 0 to 23
 * @param severity that of each line, 0 to 7; of no meaning for the error log, whose lines have their own
 * @param tag what the lines are of, 1 to 32 letters, digits or {@code _.-}
 * @param hostname whether messages name this machine
 */
public record SyslogConfig(String host, int port, int facility, int severity, String tag, boolean hostname) {}
