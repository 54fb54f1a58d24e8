package io.sluice.distribution;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The tarball that the build made. */
final class Tarball {
    private Tarball() {}

    /** The version in its name. */
    static String version() {
        return System.getProperty("sluice.version");
    }

    /** The file. */
    static Path file() {
        return Path.of(System.getProperty("sluice.tarball"));
    }

    /**
     * Gives a test an installation to itself, as {@code tar -x} leaves it: see {@link Installations}. The folder's name has
     * a space, so that every test shows that such names do no harm.
     *
     * @param folder where to, such as a {@code @TempDir}
     * @return the home folder: the one with bin/, conf/, lib/, logs/ and plugins/
     */
    static Path unpack(Path folder) throws IOException {
        Path target = Files.createDirectories(folder.resolve("unpacked here"));
        return Installations.copy(target);
    }
}
