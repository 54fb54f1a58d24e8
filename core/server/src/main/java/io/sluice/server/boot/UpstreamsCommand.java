package io.sluice.server.boot;

import io.sluice.api.Spelling;
import io.sluice.server.boot.AdminClient.Answer;
import io.sluice.server.config.ConfigException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows the upstreams of a server that runs, and takes endpoints out of use, through its admin listener. */
@Command(
        name = "upstreams",
        description = {
            "Show how the endpoints of a running server fare; or mark one of them, until the server ends:",
            "  down UPSTREAM ENDPOINT    nobody comes to it any longer",
            "  drain UPSTREAM ENDPOINT   only clients that are held to it come",
            "  up UPSTREAM ENDPOINT      it is used again",
            "What becomes of its tunnels, the upstream's \"tunnels\" says: docs/upstreams.md."
        })
final class UpstreamsCommand implements Callable<Integer> {
    private static final String PAGE = "/upstreams";
    private static final List<String> ACTIONS = List.of("down", "drain", "up");
    private static final int OK = 200;
    private static final int NOT_FOUND = 404;

    @Spec
    private CommandSpec spec;

    @Mixin
    private AdminOption admin;

    @Parameters(
            arity = "0..3",
            paramLabel = "ACTION UPSTREAM ENDPOINT",
            hideParamSyntax = true,
            description = "What to mark, and how. An endpoint is called by its name or its address.")
    private List<String> words = new ArrayList<>();

    @Override
    public Integer call() throws IOException, ConfigException {
        if (!words.isEmpty()) {
            check();
        }
        Logging.toConsole();
        AdminClient client = admin.client();
        try {
            return words.isEmpty() ? show(client) : mark(client);
        } catch (ClassCastException | NullPointerException e) { // JSON, but not ours
            throw client.strange();
        }
    }

    private void check() {
        String action = words.get(0);
        if (!ACTIONS.contains(action)) {
            throw usage("found " + action + " (expected: one of " + String.join(", ", ACTIONS) + ")"
                    + Spelling.hint(action, ACTIONS));
        }
        if (words.size() != 3) {
            throw usage(action + " wants an upstream and an endpoint (expected: upstreams " + action
                    + " UPSTREAM ENDPOINT)");
        }
    }

    // ---- what is answered

    private int show(AdminClient client) throws IOException {
        Answer answer = client.ask("GET", PAGE, null);
        if (answer.status() == NOT_FOUND) {
            throw new IOException("the admin listener has no page of upstreams"
                    + " (expected: \"upstreams\" in sluice.admin.status)");
        }
        if (answer.status() != OK) {
            return refused(answer);
        }
        System.out.print(table(answer.json()));
        return ExitCode.OK;
    }

    private static String table(Map<?, ?> page) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of(
                "UPSTREAM",
                "ENDPOINT",
                "ADDRESS",
                "STATE",
                "WEIGHT",
                "ACTIVE",
                "TUNNELS",
                "IDLE",
                "CHOSEN",
                "FAILURES",
                "LAST FAILURE"));
        StringBuilder waiting = new StringBuilder();
        for (Map<?, ?> upstream : list(page, "upstreams")) {
            String name = text(upstream, "name");
            list(upstream, "endpoints").forEach(endpoint -> rows.add(row(name, endpoint)));
            if (!text(upstream, "waiting").equals("0")) {
                waiting.append(name)
                        .append(": ")
                        .append(text(upstream, "waiting"))
                        .append(" requests wait for a place")
                        .append(System.lineSeparator());
            }
        }
        return Table.text(rows) + waiting;
    }

    private static List<String> row(String upstream, Map<?, ?> endpoint) {
        boolean backup = text(endpoint, "backup").equals("true");
        return List.of(
                upstream,
                text(endpoint, "name"),
                text(endpoint, "address"),
                text(endpoint, "state"),
                text(endpoint, "weight") + (backup ? " backup" : ""),
                text(endpoint, "active"),
                text(endpoint, "tunnels"),
                text(endpoint, "idle"),
                text(endpoint, "chosen"),
                text(endpoint, "failures"),
                text(endpoint, "lastFailure"));
    }

    private int mark(AdminClient client) throws IOException {
        Answer answer = client.ask("POST", PAGE + "/" + words.get(1) + "/" + words.get(2), "state=" + words.get(0));
        if (answer.status() != OK) {
            return refused(answer);
        }
        for (Map<?, ?> endpoint : list(answer.json(), "endpoints")) {
            System.out.printf(
                    "%s %s: %s (%s active, %s tunnels)%n",
                    words.get(1),
                    text(endpoint, "address"),
                    text(endpoint, "state"),
                    text(endpoint, "active"),
                    text(endpoint, "tunnels"));
        }
        return ExitCode.OK;
    }

    private static int refused(Answer answer) {
        System.err.println("sluice: upstreams: " + text(answer.json(), "error"));
        return answer.status() == NOT_FOUND ? ExitCode.USAGE : ExitCode.FAILURE;
    }

    private static List<Map<?, ?>> list(Map<?, ?> from, String key) {
        List<Map<?, ?>> out = new ArrayList<>();
        ((List<?>) Objects.requireNonNull(from.get(key), key)).forEach(one -> out.add((Map<?, ?>) one));
        return out;
    }

    private static String text(Map<?, ?> from, String key) {
        return Objects.requireNonNull(from.get(key), key).toString();
    }

    private ParameterException usage(String message) {
        return new ParameterException(spec.commandLine(), "upstreams: " + message);
    }
}
