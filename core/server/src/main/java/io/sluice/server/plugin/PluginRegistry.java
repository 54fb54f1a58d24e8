package io.sluice.server.plugin;

import io.sluice.api.NamedExtension;
import io.sluice.api.Spelling;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * All extensions, those built in and those of plugins, by kind and name: one instance of each. Thread-safe, and the same
 * until it is closed. {@link #close} gives back the plugins that it came from: those that no other registry has end.
 */
public final class PluginRegistry implements AutoCloseable {
    private final List<LoadedPlugin> plugins;
    private final Map<LoadedPlugin.Extension, String> gone;
    private final Runnable end;
    private final AtomicBoolean closed = new AtomicBoolean();

    /** What was asked for: what a configuration names. */
    private final Set<LoadedPlugin.Extension> required = ConcurrentHashMap.newKeySet();

    /** Null when closed: whoever still has the registry then holds no class of a plugin by it. */
    private volatile Map<ExtensionKind, SortedMap<String, NamedExtension>> extensions;

    /**
     * Creates it.
     *
     * @param gone of extensions that there were: what has become of them
     * @param end is run by the first {@link #close}
     */
    PluginRegistry(
            ExtensionTable table, List<LoadedPlugin> plugins, Map<LoadedPlugin.Extension, String> gone, Runnable end) {
        Map<ExtensionKind, SortedMap<String, NamedExtension>> named = new EnumMap<>(ExtensionKind.class);
        for (ExtensionKind kind : ExtensionKind.values()) {
            named.put(kind, table.byName(kind));
        }
        this.extensions = named;
        this.plugins =
                plugins.stream().sorted(Comparator.comparing(LoadedPlugin::id)).toList();
        this.gone = Map.copyOf(gone);
        this.end = end;
    }

    /**
     * A registry of these extensions alone, without plugins.
     *
     * @throws IllegalArgumentException when one cannot be used, such as two of one kind and name
     */
    public static PluginRegistry of(NamedExtension... extensions) {
        return new PluginRegistry(ExtensionTable.of("another", extensions), List.of(), Map.of(), () -> {});
    }

    /**
     * The extension of a kind that has this name.
     *
     * @param type the kind: one of the API's factory interfaces, such as {@code LoadBalancerFactory}
     * @throws UnknownExtensionException when there is none; the message lists the names that there are
     */
    public <F extends NamedExtension> F require(Class<F> type, String name) {
        ExtensionKind kind = ExtensionKind.of(type);
        SortedMap<String, NamedExtension> named = named(kind);
        NamedExtension found = named.get(name);
        if (found == null) {
            String expected = named.isEmpty()
                    ? "a plugin that brings it: there is none of kind " + kind.word()
                    : "one of " + String.join(", ", named.keySet()) + Spelling.hint(name, named.keySet());
            throw new UnknownExtensionException("no " + kind.word() + " extension is named \"" + name + "\" (expected: "
                    + expected + ")" + gone.getOrDefault(new LoadedPlugin.Extension(kind.word(), name), ""));
        }
        required.add(new LoadedPlugin.Extension(kind.word(), name));
        return type.cast(found);
    }

    /** Whether an extension of this plugin was asked for: exchanges that began with this registry may be served by it. */
    boolean uses(LoadedPlugin plugin) {
        return plugin.extensions().stream().anyMatch(required::contains);
    }

    /** All extensions of a kind, sorted by name. */
    public <F extends NamedExtension> Collection<F> all(Class<F> type) {
        return named(ExtensionKind.of(type)).values().stream().map(type::cast).toList();
    }

    private SortedMap<String, NamedExtension> named(ExtensionKind kind) {
        Map<ExtensionKind, SortedMap<String, NamedExtension>> open = extensions;
        if (open == null) {
            throw new IllegalStateException("these plugins are closed");
        }
        return open.get(kind);
    }

    /** The plugins that were loaded, sorted by id. */
    public List<LoadedPlugin> plugins() {
        return plugins;
    }

    /**
     * Gives back the plugins; those that no other registry has are stopped and their class loaders closed. Extensions asked
     * for here must not be called any more. May be repeated, by any thread. It does not wait for plugins of
     * {@link PluginGenerations} to stop.
     */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            extensions = null;
            end.run();
        }
    }
}
