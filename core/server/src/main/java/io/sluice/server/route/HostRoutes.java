package io.sluice.server.route;

import io.sluice.server.config.HostConfig;
import io.sluice.server.config.HostNames;
import io.sluice.server.config.RouteConfig;
import io.sluice.server.variable.Assigning;
import io.sluice.server.variable.Octets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The routes of one host. Immutable and thread-safe. */
public final class HostRoutes<R> {
    private final String name;
    private final String serverName;
    private final R base;
    private final PathTable<R> paths;
    private final Map<String, R> named = new HashMap<>();

    HostRoutes(HostConfig host, R base, Function<RouteConfig, R> maker) {
        this.name = host.name();
        this.serverName = serverName(host);
        this.base = base;
        this.paths = new PathTable<>(host.routes(), serverName, maker, named);
    }

    /** The name of the host in the configuration. */
    public String name() {
        return name;
    }

    /** The first name of the host (nginx: $server_name); empty when it has none. */
    public String serverName() {
        return serverName;
    }

    /** What holds for a request as long as no route of the host serves it. */
    public R base() {
        return base;
    }

    /**
     * Finds the route of a path. Called on worker threads.
     *
     * @param path percent-decoded, dot segments resolved, slashes merged, one character for each byte; see {@code
     *     RequestTarget.path()}
     * @param exchange keeps what a regular expression's groups caught
     * @return never null: where no route matches, a match whose route is null
     */
    public Match<R> find(String path, Assigning exchange) {
        Match<R> found = paths.find(path, exchange);
        return found == null ? paths.none() : found;
    }

    /** The route of {@code @name}; null where the host has none. */
    public R named(String name) {
        return named.get(name);
    }

    /** As nginx writes $server_name: the first name in lower case, without the dot of {@code .example.com}. */
    private static String serverName(HostConfig host) {
        List<String> names = host.names();
        return names.isEmpty() ? "" : HostNames.lookedUp(names.get(0)).get(0);
    }

    /** The key of a route of a name. */
    static String key(RouteConfig route) {
        return "@" + Octets.of(route.path());
    }
}
