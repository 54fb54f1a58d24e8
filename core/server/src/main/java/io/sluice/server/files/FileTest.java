package io.sluice.server.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;

/** What can be asked of a file (nginx: {@code if (-f …)} and its like). Symbolic links are followed. */
public enum FileTest {
    /** Whether it is a regular file. */
    FILE,
    /** Whether it is a folder. */
    FOLDER,
    /** Whether it is either of these; nginx knows of no pipes and devices here. */
    EXISTS,
    /** Whether its owner may execute it, or, of a folder, search it. */
    EXECUTABLE;

    /**
     * The answer. Blocks on the disk. What cannot be looked at is not there.
     *
     * @param name absolute, one character for each byte; what is not absolute is not there
     */
    public boolean holds(String name) {
        if (!name.startsWith("/") || name.indexOf(0) >= 0) {
            return false;
        }
        try {
            PosixFileAttributes found = Files.readAttributes(FileName.path(name), PosixFileAttributes.class);
            boolean folder = found.isDirectory();
            if (name.endsWith("/") && !folder) {
                return false;
            }
            return switch (this) {
                case FILE -> found.isRegularFile();
                case FOLDER -> folder;
                case EXISTS -> found.isRegularFile() || folder;
                case EXECUTABLE -> found.permissions().contains(PosixFilePermission.OWNER_EXECUTE);
            };
        } catch (IOException e) {
            return false;
        }
    }
}
