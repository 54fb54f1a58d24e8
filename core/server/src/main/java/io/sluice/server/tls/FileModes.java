package io.sluice.server.tls;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;

/** Who can read a file. */
final class FileModes {
    private FileModes() {}

    /** The file's permissions, such as {@code rw-r--r--}, where more than its owner can read it. */
    static Optional<String> readableByOthers(Path path) {
        try {
            Set<PosixFilePermission> modes = Files.getPosixFilePermissions(path);
            boolean others =
                    modes.contains(PosixFilePermission.GROUP_READ) || modes.contains(PosixFilePermission.OTHERS_READ);
            return others ? Optional.of(PosixFilePermissions.toString(modes)) : Optional.empty();
        } catch (IOException | UnsupportedOperationException e) {
            // A file system without such permissions.
            return Optional.empty();
        }
    }
}
