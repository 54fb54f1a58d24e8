package io.sluice.server.boot;

import io.sluice.api.Spelling;
import io.sluice.server.boot.AdminClient.Answer;
import io.sluice.server.config.ConfigException;
import io.sluice.server.config.Json;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.StringJoiner;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows the connections of clients of a server that runs, and closes them, through its admin listener. */
@Command(
        name = "connections",
        description = {
            "Show the connections of clients of a running server, or close some of them:",
            "  list          those that fit the options (the default)",
            "  show ID       all that is known of one",
            "  close ID...   end these",
            "  close         with options: end those that fit; --all for all of them",
            "A WebSocket is sent Close with --code and --reason; a request under way is broken off."
        })
final class ConnectionsCommand implements Callable<Integer> {
    private static final String PAGE = "/connections";
    private static final List<String> ACTIONS = List.of("list", "show", "close");
    private static final int OK = 200;
    private static final int NOT_FOUND = 404;
    private static final int LONGEST_URI = 60;

    /** The order in which one connection's values are shown; what is not named comes last. */
    private static final List<String> ORDER = List.of(
            "id",
            "kind",
            "listener",
            "client",
            "tls",
            "serverName",
            "method",
            "host",
            "uri",
            "route",
            "upstream",
            "endpoint",
            "userAgent",
            "requests",
            "ageMillis",
            "idleMillis",
            "tunnelMillis",
            "subprotocol",
            "messagesIn",
            "messagesOut",
            "bytesIn",
            "bytesOut",
            "pendingToClient",
            "pendingToEndpoint");

    /** Which connections; each is handed on as it is, the listener says what is wrong with it. */
    private static final class Filter {
        @Option(names = "--route", paramLabel = "ROUTE", description = "Of this route: its path, or \"HOST PATH\".")
        private String route;

        @Option(names = "--upstream", paramLabel = "NAME", description = "Of this upstream.")
        private String upstream;

        @Option(names = "--endpoint", paramLabel = "ADDRESS", description = "Served by this endpoint.")
        private String endpoint;

        @Option(names = "--host", paramLabel = "NAME", description = "Which asked for this host.")
        private String host;

        @Option(names = "--listener", paramLabel = "NAME", description = "Of this listener (default: all but admin).")
        private String listener;

        @Option(names = "--client", paramLabel = "ADDRESS", description = "From this address, or range: 10.0.0.0/8.")
        private String client;

        @Option(names = "--kind", paramLabel = "KIND", description = "tunnel, request or idle.")
        private String kind;

        @Option(names = "--min-age", paramLabel = "TIME", description = "At least as old: 90s, 10m, 2h, 1d.")
        private String minAge;

        @Option(names = "--min-idle", paramLabel = "TIME", description = "Silent for as long at least.")
        private String minIdle;

        private void addTo(Parameter out) {
            out.add("route", route);
            out.add("upstream", upstream);
            out.add("endpoint", endpoint);
            out.add("host", host);
            out.add("listener", listener);
            out.add("client", client);
            out.add("kind", kind);
            out.add("min-age", minAge);
            out.add("min-idle", minIdle);
        }
    }

    /** Takes parameters that are set. */
    private interface Parameter {
        void add(String name, String value);
    }

    @Spec
    private CommandSpec spec;

    @Mixin
    private AdminOption admin;

    @ArgGroup(exclusive = false, heading = "%nWhich connections:%n")
    private Filter filter = new Filter();

    @Option(names = "--all", description = "With close: all connections.")
    private boolean all;

    @Option(names = "--code", paramLabel = "CODE", description = "With close: the code of the Close frame (1001).")
    private String code;

    @Option(names = "--reason", paramLabel = "TEXT", description = "With close: its reason.")
    private String reason;

    @Option(
            names = "--sort",
            paramLabel = "ORDER",
            description = "id (oldest first, the default), newest, idle, bytes, messages or pending.")
    private String sort;

    @Option(names = "--limit", paramLabel = "N", description = "How many to show (100).")
    private String limit;

    @Option(names = "--json", description = "Print what the listener answers.")
    private boolean json;

    @Parameters(arity = "0..*", paramLabel = "ACTION ID...", hideParamSyntax = true, description = "What to do.")
    private List<String> words = new ArrayList<>();

    @Override
    public Integer call() throws IOException, ConfigException {
        String action = words.isEmpty() ? ACTIONS.get(0) : words.get(0);
        List<String> ids = words.isEmpty() ? List.of() : words.subList(1, words.size());
        check(action, ids);
        Logging.toConsole();
        AdminClient client = admin.client();
        try {
            return switch (action) {
                case "list" -> list(client);
                case "show" -> show(client, ids.get(0));
                default -> ids.isEmpty() ? closeMatching(client) : close(client, ids);
            };
        } catch (ClassCastException | NullPointerException e) { // JSON, but not ours
            throw client.strange();
        }
    }

    private void check(String action, List<String> ids) {
        if (!ACTIONS.contains(action)) {
            throw usage("found " + action + " (expected: one of " + String.join(", ", ACTIONS) + ")"
                    + Spelling.hint(action, ACTIONS));
        }
        if (ids.stream().anyMatch(id -> !id.matches("[0-9]{1,18}"))) {
            throw usage(action + ": found " + String.join(" ", ids) + " (expected: numbers, as list shows them)");
        }
        if (action.equals("show") ? ids.size() != 1 : action.equals("list") && !ids.isEmpty()) {
            throw usage(action + ": found " + ids.size() + " numbers (expected: "
                    + (action.equals("show") ? "show ID)" : "none; show ID shows one)"));
        }
        if (action.equals("close")
                && !ids.isEmpty()
                && (all || !query(false, false).isEmpty())) {
            throw usage("close: numbers and options (expected: numbers, or options that say which ones)");
        }
    }

