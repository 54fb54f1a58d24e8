package io.sluice.server.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigOrigin;
import com.typesafe.config.ConfigParseOptions;
import java.io.IOException;
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
    private static final List<String> ROOTS = List.of(ROOT, OWN_VALUES);

    /** Reads the file; empty where it cannot be read, and the problems say why. */
    static Optional<ConfigFile> read(Path file, Problems problems) {
        if (!Files.isReadable(file) || Files.isDirectory(file)) {
            String why = Files.isDirectory(file)
                    ? "it is a folder"
                    : Files.exists(file) ? "permission denied" : "no such file";
            problems.add(file + ": cannot be read: " + why + " (expected: a file in HOCON)");
            return Optional.empty();
        }
        try {
            // System properties are cached by the library since its first use.
            ConfigFactory.invalidateCaches();
            Config parsed = ConfigFactory.parseFile(
                    file.toFile(),
                    ConfigParseOptions.defaults().setAllowMissing(false).setIncluder(new Includes(file, problems)));
            if (problems.count() > 0) {
                return Optional.empty(); // what was to be included would be missed at many places
            }
            if (!checkRoot(parsed, file, problems)) {
                return Optional.empty();
            }
            checkRepeated(file, problems);
            Config reference = ConfigFactory.parseResources(ConfigFile.class.getClassLoader(), "reference.conf");
            Config own = ConfigFactory.defaultOverrides().withFallback(parsed);
            ConfigObject all = own.withFallback(reference).resolve().root();
            return Optional.of(
                    new ConfigFile(ownKeys(own.root(), all).toConfig().withOnlyPath(ROOT), reference.resolve()));
        } catch (ConfigException e) {
            problems.add(HoconFault.text(e, file));
            return Optional.empty();
        }
    }

    /**
     * What is left of the resolved object when keys that only reference.conf has are taken out. Both are resolved together
     * as values may refer to defaults.
     */
    private static ConfigObject ownKeys(ConfigObject own, ConfigObject resolved) {
        ConfigObject kept = resolved;
        try {
            for (String key : resolved.keySet()) {
                if (!own.containsKey(key)) {
                    kept = kept.withoutKey(key);
                } else if (own.get(key) instanceof ConfigObject ours && resolved.get(key) instanceof ConfigObject all) {
                    kept = kept.withValue(key, ownKeys(ours, all));
                }
            }
            return kept;
        } catch (ConfigException.NotResolved e) {
            return resolved; // put together from substitutions: a block of one's own, or defaults that are all repeated
        }
    }

    /** Whether there is any sense in going on. */
    private static boolean checkRoot(Config parsed, Path file, Problems problems) {
        if (!ROOTS.containsAll(parsed.root().keySet())) {
            Optional<String> nginx = HoconFault.nginx(HoconText.of(file), file);
            if (nginx.isPresent()) {
                problems.add(nginx.get());
                return false;
            }
        }
        for (String key : new TreeSet<>(parsed.root().keySet())) {
            if (!ROOTS.contains(key)) {
                ConfigOrigin at = parsed.root().get(key).origin();
                problems.add(at.filename() + ":" + at.lineNumber() + ": " + key + ": unknown key (expected: " + ROOT
                        + ", or " + OWN_VALUES + " for values of your own that ${…} refers to" + NginxWords.hint(key)
                        + ")");
            }
        }
        return true;
    }

    private static void checkRepeated(Path file, Problems problems) {
        if (file.toString().endsWith(".properties")) {
            return;
        }
        try {
            for (Repeated.Found again : Repeated.in(Files.readString(file))) {
                problems.add(file + ":" + again.line() + ": " + String.join(".", again.path())
                        + ": found a second block of this name (expected: one; the first is at " + file + ":"
                        + again.first() + ")");
            }
        } catch (IOException e) {
            problems.add(file + ": cannot be read (expected: a file in UTF-8)");
        }
    }
}
