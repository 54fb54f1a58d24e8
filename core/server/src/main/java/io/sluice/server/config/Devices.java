package io.sluice.server.config;

import java.nio.file.Files;
import java.nio.file.Path;

/** Tells logs of their own from what many may write to. */
public final class Devices {
    private Devices() {}

    /**
     * Whether something stands there that is neither a file nor a folder, such as /dev/null, a terminal or a pipe. It is not
     * to be renamed, and several logs may share it.
     */
    public static boolean isDevice(Path file) {
        return Files.exists(file) && !Files.isRegularFile(file) && !Files.isDirectory(file);
    }
}
