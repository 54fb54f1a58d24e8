package io.sluice.server.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigOrigin;
import com.typesafe.config.ConfigParseOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * The sources of a configuration, in the library's order: overrides (system properties and, where {@code
 * -Dconfig.override_with_env_vars=true} asks for it, {@code CONFIG_FORCE_…} of the environment) before the file with what
 * it includes. The defaults of reference.conf are kept apart, as named blocks take theirs from {@code sluice.defaults}.
 *
 * @param own overrides and file, resolved
 * @param reference reference.conf, resolved
 */
record ConfigFile(Config own, Config reference) {
    private static final String ROOT = "sluice";
    private static final String OWN_VALUES = "vars";

    /** Reads the file; empty where it cannot be read, and the problems say why. */
    static Optional<ConfigFile> read(Path file, Problems problems) {
        if (!Files.isReadable(file) || Files.isDirectory(file)) {
            problems.add(file + ": cannot be read (expected: a file in HOCON)");
            return Optional.empty();
        }
        try {
            // System properties are cached by the library since its first use.
            ConfigFactory.invalidateCaches();
            Config parsed = ConfigFactory.parseFile(
                    file.toFile(), ConfigParseOptions.defaults().setAllowMissing(false));
            checkRoot(parsed, problems);
            Config reference = ConfigFactory.parseResources(ConfigFile.class.getClassLoader(), "reference.conf");
            Config own = ConfigFactory.defaultOverrides().withFallback(parsed);
            return Optional.of(new ConfigFile(
                    own.resolveWith(own.withFallback(reference)).withOnlyPath(ROOT), reference.resolve()));
        } catch (ConfigException e) {
            problems.add(text(e, file));
            return Optional.empty();
        }
    }

    private static void checkRoot(Config parsed, Problems problems) {
        for (String key : new TreeSet<>(parsed.root().keySet())) {
            if (!List.of(ROOT, OWN_VALUES).contains(key)) {
                ConfigOrigin at = parsed.root().get(key).origin();
                problems.add(at.filename() + ":" + at.lineNumber() + ": " + key + ": unknown key (expected: one of "
                        + ROOT + ", or " + OWN_VALUES + " for values of your own that ${…} refers to)");
            }
        }
    }

    /** The library's message with the place in front in our form. */
    private static String text(ConfigException e, Path file) {
        ConfigOrigin at = e.origin();
        String message = e.getMessage();
        if (at == null || at.lineNumber() < 0) {
            return file + ": " + message;
        }
        String prefix = at.description() + ": ";
        String detail = message.startsWith(prefix) ? message.substring(prefix.length()) : message;
        return (at.filename() == null ? file : at.filename()) + ":" + at.lineNumber() + ": " + detail;
    }
}
