package io.sluice.server.plugin;

import io.sluice.api.NamedExtension;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Reads a folder of plugins into a registry, once: for commands. A server has {@link PluginGenerations}. */
public final class PluginLoader {
    private PluginLoader() {}

    /**
     * Loads every {@code *.jar} of a folder, and adds the extensions that are built into the server. Files whose name
     * starts with a dot or ends in {@code .tmp} are left alone.
     *
     * @param folder where the jars are
     * @param builtIn extensions of the server itself; a plugin may not take their names
     * @return the registry, to be closed when it is not used any more; the jars must not be replaced until then
     * @throws PluginException when the folder cannot be read or one or more plugins cannot be used; it names all of them,
     *     and nothing of them stays open
     */
    public static PluginRegistry load(Path folder, NamedExtension... builtIn) {
        FolderReading reading = readAll(folder, JarSource.THEMSELVES, builtIn);
        List<Generation> generations = reading.generations();
        return new PluginRegistry(
                reading.table(),
                generations.stream().map(Generation::plugin).toList(),
                Map.of(),
                () -> generations.forEach(Generation::close));
    }

    /** Loads all; one jar that cannot be used refuses them all. */
    static FolderReading readAll(Path folder, JarSource copies, NamedExtension... builtIn) {
        FolderReading reading =
                FolderReading.read(PluginFolder.jars(folder), List.of(), copies, builtIn, Instant.now());
        if (!reading.problems().isEmpty()) {
            reading.discard();
            throw new PluginException(reading.problems().entrySet().stream()
                    .map(problem -> problem.getKey() + ": " + problem.getValue())
                    .toList());
        }
        return reading;
    }
}
