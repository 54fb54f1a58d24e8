package io.sluice.server.boot;

import io.sluice.server.config.ConfigException;
import io.sluice.server.crypto.CryptoException;
import io.sluice.server.plugin.PluginException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/**
 * The part of {@code bin/sluice prepare} that is done in Java: this process loads and runs what a server does, so that the JVM
 * finds at its end what belongs into the archive, which it was told on its command line to write.
 */
@Command(name = "prepare", hidden = true, description = "Done by bin/sluice prepare.")
final class PrepareCommand implements Callable<Integer> {
    @Mixin
    private ConfigOption config;

    @Override
    public Integer call() throws Exception {
        Path home = Home.find();
        Path folder = Files.createTempDirectory("sluice-prepare-");
        try {
            Logging.asConfigured(home);
            Logging.loadMute(folder);
            boolean tls = speaksTls(config.file(home), home);
            Rehearsal.run(home, folder, tls);
            ClassArchive.writeKey();
        } finally {
            delete(folder);
        }
        return ExitCode.OK;
    }

    /** Whether clients speak TLS by this configuration. What it names is loaded too; whether it is good is not asked here. */
    private static boolean speaksTls(Path file, Path home) {
        try (Setup setup = Setup.read(file, home)) {
            Server.check(setup.config(), setup.plugins());
            return setup.config().listeners().values().stream()
                    .anyMatch(listener -> listener.tls().isPresent());
        } catch (ConfigException | CryptoException | PluginException e) {
            return false; // A start will tell. What was loaded until here is of use.
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : (Iterable<Path>) files.sorted(Comparator.reverseOrder())::iterator) {
                Files.delete(file);
            }
        }
    }
}
