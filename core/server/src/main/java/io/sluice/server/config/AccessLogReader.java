package io.sluice.server.config;

import io.sluice.api.accesslog.AccessLogEntry;
import java.nio.file.Path;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads {@code access-log}, a block or {@code off}, and {@code access-logs}. */
final class AccessLogReader {
    /** What switches a log off. */
    static final Set<String> OFF = Set.of("off", "false", "no");

    private static final String JSON = "json";
    private static final int LONGEST_QUEUE = 1 << 20;

    private final Path home;

    AccessLogReader(Path home) {
        this.home = home;
    }

    /** All logs by their names; the one of {@code sluice.access-log}, where it is on, is called {@code main}. */
    Map<String, AccessLogConfig> read(Block root, Block defaults) {
        Map<String, AccessLogConfig> logs = new LinkedHashMap<>();
        Optional<String> word = root.word("access-log");
        if (word.isEmpty()) {
            logs.put(LogChoice.MAIN, log(root.block("access-log").orElse(defaults)));
        } else if (!OFF.contains(word.get())) {
            root.refuse("access-log", "off, or a block { … }");
        }
        Block named = root.block("access-logs");
        named.named(defaults).forEach((name, block) -> {
            if (name.equals(LogChoice.MAIN)) {
                named.refuse(name, "another name: main is the log of sluice.access-log");
            }
            logs.put(name, log(block));
        });
        Map<Path, String> files = new HashMap<>();
        logs.forEach((name, log) -> log.file()
                .filter(file -> !Devices.isDevice(file))
                .ifPresent(file -> {
                    String first = files.putIfAbsent(file.normalize(), name);
                    if (first != null) {
                        named.block(name).refuse("file", "a file for each log; log " + first + " writes to this one");
                    }
                }));
        if (logs.isEmpty()) {
            defaults.skip();
        }
        return logs;
    }

    private AccessLogConfig log(Block block) {
        return new AccessLogConfig(
                format(block),
                block.text("file").map(home::resolve),
                SyslogReader.read(block),
                block.has("if") ? Optional.ofNullable(block.template("if")) : Optional.empty(),
                events(block),
                block.bool("roll"),
                block.bytes("max-file-size", 0, Long.MAX_VALUE),
                block.integer("max-history", 0, 36_500),
                block.integer("queue", 1, LONGEST_QUEUE));
    }

    /** Of a tunnel those that are named; requests always. */
    private static Set<AccessLogEntry.Event> events(Block block) {
        Set<AccessLogEntry.Event> events = EnumSet.of(AccessLogEntry.Event.REQUEST);
        List<String> names = block.choices("events", List.of("open", "close"));
        if (block.none("events")) {
            block.refuse("events", "open, close or both; \"if\" leaves tunnels out");
        }
        names.forEach(name -> events.add(AccessLogEntry.Event.valueOf(name.toUpperCase(Locale.ROOT))));
        return Collections.unmodifiableSet(events);
    }

    /** A word alone is a preset of the format {@code template}, or the name of a format that needs no settings. */
    private static ExtensionConfig format(Block block) {
        return block.word("format").filter(word -> !word.equals(JSON)).isPresent()
                ? block.preset("format", "template", "preset")
                : block.extension("format", "type").config();
    }
}
