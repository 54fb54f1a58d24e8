package io.sluice.server.boot;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Reads the configuration as a start would, plugins and their settings included, and binds nothing. */
@Command(
        name = "check",
        description = "Say whether a configuration is good: all that is wrong with it, each with file and line.")
final class CheckCommand implements Callable<Integer> {
    @Mixin
    private ConfigOption config;

    @Override
    public Integer call() throws Exception {
        Logging.toConsole();
        Path home = Home.find();
        Path file = config.file(home);
        try (Setup setup = Setup.read(file, home)) {
            Server.check(setup.config(), setup.plugins());
            System.out.println(file + ": ok");
            return ExitCode.OK;
        }
    }
}
