package io.sluice.server.config;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Reads {@code error-log}, a block or {@code off}. */
final class ErrorLogReader {
    private static final String KEY = "error-log";
    private static final String STANDARD_ERROR = "stderr";
    private static final List<String> LEVELS = Arrays.stream(ErrorLogConfig.Level.values())
            .map(level -> level.name().toLowerCase(Locale.ROOT))
            .toList();

    private final Path home;

    ErrorLogReader(Path home) {
        this.home = home;
    }

    /**
     * Empty where it is off.
     *
     * @param accessLogs by their names, each of which has its file to itself
     */
    Optional<ErrorLogConfig> read(Block root, Map<String, AccessLogConfig> accessLogs) {
        Optional<String> word = root.word(KEY);
        if (word.isPresent()) {
            if (!AccessLogReader.OFF.contains(word.get())) {
                root.refuse(KEY, "off, or a block { … }");
            }
            return Optional.empty();
        }
        Block block = root.block(KEY);
        ErrorLogConfig.Level level =
                ErrorLogConfig.Level.valueOf(block.choice("level", LEVELS).toUpperCase(Locale.ROOT));
        boolean roll = block.bool("roll");
        Optional<SyslogConfig> syslog = SyslogReader.readOfErrorLog(block);
        if (!block.has("file") && syslog.isEmpty()) {
            if (block.says("level") && !block.mentions("file")) {
                block.refuse("file", "a file or stderr; without one, conf/logback.xml says what is logged");
            }
            return Optional.empty();
        }
        Optional<Path> file =
                block.text("file").filter(name -> !name.equals(STANDARD_ERROR)).map(home::resolve);
        file.ifPresent(own -> accessLogs.forEach((name, log) -> {
            if (!Devices.isDevice(own) && log.file().map(Path::normalize).equals(Optional.of(own.normalize()))) {
                block.refuse("file", "a file for each log; log " + name + " writes to this one");
            }
        }));
        return Optional.of(new ErrorLogConfig(file, syslog, level, roll));
    }
}
