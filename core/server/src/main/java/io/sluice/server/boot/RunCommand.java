package io.sluice.server.boot;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Serves in the foreground until SIGTERM or SIGINT. */
@Command(name = "run", description = "Run in the foreground until SIGTERM or SIGINT.")
final class RunCommand implements Callable<Integer> {
    @Mixin
    private ConfigOption config;

    @Option(
            names = "--pid-file",
            paramLabel = "FILE",
            description =
                    "A file for the process number; it appears when all listeners are bound, and is gone at the end.")
    private Path pidFile;

    @Override
    public Integer call() throws Exception {
        Path home = Home.find();
        Logging.asConfigured(home);
        Logging.load();
        try (Setup setup = Setup.readAndLog(config.file(home), home);
                Service service = Service.start(setup)) {
            service.printAddresses(System.out);
            if (pidFile != null) {
                service.keepState(pidFile);
                PidFile file = new PidFile(pidFile);
                service.atEnd(file::delete);
                file.write();
            }
            service.awaitEnd();
            return ExitCode.OK;
        }
    }
}
