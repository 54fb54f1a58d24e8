package io.sluice.server.config;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Reads {@code hosts { <name> { … } }}. */
final class HostReader {
    private static final String DEFAULT = "default";

    private final Block defaults;
    private final Set<String> listeners;
    private final RouteReader routes;
    private final Set<String> logs;
    private final ServerTlsReader tls;

    HostReader(Block defaults, Set<String> listeners, RouteReader routes, Set<String> logs, ServerTlsReader tls) {
        this.logs = logs;
        this.tls = tls;
        this.defaults = defaults;
        this.listeners = listeners;
        this.routes = routes;
    }

    List<HostConfig> read(Block hosts) {
        List<HostConfig> found = new ArrayList<>();
        hosts.named(defaults.block("host")).forEach((name, block) -> found.add(host(name, block)));
        return List.copyOf(found);
    }

    private HostConfig host(String name, Block block) {
        if (!block.has("routes")) {
            block.refuse("routes", "a list of routes, [] to answer 404 to all");
        }
        List<String> served = listeners(block);
        return new HostConfig(
                name,
                names(block),
                served,
                defaultOn(block, served),
                block.extensions("policies", "policy"),
                StepReader.read(block, null),
                ErrorPageReader.read(block),
                ClientConfig.read(block),
                RedirectRules.read(block.block("redirects")),
                LogChoice.read(block, logs).orElse(List.of()),
                routes.readAll(block, "routes"),
                tls.host(block, served));
    }

    /** Empty only where it is refused. */
    private List<String> listeners(Block block) {
        if (!block.has("listeners")) {
            return List.copyOf(listeners);
        }
        if (block.none("listeners")) {
            block.refuse("listeners", "at least one listener; without this key the host is served on all");
        }
        return block.choices("listeners", listeners);
    }

    /** On all of its listeners, on none, or on some. */
    private static Set<String> defaultOn(Block block, List<String> served) {
        if (block.word(DEFAULT)
                .filter(word -> !served.contains(word) || word.matches("on|off"))
                .isPresent()) {
            return block.bool(DEFAULT) ? Set.copyOf(served) : Set.of();
        }
        return new LinkedHashSet<>(block.choices(DEFAULT, served));
    }

    private static List<String> names(Block block) {
        List<String> names = block.strings("names");
        for (int i = 0; i < names.size(); i++) {
            int index = i;
            HostNames.problem(names.get(i)).ifPresent(expected -> block.refuse("names", index, expected));
        }
        return names;
    }
}
