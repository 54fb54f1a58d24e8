package io.sluice.server.boot;

import io.sluice.api.NamedExtension;
import io.sluice.api.Settings;
import io.sluice.api.SettingsException;
import io.sluice.server.config.ExtensionConfig;
import io.sluice.server.config.Problems;
import io.sluice.server.plugin.PluginException;
import io.sluice.server.plugin.PluginRegistry;
import io.sluice.server.plugin.UnknownExtensionException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** Makes what the configuration names from the plugins; what is refused is a problem of the configuration. For one thread. */
final class Extensions {
    private final PluginRegistry plugins;
    private final Problems problems = new Problems();

    Extensions(PluginRegistry plugins) {
        this.plugins = plugins;
    }

    /** What was refused so far. */
    Problems problems() {
        return problems;
    }

    /** What a factory makes of its settings; empty where there is none of the name or it refuses them. */
    <F extends NamedExtension, T> Optional<T> make(ExtensionConfig one, Class<F> type, Function<F, T> create) {
        return factory(type, one.type(), one.place())
                .flatMap(factory -> make(one.settings(), one.place(), one.type(), () -> create.apply(factory)));
    }

    /** The same of a factory that was found; {@code name} is its name and {@code place} that of the call. */
    <T> Optional<T> make(Settings settings, String place, String name, Supplier<T> create) {
        return problems.build(settings, () -> made(place, name, create));
    }

    /** The factory of this name. */
    <F extends NamedExtension> Optional<F> factory(Class<F> type, String name, String place) {
        try {
            return Optional.of(plugins.require(type, name));
        } catch (UnknownExtensionException e) {
            problems.add(place + ": " + e.getMessage());
            return Optional.empty();
        }
    }

    /** One that throws anything else than a refusal of its settings is a bad plugin. */
    private static <T> T made(String place, String name, Supplier<T> create) {
        try {
            return Objects.requireNonNull(create.get(), "it made nothing");
        } catch (SettingsException e) {
            throw e;
        } catch (RuntimeException | LinkageError e) {
            throw new PluginException(List.of(place + ": \"" + name + "\" failed: " + e
                    + " (expected: a factory that makes it, or refuses its settings with a SettingsException)"));
        }
    }
}
