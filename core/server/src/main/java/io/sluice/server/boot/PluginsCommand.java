package io.sluice.server.boot;

import io.sluice.server.plugin.LoadedPlugin;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Loads the plugins as a start would, and lists them. */
@Command(name = "plugins", description = "List the plugins: version, jar, and the extensions that each brings.")
final class PluginsCommand implements Callable<Integer> {
    @Mixin
    private ConfigOption config;

    @Override
    public Integer call() throws Exception {
        Logging.toConsole();
        Path home = Home.find();
        try (Setup setup = Setup.read(config.file(home), home)) {
            System.out.print(table(setup.plugins().plugins()));
            System.out.println("from " + setup.config().plugins().folder());
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
}
