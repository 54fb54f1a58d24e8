package io.sluice.server.plugin;

import io.sluice.api.NamedExtension;
import io.sluice.api.Spelling;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * All extensions, those built in and those of plugins, by kind and name: one instance of each. Immutable and thread-safe;
 * {@link #close} ends the plugins that it came from.
 */
public final class PluginRegistry implements AutoCloseable {
    private final Map<ExtensionKind, SortedMap<String, NamedExtension>> extensions = new EnumMap<>(ExtensionKind.class);
    private final List<LoadedPlugin> plugins;
    private final Runnable end;
    private final AtomicBoolean closed = new AtomicBoolean();

    PluginRegistry(ExtensionTable table, List<LoadedPlugin> plugins, Runnable end) {
        for (ExtensionKind kind : ExtensionKind.values()) {
            extensions.put(kind, table.byName(kind));
        }
        this.plugins = List.copyOf(plugins);
        this.end = end;
    }

    /**
     * A registry of these extensions alone, without plugins.
     *
     * @throws IllegalArgumentException when one cannot be used, such as two of one kind and name
     */
    public static PluginRegistry of(NamedExtension... extensions) {
        return new PluginRegistry(ExtensionTable.of("another", extensions), List.of(), () -> {});
    }

    /**
     * The extension of a kind that has this name.
     *
     * @param type the kind: one of the API's factory interfaces, such as {@code LoadBalancerFactory}
     * @throws UnknownExtensionException when there is none; the message lists the names that there are
     */
    public <F extends NamedExtension> F require(Class<F> type, String name) {
        ExtensionKind kind = ExtensionKind.of(type);
        SortedMap<String, NamedExtension> named = extensions.get(kind);
        NamedExtension found = named.get(name);
        if (found == null) {
            String expected = named.isEmpty()
                    ? "a plugin that brings it: there is none of kind " + kind.word()
                    : "one of " + String.join(", ", named.keySet()) + Spelling.hint(name, named.keySet());
            throw new UnknownExtensionException(
                    "no " + kind.word() + " extension is named \"" + name + "\" (expected: " + expected + ")");
        }
        return type.cast(found);
    }

    /** All extensions of a kind, sorted by name. */
    public <F extends NamedExtension> Collection<F> all(Class<F> type) {
        return extensions.get(ExtensionKind.of(type)).values().stream()
                .map(type::cast)
                .toList();
    }

    /** The plugins that were loaded, sorted by id. */
    public List<LoadedPlugin> plugins() {
        return plugins;
    }

    /** Stops the plugins and closes their class loaders. Their extensions must not be called any more. May be repeated. */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            end.run();
        }
    }
}
