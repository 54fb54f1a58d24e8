package io.sluice.server.plugin;

import io.sluice.server.config.PluginsConfig;
import java.nio.file.Path;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * Where a configuration that is being read gets its extensions from. One thread calls it at a time, never a worker; but
 * {@link #release} may come from any thread, and does not block.
 *
 * <p>A registry is in use from {@link #next} to {@link #release}: a configuration that was replaced still serves the exchanges,
 * tunnels among them, that began with it.
 */
public interface PluginSource {
    /**
     * A registry for one configuration, what it has that is not in force, and which jars cannot be used. An extension whose
     * plugin has not changed is the same object as before, as what was made by it may stay in use.
     *
     * @param folder where the configuration says that plugins are
     * @throws PluginException when the folder cannot be read; what was there before stays as it is
     */
    Refresh next(Path folder);

    /** The configuration with this registry is in force: new exchanges begin with it. */
    void use(PluginRegistry registry);

    /**
     * Nothing that came from this registry is called any longer: its configuration was refused, or has been replaced and its
     * last exchange has ended. To be called once for each that {@link #next} gave.
     */
    void release(PluginRegistry registry);

    /**
     * Has changes of the folder noticed as this configuration says, in place of what was said before.
     *
     * @param atOnce is run, on a thread of its own, when something has changed that is to take part at once
     */
    void watch(PluginsConfig config, Runnable atOnce);

    /**
     * The plugins as they are now. For any thread; does not wait.
     *
     * @param exchanges how many requests and tunnels are under way that began with a registry
     */
    PluginsView view(ToLongFunction<PluginRegistry> exchanges);

    /** Always this registry, which its owner closes. */
    static PluginSource of(PluginRegistry registry) {
        return new PluginSource() {
            @Override
            public Refresh next(Path folder) {
                return new Refresh(registry, List.of(), List.of());
            }

            @Override
            public void use(PluginRegistry same) {
                // it always is
            }

            @Override
            public void release(PluginRegistry unused) {
                // its owner's concern
            }

            @Override
            public void watch(PluginsConfig config, Runnable atOnce) {
                // it does not change
            }

            @Override
            public PluginsView view(ToLongFunction<PluginRegistry> exchanges) {
                return PluginsView.of(registry, exchanges.applyAsLong(registry));
            }
        };
    }
}
