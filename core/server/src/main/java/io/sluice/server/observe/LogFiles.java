package io.sluice.server.observe;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/** Whether a log's file can be written. */
public final class LogFiles {
    private LogFiles() {}

    /** Makes the file, and its folder, where they are not there; the message of what is thrown names the file and says why. */
    static void create(Path file) throws IOException {
        try {
            if (file.getParent() != null) {
                Files.createDirectories(file.getParent());
            }
            FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)
                    .close();
        } catch (IOException e) {
            throw new IOException(problem(file, reason(e)), e);
        }
    }

    /** What would stand against writing a file; empty where nothing would. Makes nothing. */
    public static Optional<String> problem(Path file) {
        if (Files.isDirectory(file)) {
            return Optional.of(problem(file, "it is a folder"));
        }
        Path there = file.toAbsolutePath();
        while (there != null && !Files.exists(there)) {
            there = there.getParent();
        }
        if (there == null
                || (Files.isWritable(there) && (there.equals(file.toAbsolutePath()) || Files.isDirectory(there)))) {
            return Optional.empty();
        }
        return Optional.of(
                problem(file, Files.isWritable(there) ? there + " is no folder" : "permission denied: " + there));
    }

    private static String problem(Path file, String reason) {
        return file + ": the log file cannot be written (" + reason + ")";
    }

    private static String reason(IOException e) {
        if (e instanceof NoSuchFileException) {
            return "no such folder: " + ((FileSystemException) e).getFile();
        }
        if (e instanceof AccessDeniedException denied) {
            return "permission denied: " + denied.getFile();
        }
        return String.valueOf(e.getMessage());
    }
}
