package io.sluice.server.boot;

import io.sluice.server.boot.AdminClient.Answer;
import io.sluice.server.config.ConfigException;
import io.sluice.server.config.ConfigLoader;
import io.sluice.server.variable.Variables;
import java.io.IOException;
import java.net.ConnectException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
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

    /** Names may have to be resolved, plugins and many certificates be read, and other reloads be waited for. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @Mixin
    private AdminOption admin;

    @Option(
            names = "--pid-file",
            paramLabel = "FILE",
            description = "Where the process number is, where no admin listener answers (default: logs/sluice.pid).")
    private Path pidFile;

    @Override
    public Integer call() throws IOException, ConfigException, InterruptedException {
        Logging.toConsole();
        if (admin.named()) {
            return ask(admin.client());
        }
        Path home = Home.find();
        boolean listens = ConfigLoader.load(admin.file(home), home, new Variables())
                .admin()
                .filter(listener -> listener.bind().getPort() > 0)
                .isPresent();
        Path pid = pidFile == null ? home.resolve("logs/sluice.pid") : pidFile;
        if (!listens) {
            return signal(pid, "no admin listener");
        }
        try {
            return ask(admin.client());
        } catch (ConnectException e) { // it may be this reload that brings the listener
            return signal(pid, e.getMessage());
        }
    }

    private static int ask(AdminClient asked) throws IOException {
        AdminClient server = asked.patient(PATIENCE);
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

    private static int signal(Path pidFile, String why) throws IOException, InterruptedException {
        if (!Files.isReadable(pidFile)) {
            throw new IOException(why + ", and no pid file " + pidFile + ": is Sluice running?");
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
