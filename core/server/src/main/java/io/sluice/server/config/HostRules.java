package io.sluice.server.config;

import io.sluice.server.config.RouteConfig.Match;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What must hold between hosts, and between the routes of one: nothing is written that can never be reached. */
final class HostRules {
    private final Block root;
    private final Problems problems;

    /** Host and name of what was refused on one listener and needs no second word on another. */
    private final Set<String> refused = new HashSet<>();

    HostRules(Block root, Problems problems) {
        this.root = root;
        this.problems = problems;
    }

    void check(List<HostConfig> hosts, Collection<String> listeners) {
        hosts.forEach(this::checkRoutes);
        hosts.forEach(this::checkNamed);
        listeners.forEach(listener -> checkListener(listener, hosts));
        hosts.forEach(host -> checkReachable(host, hosts));
    }

    private void checkRoutes(HostConfig host) {
        Map<String, RouteConfig> seen = new HashMap<>();
        for (RouteConfig route : host.routes()) {
            RouteConfig first = seen.putIfAbsent(identity(route), route);
            if (first != null && !route.path().isEmpty()) {
                problems.add(route.place() + ": sluice.hosts." + host.name() + ".routes: found a second route for "
                        + route.path() + " (expected: one; the first is at " + first.place() + ")");
            }
        }
    }

    /** An error page that calls a route by a name must find it. */
    private void checkNamed(HostConfig host) {
        Set<String> names = new HashSet<>();
        collectNames(host.routes(), names);
        checkTargets(host, host.errorPages(), names);
        checkPages(host, host.routes(), names);
    }

    private void checkPages(HostConfig host, List<RouteConfig> routes, Set<String> names) {
        for (RouteConfig route : routes) {
            route.errorPages().ifPresent(pages -> checkTargets(host, pages, names));
            checkPages(host, route.routes(), names);
        }
    }

    private void checkTargets(HostConfig host, List<ErrorPageConfig> pages, Set<String> names) {
        for (ErrorPageConfig page : pages) {
            boolean named = page.to() != null
                    && page.to().constant()
                    && page.to().text(null).startsWith("@");
            if (named && !names.contains(page.to().text(null))) {
                problems.add(page.place() + ": sluice.hosts." + host.name() + ": no route has the path "
                        + page.to().text(null) + " (expected: one of "
                        + (names.isEmpty() ? "none, as no route of the host has a name" : String.join(", ", names))
                        + ")");
            }
        }
    }

    private static void collectNames(List<RouteConfig> routes, Set<String> names) {
        for (RouteConfig route : routes) {
            if (route.match() == Match.NAMED) {
                names.add("@" + route.path());
            }
            collectNames(route.routes(), names);
        }
    }

    /** Routes of the same identity would match the same requests; both kinds of prefix are one (nginx refuses so, too). */
    private static String identity(RouteConfig route) {
        Match match = route.match() == Match.PREFIX_FIRST ? Match.PREFIX : route.match();
        return match + " " + route.path();
    }

    private void checkListener(String listener, List<HostConfig> hosts) {
        List<HostConfig> served = hosts.stream()
                .filter(host -> host.listeners().contains(listener))
                .toList();
        boolean certain = hosts.stream().noneMatch(host -> host.listeners().isEmpty()); // else that was refused
        if (served.isEmpty() && !hosts.isEmpty() && certain) {
            root.block("listeners").refuse(listener, "a host that is served on it");
        }
        Map<String, HostConfig> names = new HashMap<>();
        served.forEach(host -> checkNames(host, listener, names));
        List<HostConfig> defaults = served.stream()
                .filter(host -> host.defaultOn().contains(listener))
                .toList();
        for (HostConfig second : defaults.subList(Math.min(1, defaults.size()), defaults.size())) {
            block(second)
                    .refuse(
                            "default",
                            "one default host on listener " + listener + ", which has "
                                    + defaults.get(0).name());
        }
    }

    private void checkNames(HostConfig host, String listener, Map<String, HostConfig> seen) {
        for (int i = 0; i < host.names().size(); i++) {
            for (String name : HostNames.lookedUp(host.names().get(i))) {
                HostConfig first = seen.putIfAbsent(name, host);
                if (host.equals(first)) {
                    block(host).refuse("names", i, "each name once; " + name + " is there before");
                } else if (first != null && refused.add(host.name() + " " + name)) {
                    block(host)
                            .refuse(
                                    "names",
                                    i,
                                    "names that no other host has on listener " + listener + "; " + name + " is one of "
                                            + first.name());
                }
            }
        }
    }

    private void checkReachable(HostConfig host, List<HostConfig> hosts) {
        boolean reachable = !host.names().isEmpty()
                || host.listeners().isEmpty()
                || host.listeners().stream()
                        .anyMatch(listener ->
                                HostConfig.defaultOf(listener, hosts).equals(Optional.of(host)));
        if (!reachable) {
            block(host)
                    .refuse(
                            "names",
                            "at least one name, or default = true, as other hosts are the default on "
                                    + String.join(", ", host.listeners()));
        }
    }

    private Block block(HostConfig host) {
        return root.block("hosts").block(host.name());
    }
}
