package io.sluice.server.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.server.config.SluiceConfig;
import io.sluice.testkit.Nginx;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Hosts and routes nobody thought of: ours and a live nginx choose the same. */
class RandomRoutesNginxTest {
    private static final List<String> REGEXES =
            List.of("a$", "^/a", "b/", "/(a|b)b", "^/[ab]/a", "a.b", "\\.a", "[^a]b$", "^/b?$", "(ab)+");
    private static final List<String> HOST_REGEXES = List.of("^a", "b\\.a$", "[ab]b", "^b\\.");
    private static final int REQUESTS = 150;

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4})
    void oursAndNginxChooseTheSame(int seed, @TempDir Path folder) throws IOException {
        Nginx.assumeInstalled();
        Random random = new Random(seed);
        SluiceConfig config = Configs.ofHosts(folder, hosts(random));
        Twins twins = new Twins(config);
        List<String> ours = new ArrayList<>();
        List<String> theirs = new ArrayList<>();
        try (Nginx nginx = Twins.nginx(folder, config)) {
            for (int i = 0; i < REQUESTS; i++) {
                String host = name(random);
                String target = path(random) + (random.nextInt(4) == 0 ? "?q" : "");
                ours.add(host + target + " -> " + twins.ours(host, target));
                theirs.add(host + target + " -> " + Twins.theirs(nginx, host, target));
            }
        }
        assertThat(ours).isEqualTo(theirs);
    }

    private static String hosts(Random random) {
        Set<String> names = new LinkedHashSet<>();
        for (int i = 0; i < 12; i++) {
            names.add(
                    switch (random.nextInt(4)) {
                        case 0 -> "*." + name(random);
                        case 1 -> name(random) + ".*";
                        case 2 -> "~" + HOST_REGEXES.get(random.nextInt(HOST_REGEXES.size()));
                        default -> name(random);
                    });
        }
        StringBuilder hosts = new StringBuilder("rest { default = on, routes = [" + routes(random) + "] }\n");
        for (String name : names) {
            hosts.append("host")
                    .append(hosts.length())
                    .append(" { names = [\"")
                    .append(name.replace("\\", "\\\\"))
                    .append("\"], routes = [")
                    .append(routes(random))
                    .append("] }\n");
        }
        return hosts.toString();
    }

    private static String routes(Random random) {
        Set<String> seen = new LinkedHashSet<>();
        return Stream.generate(() -> route(random, seen))
                .limit(12)
                .filter(route -> !route.isEmpty())
                .collect(Collectors.joining(", "));
    }

    /** A route that none before it is the same as, or nothing. */
    private static String route(Random random, Set<String> seen) {
        String modifier = List.of("= ", "^~ ", "~ ", "", "").get(random.nextInt(5));
        boolean regex = modifier.equals("~ ");
        String path = regex ? REGEXES.get(random.nextInt(REGEXES.size())) : path(random);
        if (!seen.add((modifier.equals("^~ ") ? "" : modifier) + path)) {
            return "";
        }
        String replacement = regex || random.nextInt(3) > 0 ? "" : ", replace-prefix = \"/r" + path + "\"";
        return "{ path = \"" + modifier + path.replace("\\", "\\\\") + "\"" + replacement + " }";
    }

    private static String name(Random random) {
        return random.ints(1 + random.nextInt(3), 0, 4)
                .mapToObj(i -> List.of("a", "b", "ab", "ba").get(i))
                .collect(Collectors.joining("."));
    }

    private static String path(Random random) {
        String path = random.ints(random.nextInt(5), 0, 5)
                .mapToObj(i -> List.of("a", "b", "/", "ab", ".a").get(i))
                .collect(Collectors.joining("", "/", ""));
        return path.replaceAll("/+", "/");
    }
}
