package io.sluice.server.plugin;

import java.nio.file.Path;

/**
 * Where a configuration that is being read gets its extensions from. One thread calls it at a time, never a worker.
 *
 * <p>A registry may serve several configurations, one after the other. It is in use from {@link #next} to {@link #release}: a
 * configuration that was replaced still serves the exchanges, tunnels among them, that began with it.
 */
public interface PluginSource {
    /**
     * The registry for a configuration: the same as before where no plugin has changed. An extension whose plugin has not
     * changed must be the same object as before, as what was made by it stays in use.
     *
     * @param folder where the configuration says that plugins are
     * @throws PluginException when a plugin cannot be used; what was there before stays as it is
     */
    PluginRegistry next(Path folder);

    /** Nothing that came from this registry is called any longer. It is never the one that {@link #next} gave last. */
    void release(PluginRegistry registry);

    /** Always this registry, which its owner closes. */
    static PluginSource of(PluginRegistry registry) {
        return new PluginSource() {
            @Override
            public PluginRegistry next(Path folder) {
                return registry;
            }

            @Override
            public void release(PluginRegistry unused) {
                // its owner's concern
            }
        };
    }
}
