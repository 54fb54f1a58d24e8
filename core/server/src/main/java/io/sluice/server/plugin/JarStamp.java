package io.sluice.server.plugin;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What tells without reading it whether a jar is still the same file with the same content.
 *
 * @param size in bytes; -1 where the file cannot be looked at
 * @param key of the file in its file system, which is another one when a file is renamed into place; "null" where there is none
 */
record JarStamp(long size, FileTime modified, String key) {
    private static final JarStamp NONE = new JarStamp(-1, FileTime.fromMillis(0), "");

    /** The stamp of a file as it is now. */
    static JarStamp of(Path jar) {
        try {
            BasicFileAttributes found = Files.readAttributes(jar, BasicFileAttributes.class);
            return new JarStamp(found.size(), found.lastModifiedTime(), String.valueOf(found.fileKey()));
        } catch (IOException e) {
            return NONE;
        }
    }

    /** The stamps of several files, in their order. */
    static Map<Path, JarStamp> of(List<Path> jars) {
        Map<Path, JarStamp> out = new LinkedHashMap<>();
        jars.forEach(jar -> out.put(jar, of(jar)));
        return out;
    }
}
