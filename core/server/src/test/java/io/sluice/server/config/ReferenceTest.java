package io.sluice.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import java.io.IOException;
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
                  listeners { web { bind = "127.0.0.1:0", frob = 1, limits { frob = 1 }, timeouts { frob = 1 } } }
                  upstreams { app { servers = [{ address = "127.0.0.1:1", frob = 1 }], frob = 1 } }
                  hosts { site { routes = [{ path = "/", upstream = app, frob = 1, timeouts { frob = 1 } }], frob = 1 } }
                  access-log { frob = 1 }
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
        assertThat(known).hasSize(12).isEqualTo(documented);
    }

    private static String inReference(String path) {
        return path.replaceAll("\\[0]", "")
                .replace("sluice.listeners.web", "sluice.defaults.listener")
                .replace("sluice.upstreams.app.servers", "sluice.defaults.server")
                .replace("sluice.upstreams.app", "sluice.defaults.upstream")
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
