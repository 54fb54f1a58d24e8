package io.sluice.server.route;

import io.sluice.server.config.HostConfig;
import io.sluice.server.config.RouteConfig;
import io.sluice.server.variable.Assigning;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * Finds the route of a request as nginx finds its server and location. Immutable and thread-safe; a look-up takes time
 * that grows with the length of host and path, not with the number of hosts and prefixes, and makes no garbage unless a
 * name has capital letters or a regular expression must be tried. Those are tried one after the other, each in time that
 * grows with the text's length alone, whatever a peer sends.
 */
public final class RouteTable<R> {
    private final Map<String, NameTable<HostRoutes<R>>> listeners = new HashMap<>();

    private RouteTable() {}

    /**
     * Builds the table of checked hosts.
     *
     * @param listeners the names of the listeners; each serves at least one of the hosts
     * @param hosts in the order of the file
     * @param base makes what holds where no route of a host serves a request
     * @param maker makes what serves a route's requests; called once for each route, in the order of the file
     */
    public static <R> RouteTable<R> of(
            Collection<String> listeners,
            List<HostConfig> hosts,
            Function<HostConfig, R> base,
            BiFunction<HostConfig, RouteConfig, R> maker) {
        Map<String, HostRoutes<R>> paths = new HashMap<>();
        for (HostConfig host : hosts) {
            paths.put(host.name(), new HostRoutes<>(host, base.apply(host), route -> maker.apply(host, route)));
        }
        RouteTable<R> table = new RouteTable<>();
        for (String listener : listeners) {
            table.addListener(listener, hosts, host -> paths.get(host.name()));
        }
        return table;
    }

    private void addListener(String listener, List<HostConfig> hosts, Function<HostConfig, HostRoutes<R>> paths) {
        List<HostConfig> served = hosts.stream()
                .filter(host -> host.listeners().contains(listener))
                .toList();
        HostConfig fallback = HostConfig.defaultOf(listener, hosts)
                .orElseThrow(() -> new IllegalArgumentException("listener " + listener + " serves no host"));
        listeners.put(listener, new NameTable<>(served, paths.apply(fallback), paths));
    }

    /**
     * Finds the host. Called on worker threads.
     *
     * @param listener the name of the listener that the request came by
     * @param host the host asked for, without port, in any case, with or without a last dot; empty when the request names
     *     none
     * @param exchange keeps what the groups of a regular expression caught
     * @throws IllegalArgumentException when there is no such listener
     */
    public HostRoutes<R> host(String listener, String host, Assigning exchange) {
        NameTable<HostRoutes<R>> names = listeners.get(listener);
        if (names == null) {
            throw new IllegalArgumentException(
                    "listener: " + listener + " (expected: one of " + listeners.keySet() + ")");
        }
        return names.find(normal(host), exchange);
    }

    private static String normal(String host) {
        int end = host.endsWith(".") ? host.length() - 1 : host.length();
        for (int i = 0; i < end; i++) {
            char c = host.charAt(i);
            if (c >= 'A' && c <= 'Z') {
                return lowerCase(host, end);
            }
        }
        return end == host.length() ? host : host.substring(0, end);
    }

    private static String lowerCase(String host, int end) {
        char[] lower = new char[end];
        for (int i = 0; i < end; i++) {
            char c = host.charAt(i);
            lower[i] = c >= 'A' && c <= 'Z' ? (char) (c + ('a' - 'A')) : c;
        }
        return new String(lower);
    }
}
