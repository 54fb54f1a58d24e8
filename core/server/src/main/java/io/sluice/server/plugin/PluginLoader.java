package io.sluice.server.plugin;

import io.sluice.api.ApiVersion;
import io.sluice.api.NamedExtension;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.pf4j.PluginWrapper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads a folder of plugins into a registry. Called by one thread, before any listener is bound. */
public final class PluginLoader {
    private static final Logger log = LoggerFactory.getLogger(PluginLoader.class);

    private final StrictPluginManager manager;
    private final ExtensionTable table;
    private final Map<String, Path> jarsById = new TreeMap<>();
    private final List<LoadedPlugin> loaded = new ArrayList<>();

    private PluginLoader(Path folder, ExtensionTable table) {
        this.table = table;
        manager = new StrictPluginManager(folder, ApiVersion.current());
    }

    /**
     * Loads every {@code *.jar} of a folder, and adds the extensions that are built into the server. Files whose name
     * starts with a dot or ends in {@code .tmp} are left alone.
     *
     * @param folder where the jars are
     * @param builtIn extensions of the server itself; a plugin may not take their names
     * @return the registry, to be closed when the server ends
     * @throws PluginException when the folder cannot be read or one or more plugins cannot be used; it names all of them,
     *     and nothing of them stays open
     */
    public static PluginRegistry load(Path folder, NamedExtension... builtIn) {
        List<Path> jars = PluginFolder.jars(folder);
        PluginLoader loader = new PluginLoader(folder, ExtensionTable.of("the server itself", builtIn));
        List<String> problems = new ArrayList<>();
        for (Path jar : jars) {
            try {
                loader.load(jar);
            } catch (PluginRefusal e) {
                log.debug("{} refused", jar, e);
                problems.add(jar + ": " + e.getMessage());
            }
        }
        if (!problems.isEmpty()) {
            loader.manager.close();
            throw new PluginException(problems);
        }
        loader.loaded.sort(Comparator.comparing(LoadedPlugin::id));
        return new PluginRegistry(loader.table, loader.loaded, loader.manager::close);
    }

    private void load(Path path) throws PluginRefusal {
        PluginJar jar = PluginJar.read(path);
        Path earlier = jarsById.putIfAbsent(jar.id(), path);
        if (earlier != null) {
            throw new PluginRefusal(
                    "has the Plugin-Id \"" + jar.id() + "\" of " + earlier.getFileName(), "one jar of each Plugin-Id");
        }
        PluginWrapper plugin = manager.admit(path);
        manager.start(plugin);
        List<LoadedPlugin.Extension> extensions = new ArrayList<>();
        for (String type : jar.extensions()) {
            extensions.addAll(register(plugin, type, path.getFileName().toString()));
        }
        extensions.sort(Comparator.comparing(LoadedPlugin.Extension::kind).thenComparing(LoadedPlugin.Extension::name));
        loaded.add(new LoadedPlugin(jar.id(), plugin.getDescriptor().getVersion(), path, List.copyOf(extensions)));
    }

    private List<LoadedPlugin.Extension> register(PluginWrapper plugin, String type, String owner)
            throws PluginRefusal {
        Object extension;
        try {
            extension = manager.getExtensionFactory()
                    .create(plugin.getPluginClassLoader().loadClass(type));
        } catch (Throwable e) { // Whatever a constructor throws, the other plugins are still looked at.
            throw new PluginRefusal(
                    type + " cannot be created: " + Reason.of(e),
                    "a public class whose public constructor without parameters does not throw, with all it needs in"
                            + " its jar or in the API",
                    e);
        }
        try {
            return table.add(extension, owner);
        } catch (PluginRefusal e) {
            throw e;
        } catch (Throwable e) { // name() is the plugin's code too.
            throw new PluginRefusal(type + ".name() failed: " + Reason.of(e), "a name", e);
        }
    }
}
