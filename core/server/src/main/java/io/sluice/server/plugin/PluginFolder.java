package io.sluice.server.plugin;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The folder of plugin jars. What lies in it runs with the server's rights, so its own rights are looked at. */
final class PluginFolder {
    private static final Logger log = LoggerFactory.getLogger(PluginFolder.class);

    private PluginFolder() {}

    /**
     * The jars, sorted by file name.
     *
     * @throws PluginException when there is no such folder or it cannot be read
     */
    static List<Path> jars(Path folder) {
        return list(folder, true);
    }

    /** As {@link #jars}, without a word on what is odd about the folder. */
    static List<Path> list(Path folder) {
        return list(folder, false);
    }

    private static List<Path> list(Path folder, boolean warn) {
        if (!Files.isDirectory(folder)) {
            throw new PluginException(List.of(folder + ": " + (Files.exists(folder) ? "is no folder" : "is not there")
                    + " (expected: the folder of plugins; it may be empty)"));
        }
        if (warn) {
            warnOfForeignWriters(folder);
        }
        List<Path> jars = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : (Iterable<Path>) files.sorted()::iterator) {
                String name = file.getFileName().toString();
                if (name.startsWith(".") || name.endsWith(".tmp")) {
                    continue;
                }
                if (name.toLowerCase(Locale.ROOT).endsWith(".jar")) {
                    if (warn) {
                        warnOfForeignWriters(file);
                    }
                    jars.add(file);
                } else if (warn) {
                    log.warn("{}: ignored (expected: plugins as *.jar)", file);
                }
            }
        } catch (IOException | java.io.UncheckedIOException e) {
            throw new PluginException(List.of(
                    folder + ": cannot be read: " + Reason.of(e) + " (expected: a folder that this user may read)"));
        }
        return jars;
    }

    private static void warnOfForeignWriters(Path path) {
        try {
            if (Files.getPosixFilePermissions(path).contains(PosixFilePermission.OTHERS_WRITE)) {
                log.warn(
                        "{}: every user of this machine may write here, and plugins run with the server's rights"
                                + " (expected: chmod o-w)",
                        path);
            }
        } catch (UnsupportedOperationException | IOException e) {
            log.debug("{}: no POSIX permissions to check", path, e);
        }
    }
}