    private int list(AdminClient client) throws IOException {
        Answer answer = client.ask("GET", PAGE, query(true, false));
        if (answer.status() != OK) {
            return refused(answer);
        }
        if (json) {
            print(answer);
            return ExitCode.OK;
        }
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of(
                "ID",
                "KIND",
                "CLIENT",
                "ROUTE",
                "ENDPOINT",
                "AGE",
                "IDLE",
                "MSG IN",
                "MSG OUT",
                "BYTES IN",
                "BYTES OUT",
                "PENDING",
                "URI"));
        List<?> found = (List<?>) answer.json().get("connections");
        found.forEach(one -> rows.add(row((Map<?, ?>) one)));
        System.out.print(Table.text(rows));
        long more = number(answer.json(), "more");
        if (more > 0) {
            System.out.println(more + " more (--limit shows more of them)");
        }
        return ExitCode.OK;
    }

    private static List<String> row(Map<?, ?> one) {
        String uri = text(one, "uri");
        long pending = number(one, "pendingToClient")
                + (one.containsKey("pendingToEndpoint") ? number(one, "pendingToEndpoint") : 0);
        return List.of(
                text(one, "id"),
                text(one, "kind"),
                text(one, "client"),
                text(one, "route"),
                text(one, "endpoint"),
                Amounts.time(number(one, "ageMillis")),
                Amounts.time(number(one, "idleMillis")),
                text(one, "messagesIn"),
                text(one, "messagesOut"),
                Amounts.bytes(number(one, "bytesIn")),
                Amounts.bytes(number(one, "bytesOut")),
                Amounts.bytes(pending),
                uri.length() <= LONGEST_URI ? uri : uri.substring(0, LONGEST_URI) + "…");
    }

    private int show(AdminClient client, String id) throws IOException {
        Answer answer = client.ask("GET", PAGE + "/" + id, null);
        if (answer.status() != OK) {
            return refused(answer);
        }
        if (json) {
            print(answer);
            return ExitCode.OK;
        }
        List<List<String>> rows = new ArrayList<>();
        answer.json().entrySet().stream()
                .map(one -> Map.entry(one.getKey().toString(), one.getValue().toString()))
                .sorted(Comparator.comparingInt((Map.Entry<String, String> one) -> place(one.getKey()))
                        .thenComparing(Map.Entry::getKey))
                .forEach(one -> rows.add(List.of(one.getKey(), one.getValue())));
        System.out.print(Table.text(rows));
        return ExitCode.OK;
    }

    private static int place(String key) {
        int place = ORDER.indexOf(key);
        return place < 0 ? ORDER.size() : place;
    }

    private int close(AdminClient client, List<String> ids) throws IOException {
        int exit = ExitCode.OK;
        for (String id : ids) {
            Answer answer = client.ask("POST", PAGE + "/" + id + "/close", query(false, true));
            if (answer.status() == OK) {
                System.out.println(id + (number(answer.json(), "closed") > 0 ? ": closed" : ": is ending already"));
            } else {
                exit = refused(answer);
            }
        }
        return exit;
    }

    private int closeMatching(AdminClient client) throws IOException {
        String which = query(false, true);
        Answer answer =
                client.ask("POST", PAGE + "/close", all ? which + (which.isEmpty() ? "" : "&") + "all=true" : which);
        if (answer.status() != OK) {
            return refused(answer);
        }
        if (json) {
            print(answer);
        } else {
            long ending = number(answer.json(), "ending");
            System.out.println(number(answer.json(), "closed") + " closed"
                    + (ending > 0 ? ", " + ending + " are ending already" : ""));
        }
        return ExitCode.OK;
    }

    /** The options as parameters, those of lists or those of closing among them. */
    private String query(boolean listing, boolean closing) {
        StringJoiner query = new StringJoiner("&");
        Parameter out = (name, value) -> {
            if (value != null) {
                query.add(name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8));
            }
        };
        filter.addTo(out);
        if (listing) {
            out.add("sort", sort);
            out.add("limit", limit);
        }
        if (closing) {
            out.add("code", code);
            out.add("reason", reason);
        }
        return query.toString();
    }

    private static void print(Answer answer) {
        System.out.print(Json.write(answer.json()));
    }

    private int refused(Answer answer) {
        System.err.println(
                "sluice: connections: " + Objects.requireNonNull(answer.json().get("error"), "error"));
        return answer.status() == NOT_FOUND || answer.status() == 400 ? ExitCode.USAGE : ExitCode.FAILURE;
    }

    private static String text(Map<?, ?> from, String key) {
        Object value = from.get(key);
        return value == null || value.toString().isEmpty() ? "-" : value.toString();
    }

    private static long number(Map<?, ?> from, String key) {
        return ((Number) Objects.requireNonNull(from.get(key), key)).longValue();
    }

    private ParameterException usage(String message) {
        return new ParameterException(spec.commandLine(), "connections: " + message);
    }
}
