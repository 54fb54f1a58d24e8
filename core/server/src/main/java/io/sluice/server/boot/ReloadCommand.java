package io.sluice.server.boot;

import io.sluice.server.boot.AdminClient.Answer;
import io.sluice.server.config.AdminConfig;
import io.sluice.server.config.ConfigException;
import io.sluice.server.config.ConfigLoader;
import io.sluice.server.variable.Variables;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Has the running server read its configuration again: by its admin listener, which tells what came of it, else by SIGHUP. */
@Command(
        name = "reload",
        description = {
            "Have the running server read its configuration again; no tunnel and no request is cut.",
            "With an admin listener it says what has changed, or why all stays as it was."
        })
final class ReloadCommand implements Callable<Integer> {
    private static final String PAGE = "/reload";
    private static final int OK = 200;
    private static final int REFUSED = 422;

    @Mixin
    private ConfigOption config;

    @Option(
            names = "--pid-file",
            paramLabel = "FILE",
            description = "Where the process number is, where there is no admin listener (default: logs/sluice.pid).")
    private Path pidFile;

    @Override
    public Integer call() throws IOException, ConfigException, InterruptedException {
        Logging.toConsole();
        Path home = Home.find();
        Optional<AdminConfig> listener = ConfigLoader.load(config.file(home), home, new Variables())
                .admin()
                .filter(admin -> admin.bind().getPort() > 0);
        return listener.isPresent()
                ? ask(AdminOption.of(listener.get()))
                : signal(pidFile == null ? home.resolve("logs/sluice.pid") : pidFile);
    }

    private static int ask(AdminClient server) throws IOException {
        Answer answer = server.ask("POST", PAGE, null);
        try {
            if (answer.status() == OK) {
                lines(answer, "changes").forEach(System.out::println);
                lines(answer, "warnings").forEach(warning -> System.err.println("sluice: reload: " + warning));
                System.out.println("generation " + answer.json().get("generation") + " is in force, after "
                        + answer.json().get("millis") + " ms");
                return ExitCode.OK;
            }
            if (answer.status() == REFUSED) {
                lines(answer, "problems").forEach(System.err::println);
            }
            System.err.println(
                    "sluice: reload: " + Objects.requireNonNull(answer.json().get("error"), "error"));
            return answer.status() == REFUSED ? ExitCode.USAGE : ExitCode.FAILURE;
        } catch (ClassCastException | NullPointerException e) { // JSON, but not ours
            throw server.strange();
        }
    }

    private static List<String> lines(Answer answer, String key) {
        return ((List<?>) answer.json().get(key)).stream().map(String::valueOf).toList();
    }

    private static int signal(Path pidFile) throws IOException, InterruptedException {
        if (!Files.isReadable(pidFile)) {
            throw new IOException("no admin listener, and no pid file " + pidFile + ": is Sluice running?");
        }
        String pid = Files.readString(pidFile).strip();
        if (!pid.matches("[1-9][0-9]{0,9}")) {
            throw new IOException(pidFile + ": found \"" + pid + "\" (expected: a process number)");
        }
        int code = new ProcessBuilder("kill", "-HUP", pid).inheritIO().start().waitFor();
        if (code == 0) {
            System.out.println("process " + pid + " was told; its log says what came of it");
        }
        return code == 0 ? ExitCode.OK : ExitCode.FAILURE;
    }
}
