package io.sluice.server.files;

import io.sluice.server.config.FilesConfig.SymbolicLinks;
import io.sluice.server.files.FileTrouble.Kind;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;

/** Looks at files and opens them by their absolute names, following symbolic links as the settings say. */
abstract class Disk {
    private static final int LONGEST_NAME = 255;
    private static final int LONGEST_PATH = 4095;

    /** A file that is replaced while it is opened is opened again; one that is replaced all the time is not served. */
    private static final int ATTEMPTS = 4;

    /**
     * What a name leads to.
     *
     * @param modified seconds since 1970 UTC
     * @param key device and inode
     */
    record Stat(boolean regular, boolean folder, long size, long modified, Object key) {
        static Stat of(BasicFileAttributes found) {
            return new Stat(
                    found.isRegularFile(),
                    found.isDirectory(),
                    found.size(),
                    found.lastModifiedTime().toInstant().getEpochSecond(),
                    found.fileKey());
        }
    }

    /**
     * A file that is looked at and open.
     *
     * @param channel null of all that is no regular file: to open a pipe would wait for its other end
     */
    record Opened(Stat stat, SeekableByteChannel channel) {}

    static Disk following(SymbolicLinks links) {
        return links == SymbolicLinks.ON ? new Following() : new Wary(links);
    }

    /** What the name leads to. */
    final Stat stat(String name) throws FileTrouble {
        try {
            Stat found = look(FileName.path(name));
            if (name.endsWith("/") && !found.folder) {
                throw new NotDirectoryException(name);
            }
            return found;
        } catch (IOException e) {
            throw trouble(name, e);
        }
    }

    /** What the name leads to, open for reading where it is a regular file. */
    final Opened open(String name) throws FileTrouble {
        Stat before = stat(name);
        for (int attempt = 0; attempt < ATTEMPTS && before.regular; attempt++) {
            SeekableByteChannel channel = null;
            try {
                channel = channel(FileName.path(name));
                Stat after = stat(name);
                if (after.regular && Objects.equals(before.key, after.key)) {
                    Opened opened = new Opened(after, channel);
                    channel = null;
                    return opened;
                }
                before = after;
            } catch (IOException e) {
                throw trouble(name, e);
            } finally {
                close(channel);
            }
        }
        if (before.regular) {
            throw new FileTrouble(Kind.OTHER, "\"" + name + "\" is replaced faster than it can be opened", null);
        }
        return new Opened(before, null);
    }

    abstract Stat look(Path path) throws IOException;

    abstract SeekableByteChannel channel(Path path) throws IOException;

    /** Follows all links. */
    private static final class Following extends Disk {
        @Override
        Stat look(Path path) throws IOException {
            return Stat.of(Files.readAttributes(path, BasicFileAttributes.class));
        }

        @Override
        SeekableByteChannel channel(Path path) throws IOException {
            return FileChannel.open(path, StandardOpenOption.READ);
        }
    }

    private static void close(SeekableByteChannel channel) throws FileTrouble {
        if (channel != null) {
            try {
                channel.close();
            } catch (IOException e) {
                throw new FileTrouble(Kind.OTHER, "close failed: " + e.getMessage(), e);
            }
        }
    }

    private static FileTrouble trouble(String name, IOException e) {
        if (e instanceof FileTrouble known) {
            return known;
        }
        Kind kind = kind(name, e);
        return new FileTrouble(kind, "open() \"" + name + "\" failed (" + kind.words() + ")", e);
    }

    private static Kind kind(String name, IOException e) {
        if (e instanceof NoSuchFileException) {
            return Kind.NOT_FOUND;
        } else if (e instanceof AccessDeniedException) {
            return Kind.DENIED;
        } else if (e instanceof NotDirectoryException) {
            return Kind.NOT_A_FOLDER;
        }
        return diagnose(FileName.path(name), name);
    }

    /** The library hands out other errors as words of the user's language only: what they are must be found out. */
    private static Kind diagnose(Path path, String name) {
        for (String segment : name.split("/", -1)) {
            if (segment.length() > LONGEST_NAME) {
                return Kind.NAME_TOO_LONG;
            }
        }
        if (name.length() > LONGEST_PATH) {
            return Kind.NAME_TOO_LONG;
        }
        Path part = path.getRoot();
        for (Path segment : path) {
            part = part.resolve(segment);
            try {
                if (!Files.readAttributes(part, BasicFileAttributes.class).isDirectory() && !part.equals(path)) {
                    return Kind.NOT_A_FOLDER;
                }
            } catch (IOException e) {
                return Files.isSymbolicLink(part) ? Kind.LINK : Kind.OTHER;
            }
        }
        return Kind.OTHER;
    }
}
