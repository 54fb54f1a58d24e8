package io.sluice.server.plugin;

import io.sluice.api.ApiVersion;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.pf4j.PluginWrapper;

/**
 * One version of one plugin: a jar that was loaded, with a class loader and a plugin manager of its own, so that several
 * generations of one plugin live side by side and each goes as a whole. Loaded by one thread, closed by one.
 */
final class Generation implements AutoCloseable {
    /** What a jar is before it is loaded: the file in the folder, the file to load, what the latter says of itself. */
    record Source(Path jar, PluginJar content, JarStamp stamp) {}

    private final Source source;
    private final LoadedPlugin plugin;
    private final Instant since;
    private final WeakReference<ClassLoader> loader;
    private JarStamp stamp;
    private volatile boolean used;
    private StrictPluginManager manager;
    private List<ExtensionTable.Offer> offers;

    private Generation(Source source, PluginWrapper wrapper, StrictPluginManager manager, Offers made) {
        this.source = source;
        this.stamp = source.stamp();
        this.manager = manager;
        this.offers = made.list;
        this.loader = new WeakReference<>(wrapper.getPluginClassLoader());
        this.since = made.at;
        this.plugin = new LoadedPlugin(
                source.content().id(), wrapper.getDescriptor().getVersion(), source.jar(), made.described());
    }

    /** The extensions of a plugin, made. */
    private record Offers(List<ExtensionTable.Offer> list, Instant at) {
        List<LoadedPlugin.Extension> described() {
            return list.stream()
                    .flatMap(offer -> offer.described().stream())
                    .sorted(Comparator.comparing(LoadedPlugin.Extension::kind)
                            .thenComparing(LoadedPlugin.Extension::name))
                    .toList();
        }
    }

    /**
     * Loads a jar, starts its plugin and makes its extensions.
     *
     * @throws PluginRefusal when it cannot be used; nothing of it stays open
     */
    static Generation load(Source source, Instant now) throws PluginRefusal {
        StrictPluginManager manager =
                new StrictPluginManager(source.content().path().getParent(), ApiVersion.current());
        try {
            PluginWrapper wrapper = manager.admit(source.content().path());
            manager.start(wrapper);
            List<ExtensionTable.Offer> offers = new ArrayList<>();
            for (String type : source.content().extensions()) {
                offers.add(offer(manager, wrapper, type));
            }
            return new Generation(source, wrapper, manager, new Offers(List.copyOf(offers), now));
        } catch (PluginRefusal e) {
            manager.close();
            throw e;
        }
    }

    private static ExtensionTable.Offer offer(StrictPluginManager manager, PluginWrapper plugin, String type)
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
            return ExtensionTable.offer(extension);
        } catch (PluginRefusal e) {
            throw e;
        } catch (Throwable e) { // name() is the plugin's code too.
            throw new PluginRefusal(type + ".name() failed: " + Reason.of(e), "a name", e);
        }
    }

    /** Adds its extensions to a table; what was added of one that is refused stays there. */
    void addTo(ExtensionTable table) throws PluginRefusal {
        for (ExtensionTable.Offer offer : offers) {
            table.add(offer, fileName());
        }
    }

    LoadedPlugin plugin() {
        return plugin;
    }

    String id() {
        return plugin.id();
    }

    /** The file in the folder. */
    Path jar() {
        return plugin.jar();
    }

    String fileName() {
        return jar().getFileName().toString();
    }

    /** The file that it was loaded from. */
    Path loadedFrom() {
        return source.content().path();
    }

    Instant since() {
        return since;
    }

    /** Whether a file has what this was loaded from, byte for byte. */
    boolean isOf(Path file) throws IOException {
        return Files.mismatch(loadedFrom(), file) < 0;
    }

    /** Whether the file in the folder is known to have what this was loaded from. */
    boolean isOf(JarStamp other) {
        return stamp.equals(other);
    }

    /** The file in the folder was touched, but has the same content. */
    void touched(JarStamp now) {
        stamp = now;
    }

    /** It is in force now. */
    void use() {
        used = true;
    }

    /** Whether it is or was in force. */
    boolean wasInForce() {
        return used;
    }

    /** Cleared when its classes are gone. */
    WeakReference<ClassLoader> loader() {
        return loader;
    }

    /** Stops the plugin, whatever it throws, and lets go of all of its code. */
    @Override
    public void close() {
        StrictPluginManager closed = manager;
        manager = null;
        offers = List.of();
        if (closed != null) {
            closed.close();
        }
    }

    @Override
    public String toString() {
        return "plugin " + plugin.id() + " " + plugin.version() + " (" + fileName() + ")";
    }
}
