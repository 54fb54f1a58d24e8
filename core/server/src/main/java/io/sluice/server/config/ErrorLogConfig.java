package io.sluice.server.config;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Where the application's log goes and what of it (nginx: error_log).
 *
 * @param file the file; empty: the syslog server, or where there is none standard error
 * @param syslog the server; never together with {@code file}
 * @param level the least that is told
 * @param roll whether new files are begun each day and at a size; else others take the file away
 */
public record ErrorLogConfig(Optional<Path> file, Optional<SyslogConfig> syslog, Level level, boolean roll) {
    /** The levels of nginx, from the one that tells most. */
    public enum Level {
        /** All there is. */
        DEBUG,
        /** Also what clients bring about. */
        INFO,
        /** Also what Sluice does, such as to listen. */
        NOTICE,
        /** Also what may become a fault. */
        WARN,
        /** Also exchanges that failed at a back end. */
        ERROR,
        /** Only faults of the whole server, of Sluice itself and of plugins. */
        CRIT,
        /** As {@link #CRIT}. */
        ALERT,
        /** As {@link #CRIT}. */
        EMERG
    }
}
