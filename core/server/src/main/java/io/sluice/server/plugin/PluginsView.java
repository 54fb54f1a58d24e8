package io.sluice.server.plugin;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/**
 * The plugins of a running server at one moment.
 *
 * @param folder where their jars are
 * @param plugins generations and jars: by id, those in force first, then by age
 * @param loaded how many generations were loaded since the start
 * @param unloaded how many of them were stopped and closed
 * @param collected of how many of those the classes have been collected; those of the others may not have been yet, or
 *     something holds them, such as a thread that the plugin did not end
 */
public record PluginsView(Path folder, List<PluginState> plugins, long loaded, long unloaded, long collected) {
    @SuppressWarnings("TimeInStaticInitializer") // about when the process began
    private static final Instant START = Instant.now();

    /** One of plugins that never change. */
    static PluginsView of(PluginRegistry registry, long exchanges) {
        List<PluginState> states = registry.plugins().stream()
                .map(one -> new PluginState(
                        one.id(),
                        one.version(),
                        one.jar().getFileName().toString(),
                        PluginState.State.IN_FORCE,
                        START,
                        registry.uses(one) ? exchanges : 0,
                        one.extensions(),
                        ""))
                .toList();
        Path folder = registry.plugins().stream()
                .map(one -> one.jar().toAbsolutePath().getParent())
                .findFirst()
                .orElse(Path.of(""));
        return new PluginsView(folder, states, states.size(), 0, 0);
    }
}
