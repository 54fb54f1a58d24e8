package io.sluice.server.plugin;

import java.lang.reflect.InvocationTargetException;
import java.nio.file.Path;
import java.util.List;
import org.pf4j.ExtensionFactory;
import org.pf4j.JarPluginLoader;
import org.pf4j.JarPluginManager;
import org.pf4j.Plugin;
import org.pf4j.PluginClassLoader;
import org.pf4j.PluginDescriptor;
import org.pf4j.PluginFactory;
import org.pf4j.PluginLoader;
import org.pf4j.PluginRuntimeException;
import org.pf4j.PluginState;
import org.pf4j.PluginStatusProvider;
import org.pf4j.PluginWrapper;
import org.pf4j.RuntimeMode;
import org.pf4j.SingletonExtensionFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * PF4J without its lenience: no development mode, no list of disabled plugins, no fall-back to "0.0.0 accepts all", the
 * API from the server alone, and an exception where PF4J would write to the log and go on. Not thread-safe, as PF4J is
 * not: one thread loads, one closes.
 */
final class StrictPluginManager extends JarPluginManager {
    private static final Logger log = LoggerFactory.getLogger(StrictPluginManager.class);

    /** A manager for plugins written for this version of the API. */
    StrictPluginManager(Path folder, String apiVersion) {
        super(folder);
        // SemVer ranks 1.2.0-SNAPSHOT below 1.2.0, but a plugin that requires 1.2.0 is right for both.
        setSystemVersion(apiVersion.replaceFirst("[-+].*", ""));
    }

    /** Takes a jar in. Its code does not run yet. */
    PluginWrapper admit(Path jar) throws PluginRefusal {
        PluginWrapper plugin;
        try {
            plugin = loadPluginFromPath(jar);
        } catch (RuntimeException e) {
            throw new PluginRefusal("has a descriptor that cannot be used: " + Reason.of(e), "SemVer versions", e);
        }
        if (plugin.getPluginState() == PluginState.DISABLED) {
            String requires = plugin.getDescriptor().getRequires();
            unloadPlugin(plugin.getPluginId(), false, false);
            throw new PluginRefusal(
                    "requires API " + requires,
                    "a plugin for API " + getSystemVersion() + ", the version of this server");
        }
        return plugin;
    }

    /** Runs the start method of a plugin that was taken in, if it has one. */
    void start(PluginWrapper plugin) throws PluginRefusal {
        Throwable failure;
        try {
            resolvePlugins();
            failure = startPlugin(plugin.getPluginId()) == PluginState.STARTED ? null : plugin.getFailedException();
        } catch (Throwable e) { // PF4J lets most errors of a plugin's start method through.
            failure = e;
        }
        if (failure != null) {
            throw new PluginRefusal(
                    plugin.getDescriptor().getPluginClass() + " cannot be started: " + Reason.of(failure),
                    "a public subclass of org.pf4j.Plugin that starts without an exception",
                    failure);
        }
    }

    /** Stops all plugins and closes their class loaders, whatever they throw. */
    void close() {
        for (PluginWrapper plugin : List.copyOf(getPlugins())) {
            try (PluginClassLoader closedInAnyCase = (PluginClassLoader) plugin.getPluginClassLoader()) {
                log.debug("closing {}", closedInAnyCase);
                unloadPlugin(plugin.getPluginId(), false, false);
            } catch (Throwable e) { // PF4J lets most errors of a plugin's stop method through.
                log.warn("plugin {} failed to stop", plugin.getPluginId(), e);
            }
        }
    }

    @Override
    public RuntimeMode getRuntimeMode() {
        return RuntimeMode.DEPLOYMENT;
    }

    @Override
    protected PluginLoader createPluginLoader() {
        ClassLoader fence = new ApiClassLoader(getClass().getClassLoader());
        return new JarPluginLoader(this) {
            @Override
            protected PluginClassLoader createPluginClassLoader(Path path, PluginDescriptor descriptor) {
                return new PluginClassLoader(pluginManager, descriptor, fence) {
                    @Override
                    protected boolean shouldDelegateToParent(String className) {
                        return ApiClassLoader.owns(className);
                    }
                };
            }
        };
    }

    @Override
    protected ExtensionFactory createExtensionFactory() {
        return new SingletonExtensionFactory(this);
    }

    @Override
    protected PluginFactory createPluginFactory() {
        return StrictPluginManager::create;
    }

    @Override
    protected PluginStatusProvider createPluginStatusProvider() {
        return new PluginStatusProvider() {
            @Override
            public boolean isPluginDisabled(String pluginId) {
                return false;
            }

            @Override
            public void disablePlugin(String pluginId) {
                throw new UnsupportedOperationException("a plugin that lies in the folder is used");
            }

            @Override
            public void enablePlugin(String pluginId) {
                // Every plugin is enabled.
            }
        };
    }

    private static Plugin create(PluginWrapper wrapper) {
        try {
            Class<? extends Plugin> type = wrapper.getPluginClassLoader()
                    .loadClass(wrapper.getDescriptor().getPluginClass())
                    .asSubclass(Plugin.class);
            try {
                return type.getConstructor(PluginWrapper.class).newInstance(wrapper);
            } catch (NoSuchMethodException e) {
                return type.getConstructor().newInstance();
            }
        } catch (InvocationTargetException e) {
            throw new PluginRuntimeException(e.getCause());
        } catch (ReflectiveOperationException | ClassCastException e) {
            throw new PluginRuntimeException(e);
        }
    }
}
