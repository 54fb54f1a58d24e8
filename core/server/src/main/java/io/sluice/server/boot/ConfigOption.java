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

    /** The file. */
    Path file(Path home) {
        return file == null ? home.resolve("conf/sluice.conf") : file;
    }
}
