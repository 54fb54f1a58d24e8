package io.sluice.server.config;

import io.sluice.nginx.value.Syslog;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/** Reads a block {@code syslog}; names of facilities and severities are nginx's, and stand in the order of their numbers. */
final class SyslogReader {
    private static final String KEY = "syslog";
    private static final int PORT = 514;
    private static final String EXPECTED_SERVER =
            "an address such as 127.0.0.1:514, [::1]:514 or logs.internal, which is spoken to over UDP";
    private static final Pattern TAG = Pattern.compile("[A-Za-z0-9_.-]{1,32}");
    private static final int INFO = 6;

    private SyslogReader() {}

    /** The server of an access log; empty where none is named. */
    static Optional<SyslogConfig> read(Block log) {
        Block block = log.block(KEY);
        return server(log, block, Syslog.SEVERITIES.indexOf(block.choice("severity", Syslog.SEVERITIES)));
    }

    /** The server of the error log, whose lines have severities of their own. */
    static Optional<SyslogConfig> readOfErrorLog(Block log) {
        return server(log, log.block(KEY), INFO);
    }

    private static Optional<SyslogConfig> server(Block log, Block block, int severity) {
        Optional<String> server = block.text("server");
        int facility = Syslog.FACILITIES.indexOf(block.choice("facility", Syslog.FACILITIES));
        String tag = block.text("tag", "a word").orElse("");
        boolean hostname = block.bool("hostname");
        if (!TAG.matcher(tag).matches()) {
            block.refuse("tag", "1 to 32 letters, digits, underscores, hyphens or dots");
        }
        if (server.isEmpty()) {
            return Optional.empty();
        }
        if (log.has("file")) {
            log.refuse("file", "either a file or a syslog server; a further log can have the other");
        }
        try {
            Addresses.Parts parts = Addresses.split(server.get(), EXPECTED_SERVER);
            OptionalInt port = parts.port();
            if (parts.host().equals("*") || port.orElse(PORT) == 0) {
                block.refuse("server", EXPECTED_SERVER);
            }
            return Optional.of(new SyslogConfig(parts.host(), port.orElse(PORT), facility, severity, tag, hostname));
        } catch (Addresses.Refused e) {
            block.refuse("server", e.getMessage());
            return Optional.empty();
        }
    }
}
