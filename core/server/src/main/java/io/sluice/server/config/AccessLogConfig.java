package io.sluice.server.config;

import io.sluice.api.Template;
import io.sluice.api.accesslog.AccessLogEntry;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/**
 * An access log. Without file and syslog, lines go to the logger {@code access}, which conf/logback.xml directs.
 *
 * @param format type and settings of the format
 * @param file where lines go
 * @param syslog the server to which lines go; never together with {@code file}
 * @param condition an exchange is logged only if this is neither empty nor 0 (access_log … if=)
 * @param events what gets a line; requests always do
 * @param roll whether new files are begun each day and at a size; else others take the file away
 * @param maxFileSize bytes after which a file is rolled over, 0 for no bound
 * @param maxHistory days for which rolled files are kept, 0 for ever
 * @param queue lines that may wait for the writer; further ones are dropped and counted
 */
public record AccessLogConfig(
        ExtensionConfig format,
        Optional<Path> file,
        Optional<SyslogConfig> syslog,
        Optional<Template> condition,
        Set<AccessLogEntry.Event> events,
        boolean roll,
        long maxFileSize,
        int maxHistory,
        int queue) {}
