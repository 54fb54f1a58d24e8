package io.sluice.server.files;

import io.sluice.server.config.FilesConfig.SymbolicLinks;
import io.sluice.server.files.FileTrouble.Kind;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NotDirectoryException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.util.Set;

/**
 * Follows no link, or only those whose owner has what they lead to. It goes from folder to open folder (openat), so that
 * one that is exchanged for a link meanwhile leads nowhere. As nginx does it; but nginx need not be allowed to list them.
 */
final class Wary extends Disk {
    private final SymbolicLinks links;

    Wary(SymbolicLinks links) {
        this.links = links;
    }

    /** What is done in the last folder. */
    private interface Last<T> {
        T at(SecureDirectoryStream<Path> folder, Path name) throws IOException;
    }

    @Override
    Stat look(Path path) throws IOException {
        if (path.getNameCount() == 0) {
            return Stat.of(Files.readAttributes(path, BasicFileAttributes.class));
        }
        return walk(path, (folder, name) -> {
            PosixFileAttributes own = attributes(folder, name, LinkOption.NOFOLLOW_LINKS);
            if (!own.isSymbolicLink()) {
                return Stat.of(own);
            }
            if (links == SymbolicLinks.OFF) {
                throw link(path);
            }
            PosixFileAttributes target = attributes(folder, name);
            checkOwner(own, target, path);
            return Stat.of(target);
        });
    }

    @Override
    SeekableByteChannel channel(Path path) throws IOException {
        return walk(path, (folder, name) -> {
            boolean link =
                    attributes(folder, name, LinkOption.NOFOLLOW_LINKS).isSymbolicLink() && links != SymbolicLinks.OFF;
            Set<OpenOption> options =
                    link ? Set.of(StandardOpenOption.READ) : Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
            return folder.newByteChannel(name, options);
        });
    }

    @SuppressWarnings("StreamResourceLeak") // It is closed in the end, or exchanged for the next before.
    private <T> T walk(Path path, Last<T> last) throws IOException {
        SecureDirectoryStream<Path> folder = secure(Files.newDirectoryStream(path.getRoot()), path);
        try {
            int end = path.getNameCount() - 1;
            for (int i = 0; i < end; i++) {
                SecureDirectoryStream<Path> next = enter(folder, path.getName(i), path);
                folder.close();
                folder = next;
            }
            return last.at(folder, path.getName(end));
        } finally {
            folder.close();
        }
    }

    private SecureDirectoryStream<Path> enter(SecureDirectoryStream<Path> folder, Path name, Path path)
            throws IOException {
        PosixFileAttributes own = attributes(folder, name, LinkOption.NOFOLLOW_LINKS);
        if (!own.isSymbolicLink()) {
            return folder.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS);
        }
        if (links == SymbolicLinks.OFF) {
            // nginx opens folders with O_DIRECTORY and O_NOFOLLOW, to which a link is no folder: 404, not 403.
            throw new NotDirectoryException(path.toString());
        }
        SecureDirectoryStream<Path> target = folder.newDirectoryStream(name);
        try {
            checkOwner(
                    own,
                    target.getFileAttributeView(PosixFileAttributeView.class).readAttributes(),
                    path);
            return target;
        } catch (IOException e) {
            target.close();
            throw e;
        }
    }

    private static PosixFileAttributes attributes(SecureDirectoryStream<Path> folder, Path name, LinkOption... options)
            throws IOException {
        return folder.getFileAttributeView(name, PosixFileAttributeView.class, options)
                .readAttributes();
    }

    private static void checkOwner(PosixFileAttributes link, PosixFileAttributes target, Path path) throws FileTrouble {
        if (!link.owner().equals(target.owner())) {
            throw link(path);
        }
    }

    private static FileTrouble link(Path path) {
        return new FileTrouble(Kind.LINK, "\"" + path + "\": a symbolic link that the settings do not allow", null);
    }

    private static SecureDirectoryStream<Path> secure(DirectoryStream<Path> stream, Path path) throws IOException {
        if (stream instanceof SecureDirectoryStream<Path> secure) {
            return secure;
        }
        stream.close();
        throw new FileTrouble(Kind.OTHER, "\"" + path + "\": this system cannot go from open folder to folder", null);
    }
}
