package io.sluice.server.config;

import io.sluice.api.Template;
import java.nio.file.Path;
import java.util.Optional;

/**
 * An access log.
 *
 * @param format type and settings of the format
 * @param file where lines go; empty: to the logger {@code access}, which conf/logback.xml directs
 * @param condition an exchange is logged only if this is neither empty nor 0 (access_log … if=)
 * @param maxFileSize bytes after which a file is rolled over, 0 for no bound
 * @param maxHistory days for which rolled files are kept, 0 for ever
 * @param queue lines that may wait for the writer; further ones are dropped and counted
 */
public record AccessLogConfig(
        ExtensionConfig format,
        Optional<Path> file,
        Optional<Template> condition,
        long maxFileSize,
        int maxHistory,
        int queue) {}
