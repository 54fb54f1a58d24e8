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

    /** The command of these arguments, in the forms that scripts use; null where they have another, or are not good. */
    static RunCommand of(String[] arguments) {
        RunCommand command = new RunCommand();
        command.config = new ConfigOption();
        if (arguments.length % 2 == 0 || !arguments[0].equals("run")) {
            return null;
        }
        for (int i = 1; i < arguments.length; i += 2) {
            String value = arguments[i + 1];
            if (value.isEmpty() || value.startsWith("-")) {
                return null;
            }
            if (arguments[i].equals("-c") && !command.config.isGiven()) {
                command.config.give(Path.of(value));
            } else if (arguments[i].equals("--pid-file") && command.pidFile == null) {
                command.pidFile = Path.of(value);
            } else {
                return null;
            }
        }
        return command;
    }

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
            ClassArchive.keep(home, config.file(home));
            service.awaitEnd();
            return ExitCode.OK;
        }
    }
}
