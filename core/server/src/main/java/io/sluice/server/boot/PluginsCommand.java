package io.sluice.server.boot;

import io.sluice.server.admin.PluginsPage;
import io.sluice.server.boot.AdminClient.Answer;
import io.sluice.server.config.ConfigException;
import io.sluice.server.plugin.LoadedPlugin;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Lists the plugins of the server that runs with a configuration; where none answers, those that a start would load. */
@Command(
        name = "plugins",
        description = {
            "List the plugins of the running server, with their generations, as its admin listener tells them;",
            "where no server answers, those of the folder: version, jar, and the extensions that each brings."
        })
final class PluginsCommand implements Callable<Integer> {
    private static final int OK = 200;

    @Mixin
    private AdminOption admin;

    @Override
    public Integer call() throws Exception {
        Logging.toConsole();
        Path home = Home.find();
        Path file = admin.file(home);
        AdminClient server;
        Answer answer;
        try {
            server = admin.client();
            answer = server.ask("GET", PluginsPage.PATH, null);
        } catch (ConfigException e) { // no listener; what else is bad of it is told when the folder is listed
            return listFolder(file, home, "");
        } catch (IOException e) {
            if (admin.named()) {
                throw e;
            }
            return listFolder(file, home, " (no server answers: " + e.getMessage() + ")");
        }
        try {
            if (answer.status() != OK) {
                throw new IOException("the admin listener refuses: " + text(answer.json(), "error"));
            }
            System.out.print(running(answer.json()));
            return ExitCode.OK;
        } catch (ClassCastException | NullPointerException e) { // JSON, but not ours
            throw server.strange();
        }
    }

    // ---- of the folder

    private static int listFolder(Path file, Path home, String why) throws Exception {
        try (Setup setup = Setup.read(file, home)) {
            System.out.print(table(setup.plugins().plugins()));
            System.out.println("from " + setup.config().plugins().folder() + why);
            return ExitCode.OK;
        }
    }

    /** The plugins as a table with a heading, one a line. */
    static String table(List<LoadedPlugin> plugins) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("PLUGIN", "VERSION", "JAR", "EXTENSIONS"));
        for (LoadedPlugin plugin : plugins) {
            String extensions = plugin.extensions().stream()
                    .map(extension -> extension.kind() + " " + extension.name())
                    .collect(Collectors.joining(", "));
            rows.add(List.of(
                    plugin.id(), plugin.version(), plugin.jar().getFileName().toString(), extensions));
        }
        return Table.text(rows);
    }

    // ---- of a server

    /** The page as a table with a heading, one generation a line; behind it why jars are not in force, and the counts. */
    static String running(Map<?, ?> page) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("PLUGIN", "VERSION", "JAR", "STATE", "SINCE", "EXCHANGES", "EXTENSIONS"));
        List<List<String>> reasons = new ArrayList<>();
        for (Object one : (List<?>) page.get("plugins")) {
            Map<?, ?> plugin = (Map<?, ?>) one;
            rows.add(List.of(
                    orDash(text(plugin, "id")),
                    orDash(text(plugin, "version")),
                    text(plugin, "jar"),
                    text(plugin, "state"),
                    text(plugin, "since").replaceFirst("\\.[0-9]+Z", "Z"),
                    text(plugin, "exchanges"),
                    ((List<?>) plugin.get("extensions"))
                            .stream().map(String::valueOf).collect(Collectors.joining(", "))));
            if (!text(plugin, "reason").isEmpty()) {
                reasons.add(List.of(text(plugin, "jar") + ": " + text(plugin, "reason")));
            }
        }
        return Table.text(rows)
                + Table.text(reasons)
                + "from " + text(page, "folder") + "; " + text(page, "loaded") + " loaded since the start, "
                + text(page, "unloaded") + " unloaded, of which " + text(page, "collected") + " collected"
                + System.lineSeparator();
    }

    private static String orDash(String text) {
        return text.isEmpty() ? "-" : text;
    }

    private static String text(Map<?, ?> from, String key) {
        return Objects.requireNonNull(from.get(key), key).toString();
    }
}
