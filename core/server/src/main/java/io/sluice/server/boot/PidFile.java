package io.sluice.server.boot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * A file with the number of this process. It appears whole, when the server is ready, so that who waits for it may connect
 * at once; it is gone when the server is.
 */
final class PidFile {
    private final Path file;
    private final String text = ProcessHandle.current().pid() + "\n";

    PidFile(Path file) {
        this.file = file.toAbsolutePath();
    }

    /**
     * Writes the file, in place of one that an earlier process may have left.
     *
     * @throws IOException when it cannot be written; the message says why
     */
    void write() throws IOException {
        Path part = file.resolveSibling(file.getFileName() + ".part");
        try {
            Files.writeString(part, text);
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            Files.deleteIfExists(part);
            throw new IOException("cannot write the pid file " + file + ": " + e, e);
        }
    }

    /** Takes the file away, unless another process has put its own there. */
    void delete() throws IOException {
        if (Files.exists(file) && Files.readString(file).equals(text)) {
            Files.delete(file);
        }
    }
}
