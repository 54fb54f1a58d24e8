package io.sluice.server.config;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A set of routes for some names (nginx: server).
 *
 * @param name its name in the configuration
 * @param names host names: exact, {@code *.example.com}, {@code www.example.*}, {@code .example.com} (both the name and
 *     what is below it) or a regular expression after {@code ~}; empty: serves only as a default
 * @param listeners names of the listeners it is served on
 * @param defaultOn names of those of its listeners on which it serves requests that no name matches (default_server); where
 *     no host says so, the first of a listener does
 * @param policies header policies of all its routes, before those of a route
 * @param steps what is done with each request before its route is looked for
 * @param errorPages what is served in place of errors where no route has its own
 * @param client what holds for clients' connections otherwise than the listener says
 * @param redirects how redirects of Sluice's own are completed
 * @param accessLogs names of the logs that get a line for each exchange, where a route has no others
 * @param routes in the order of the file
 * @param tls how clients that ask for its names are served TLS, by listener; those of which it says nothing are as the
 *     listener says
 */
public record HostConfig(
        String name,
        List<String> names,
        List<String> listeners,
        Set<String> defaultOn,
        List<ExtensionConfig> policies,
        List<StepConfig> steps,
        List<ErrorPageConfig> errorPages,
        ClientConfig client,
        RedirectRules redirects,
        List<String> accessLogs,
        List<RouteConfig> routes,
        Map<String, ServerTlsConfig> tls) {

    /**
     * The host that serves requests on a listener that no name matches: the one that says so, else the first in the
     * order of the file (nginx: default_server). Empty when no host is served there.
     */
    public static Optional<HostConfig> defaultOf(String listener, List<HostConfig> hosts) {
        List<HostConfig> served = hosts.stream()
                .filter(host -> host.listeners().contains(listener))
                .toList();
        return served.stream()
                .filter(host -> host.defaultOn().contains(listener))
                .findFirst()
                .or(() -> served.stream().findFirst());
    }
}
