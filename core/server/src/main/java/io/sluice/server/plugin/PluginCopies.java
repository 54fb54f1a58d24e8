package io.sluice.server.plugin;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A folder of this process alone with the copies that classes are loaded from, so that the jars themselves may be replaced at
 * any time: a class loader keeps its file open, and fails at the next class when the file is overwritten under it.
 *
 * <p>Its folder has a lock while the process lives. Folders without one are of processes that are gone, and are taken away; so one
 * gets its name when it is locked, and has another before.
 */
final class PluginCopies implements JarSource, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(PluginCopies.class);
    private static final String PREFIX = "sluice-plugins-";
    private static final String PREFIX_BEFORE = "new-" + PREFIX;
    private static final Duration MAKING = Duration.ofHours(1);
    private static final String LOCK = "lock";

    private final Path folder;
    private final FileChannel lock;
    private final AtomicLong number = new AtomicLong();

    private PluginCopies(Path folder, FileChannel lock) {
        this.folder = folder;
        this.lock = lock;
    }

    /**
     * Makes the folder inside the first of these places that can be written.
     *
     * @throws PluginException when there is none
     */
    static PluginCopies in(List<Path> places) {
        IOException last = null;
        for (Path place : places) {
            try {
                Files.createDirectories(place);
                sweep(place);
                return in(place);
            } catch (IOException e) {
                log.debug("{}: no place for copies of plugins", place, e);
                last = e;
            }
        }
        throw new PluginException(List.of("copies of plugins: " + Reason.of(last)
                + " (expected: a folder that can be written, one of " + places + ")"));
    }

    /** The system makes the folder for its user alone. */
    private static PluginCopies in(Path place) throws IOException {
        Path made = Files.createTempDirectory(place, PREFIX_BEFORE);
        FileChannel channel =
                FileChannel.open(made.resolve(LOCK), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        try {
            if (channel.tryLock() == null) {
                throw new IOException(made + ": cannot be locked");
            }
            String name = made.getFileName().toString().substring(PREFIX_BEFORE.length());
            return new PluginCopies(
                    Files.move(made, place.resolve(PREFIX + name), StandardCopyOption.ATOMIC_MOVE), channel);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    /** Copies a jar. The copy is in a folder of its own and has the jar's name, as stack traces and messages show it. */
    @Override
    public Path take(Path jar) throws IOException {
        Path own = Files.createDirectory(folder.resolve(Long.toString(number.incrementAndGet())));
        return Files.copy(jar, own.resolve(jar.getFileName().toString()));
    }

    /** Takes a copy away that {@link #take} made. */
    @Override
    public void drop(Path copy) {
        delete(copy.getParent());
    }

    /** Takes all away. */
    @Override
    public void close() {
        try {
            lock.close();
        } catch (IOException e) {
            log.debug("{}: lock not closed", folder, e);
        }
        delete(folder);
    }

    private static void sweep(Path place) throws IOException {
        try (DirectoryStream<Path> left = Files.newDirectoryStream(place, "{" + PREFIX + "," + PREFIX_BEFORE + "}*")) {
            for (Path folder : left) {
                if (Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)
                        && Files.isWritable(folder)
                        && isLeft(folder)) {
                    delete(folder);
                }
            }
        }
    }

    private static boolean isLeft(Path folder) {
        return folder.getFileName().toString().startsWith(PREFIX_BEFORE) ? isOld(folder) : isUnlocked(folder);
    }

    private static boolean isOld(Path folder) {
        try {
            return Files.getLastModifiedTime(folder)
                    .toInstant()
                    .isBefore(Instant.now().minus(MAKING));
        } catch (IOException e) {
            return false; // it has its name by now
        }
    }

    private static boolean isUnlocked(Path folder) {
        try (FileChannel channel =
                FileChannel.open(folder.resolve(LOCK), StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS)) {
            return channel.tryLock() != null;
        } catch (IOException | OverlappingFileLockException e) {
            return false; // of another user, or of this process
        }
    }

    private static void delete(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : (Iterable<Path>) files.sorted(Comparator.reverseOrder())::iterator) {
                Files.delete(file);
            }
        } catch (IOException | UncheckedIOException e) {
            log.warn("{}: cannot be taken away: {}", folder, Reason.of(e));
        }
    }
}
