package io.sluice.server.boot;

import io.sluice.server.boot.AdminClient.Answer;
import io.sluice.server.config.AdminConfig;
import io.sluice.server.config.ConfigException;
import io.sluice.server.config.ConfigLoader;
import io.sluice.server.variable.Variables;
import java.io.IOException;
import java.net.ConnectException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import javax.net.ssl.SSLException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Has the running server read its configuration again, by its admin listener, else by SIGHUP, and tells what came of it. The
 * server judges the file: its log and its figures have what was refused. SIGHUP is for whatever keeps the listener from being
 * asked: there is none, or it is this reload that brings it, moves it, or gives it TLS or another token; or the file is bad, so
 * that it does not say where the listener is.
 */
@Command(
        name = "reload",
        description = {
            "Have the running server read its configuration again; no tunnel and no request is cut.",
            "It says what has changed, or why all stays as it was."
        })
final class ReloadCommand implements Callable<Integer> {
    private static final String PAGE = "/reload";
    private static final int OK = 200;
    private static final int NO_TOKEN = 401;
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
            AdminClient server = admin.client().patient(PATIENCE);
            return told(server, server.ask("POST", PAGE, null));
        }
        Path home = Home.find();
        Path file = admin.file(home);
        Path pid = pidFile == null ? home.resolve("logs/sluice.pid") : pidFile;
        Optional<AdminConfig> listener;
        try {
            listener = ConfigLoader.load(file, home, new Variables()).admin();
        } catch (ConfigException e) {
            return judged(e, file, pid);
        }
        return listener.filter(one -> one.bind().getPort() > 0).isPresent()
                ? ask(pid)
                : signal(HangUp.of(pid, "no admin listener"));
    }

    /** A file that is bad: where the server reads that one, it is to know. */
    private static int judged(ConfigException bad, Path file, Path pid)
            throws IOException, ConfigException, InterruptedException {
        HangUp process;
        try {
            process = HangUp.of(pid, "the configuration is bad");
        } catch (IOException e) {
            throw bad;
        }
        if (!process.runsWith(file)) {
            throw bad;
        }
        return signal(process);
    }

    private int ask(Path pid) throws IOException, ConfigException, InterruptedException {
        AdminClient server;
        try {
            server = admin.client().patient(PATIENCE);
        } catch (IOException e) { // a file that only the new configuration names
            return signal(HangUp.of(pid, e.getMessage()));
        }
        Answer answer;
        try {
            answer = server.ask("POST", PAGE, null);
        } catch (ConnectException | SSLException | AdminClient.StrangeException e) {
            return signal(HangUp.of(pid, e.getMessage()));
        }
        return answer.status() == NO_TOKEN ? byFileOr(server, answer, pid) : told(server, answer);
    }

    /** Another token than the server's: the one who owns its process need not have it. */
    private static int byFileOr(AdminClient server, Answer answer, Path pid) throws IOException, InterruptedException {
        HangUp process;
        try {
            process = HangUp.of(pid, "");
        } catch (IOException e) {
            return told(server, answer);
        }
        return signal(process);
    }

    private static int told(AdminClient server, Answer answer) throws IOException {
        try {
            if (answer.status() == OK || answer.status() == REFUSED) {
                return print(answer.json());
            }
            System.err.println(
                    "sluice: reload: " + Objects.requireNonNull(answer.json().get("error"), "error"));
            return ExitCode.FAILURE;
        } catch (ClassCastException | NullPointerException e) { // JSON, but not ours
            throw server.strange();
        }
    }

    private static int signal(HangUp process) throws IOException, InterruptedException {
        Optional<Map<?, ?>> outcome = process.send(PATIENCE);
        if (outcome.isEmpty()) {
            System.out.println("process " + process.pid() + " was told; its log says what came of it");
            return ExitCode.OK;
        }
        return print(outcome.get());
    }

    /** What {@link Reloaded#values()} says. */
    private static int print(Map<?, ?> outcome) {
        if (outcome.containsKey("error")) {
            lines(outcome, "problems").forEach(System.err::println);
            System.err.println("sluice: reload: " + outcome.get("error"));
            return ExitCode.USAGE;
        }
        List<String> changes = lines(outcome, "changes");
        (changes.isEmpty() ? List.of("nothing has changed") : changes).forEach(System.out::println);
        lines(outcome, "warnings").forEach(warning -> System.err.println("sluice: reload: " + warning));
        System.out.println(
                "generation " + outcome.get("generation") + " is in force, after " + outcome.get("millis") + " ms");
        return ExitCode.OK;
    }

    private static List<String> lines(Map<?, ?> outcome, String key) {
        return ((List<?>) Objects.requireNonNull(outcome.get(key), key))
                .stream().map(String::valueOf).toList();
    }
}
