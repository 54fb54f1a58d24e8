package io.sluice.distribution;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A folder that looks like a JDK, whose program java prints its arguments, one a line. */
final class FakeJava {
    private FakeJava() {}

    /** One that states its version in a file, and fails when it is asked for it. */
    static Path stating(Path home, String version) throws IOException {
        write(home, "exit 99");
        Files.writeString(home.resolve("release"), "IMPLEMENTOR=\"Test\"\nJAVA_VERSION=\"" + version + "\"\n");
        return home;
    }

    /** One without such a file, that must be asked. */
    static Path answering(Path home, String version) throws IOException {
        write(
                home,
                "echo 'Picked up something' >&2; echo 'openjdk version \"" + version + "\" 2021-09-14' >&2; exit 0");
        return home;
    }

    /** Writes a program: a script of these lines. */
    static void program(Path file, String lines) throws IOException {
        Files.writeString(file, "#!/bin/sh\n" + lines + "\n");
        if (!file.toFile().setExecutable(true)) {
            throw new IOException("cannot make " + file + " executable");
        }
    }

    private static void write(Path home, String onVersion) throws IOException {
        program(
                Files.createDirectories(home.resolve("bin")).resolve("java"),
                "[ \"$1\" != -version ] || { " + onVersion + "; }\nprintf '%s\\n' \"$@\"");
    }
}
