package io.sluice.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** reference.conf is the manual: what it says and what the loader knows are the same. */
class ReferenceTest {
    private static final Config REFERENCE = ConfigFactory.parseResources("reference.conf");
    private static final Pattern KNOWN =
            Pattern.compile(".*: (\\S+)\\.frob: unknown key \\(expected: one of ([^;)]*).*");

    private static final Path MANUAL = Path.of("../../distribution/src/main/docs/configuration.md");
    private static final Pattern HEADING =
            Pattern.compile("(?:#.*|A server that is a block )\\(defaults: (\\S+)\\).*|### (sluice[.a-z-]*)");
    private static final Pattern ROW = Pattern.compile("\\| `([a-z0-9.-]+)` \\| (a block|none|`[^`]*`) \\|.*");

    @TempDir
    private Path folder;

    @Test
    void everyKeyHasItsWords() {
        Set<String> silent = new TreeSet<>();
        collect("sluice", REFERENCE.getObject("sluice"), silent);
        assertThat(silent).isEmpty();
    }

    @Test
    void everyKeyInItIsKnown() throws IOException, ConfigException {
        SluiceConfig config = Loads.text(folder, "include classpath(\"reference.conf\")\n" + Loads.LEAST);
        assertThat(config.listeners()).hasSize(1);
    }

    /** An unknown key in each block brings the names of those known. */
    @Test
    void everyKeyKnownIsInIt() {
        ConfigException refused = catchThrowableOfType(ConfigException.class, () -> Loads.text(folder, """
                sluice {
                  frob = 1
                  tls { frob = 1 }
                  plugins { frob = 1 }
                  resolver { frob = 1 }
                  maps { m { of = x, frob = 1 } }
                  listeners { web { bind = "127.0.0.1:0", frob = 1, tls { certificate = a, frob = 1 }, limits { frob = 1 }, timeouts { frob = 1 } } }
                  upstreams { app { servers = [{ address = "127.0.0.1:1", frob = 1 }], frob = 1, tls { frob = 1 } } }
                  hosts { site { routes = [{ path = "/", upstream = app, frob = 1, timeouts { frob = 1 } }], frob = 1, redirects { frob = 1 }, tls { frob = 1 } } }
                  access-log { frob = 1 }
                  error-log { frob = 1 }
                  metrics { frob = 1 }
                  admin { frob = 1 }
                  defaults { frob = 1 }
                }
                """));
        Map<String, Set<String>> known = new TreeMap<>();
        for (String problem : refused.problems()) {
            Matcher matcher = KNOWN.matcher(problem);
            assertThat(matcher.matches()).as(problem).isTrue();
            known.put(
                    matcher.group(1),
                    new TreeSet<>(Arrays.asList(matcher.group(2).split(", "))));
        }
        Map<String, Set<String>> documented = new TreeMap<>();
        for (String at : known.keySet()) {
            documented.put(
                    at, new TreeSet<>(REFERENCE.getObject(inReference(at)).keySet()));
        }
        documented.get("sluice.hosts.site.tls").removeAll(Set.of("reject-unknown-names", "handshake-timeout"));
        assertThat(known).hasSize(22).isEqualTo(documented);
    }

    @Test
    void theManualHasEveryKeyWithItsDefault() throws IOException {
        Map<String, String> defaults = new TreeMap<>();
        String block = "";
        for (String line : Files.readAllLines(MANUAL)) {
            Matcher heading = HEADING.matcher(line);
            if (heading.matches()) {
                block = heading.group(1) == null ? heading.group(2) : heading.group(1);
            }
            Matcher row = ROW.matcher(line);
            if (row.matches()) {
                defaults.put(block + "." + row.group(1), row.group(2));
            }
        }
        Map<String, String> expected = new TreeMap<>();
        defaults("sluice", REFERENCE.getObject("sluice"), expected);
        expected.keySet().removeIf(key -> key.matches("sluice\\.defaults\\.[a-z-]+"));
        assertThat(defaults).isEqualTo(expected);
    }

    private static void defaults(String path, ConfigObject block, Map<String, String> defaults) {
        block.forEach((name, value) -> {
            String key = path + "." + name;
            boolean inner = value instanceof ConfigObject object && !object.isEmpty();
            defaults.put(key, inner ? "a block" : shown(value));
            if (inner) {
                defaults(key, (ConfigObject) value, defaults);
            }
        });
    }

    private static String shown(ConfigValue value) {
        return switch (value.valueType()) {
            case NULL -> "none";
            case LIST, OBJECT -> "`" + value.render(ConfigRenderOptions.concise()) + "`";
            default -> "`" + value.unwrapped() + "`";
        };
    }

    private static String inReference(String path) {
        return path.replaceAll("\\[0]", "")
                .replaceAll("sluice\\.(listeners|hosts)\\.[a-z]+\\.tls", "sluice.defaults.tls")
                .replace("sluice.upstreams.app.tls", "sluice.defaults.upstream-tls")
                .replace("sluice.listeners.web", "sluice.defaults.listener")
                .replace("sluice.upstreams.app.servers", "sluice.defaults.server")
                .replace("sluice.upstreams.app", "sluice.defaults.upstream")
                .replace("sluice.access-log", "sluice.defaults.access-log")
                .replace("sluice.maps.m", "sluice.defaults.map")
                .replace("sluice.hosts.site.routes", "sluice.defaults.route")
                .replace("sluice.hosts.site", "sluice.defaults.host");
    }

    private static void collect(String path, ConfigObject block, Set<String> silent) {
        for (Map.Entry<String, ConfigValue> entry : block.entrySet()) {
            String key = path + "." + entry.getKey();
            if (entry.getValue().origin().comments().isEmpty()) {
                silent.add(key);
            }
            if (entry.getValue() instanceof ConfigObject inner) {
                collect(key, inner, silent);
            }
        }
    }
}
