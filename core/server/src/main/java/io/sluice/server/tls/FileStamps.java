package io.sluice.server.tls;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;

/**
 * What tells without reading them whether files have changed: length, time of the last change, the file's identity, which
 * is another one when a link is switched or a file is renamed into place, and where the system has it the time at which
 * anything about the file changed, permissions included.
 */
record FileStamps(List<String> stamps) {
    static FileStamps of(List<Path> files) {
        return new FileStamps(files.stream().map(FileStamps::stamp).toList());
    }

    private static String stamp(Path file) {
        try {
            BasicFileAttributes found = Files.readAttributes(file, BasicFileAttributes.class);
            return found.lastModifiedTime() + " " + found.size() + " " + found.fileKey() + " " + changed(file);
        } catch (NoSuchFileException e) {
            return "none";
        } catch (IOException e) {
            return e.toString();
        }
    }

    private static Object changed(Path file) throws IOException {
        return file.getFileSystem().supportedFileAttributeViews().contains("unix")
                ? Files.getAttribute(file, "unix:ctime")
                : file.toRealPath();
    }
}
