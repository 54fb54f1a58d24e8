package io.sluice.server.boot;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The option {@code -c} of the commands that read a configuration. */
final class ConfigOption {
    @Option(
            names = {"-c", "--config"},
            paramLabel = "FILE",
            description = "The configuration (default: conf/sluice.conf of the home folder).")
    private Path file;

    /** Names the file, in place of the command line. */
    void give(Path given) {
        file = given;
    }

    /** Whether it is named. */
    boolean isGiven() {
        return file != null;
    }

    /** The file. */
    Path file(Path home) {
        return file == null ? home.resolve("conf/sluice.conf") : file;
    }
}
