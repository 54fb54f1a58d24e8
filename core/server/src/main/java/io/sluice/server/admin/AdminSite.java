package io.sluice.server.admin;

import io.sluice.api.status.StatusEndpoint;
import io.sluice.api.status.StatusResponse;
import io.sluice.server.config.AdminConfig;
import io.sluice.server.config.ClientConfig;
import io.sluice.server.config.HeadLimits;
import io.sluice.server.config.HeadRules;
import io.sluice.server.config.HostConfig;
import io.sluice.server.config.ListenerConfig;
import io.sluice.server.config.RedirectRules;
import io.sluice.server.config.RouteConfig;
import io.sluice.server.config.RouteConfig.Match;
import io.sluice.server.exchange.ClientRules;
import io.sluice.server.exchange.ErrorPages;
import io.sluice.server.exchange.RoutePlan;
import io.sluice.server.exchange.Steps;
import io.sluice.server.policy.PolicyChain;
import io.sluice.server.route.RouteTable;
import io.sluice.server.upstream.Pool;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** The admin listener in the terms of the others: a listener, and a host with routes for status endpoints and commands. */
public final class AdminSite {
    /** The name of the listener. */
    public static final String LISTENER = "admin";

    private static final HeadLimits LIMITS = new HeadLimits(8 * 1024, 8 * 1024, 100, 32 * 1024);
    private static final Duration DEADLINE = Duration.ofSeconds(60);

    private AdminSite() {}

    /** The listener. */
    public static ListenerConfig listener(AdminConfig admin) {
        return new ListenerConfig(
                LISTENER,
                admin.bind(),
                511,
                false,
                true,
                false,
                LIMITS,
                HeadRules.LENIENT,
                new ListenerConfig.ClientTimeouts(DEADLINE, DEADLINE, DEADLINE, DEADLINE),
                1000,
                true,
                Optional.empty());
    }

    /**
     * A route for each endpoint, at its own path, and those of the commands.
     *
     * @param pools what can be commanded, by their names
     * @param reload has the configuration read again, and answers what came of it
     */
    public static RouteTable<RoutePlan> routes(
            List<StatusEndpoint> endpoints, Map<String, Pool> pools, Supplier<CompletionStage<StatusResponse>> reload) {
        Map<RouteConfig, RoutePlan> plans = new LinkedHashMap<>();
        endpoints.forEach(one -> plans.put(route(Match.EXACT, one.path()), RoutePlan.status(one)));
        plans.put(route(Match.PREFIX, UpstreamCommands.PATH), RoutePlan.command(new UpstreamCommands(pools)));
        plans.put(route(Match.EXACT, ReloadCommand.PATH), RoutePlan.command(new ReloadCommand(reload)));
        HostConfig host = new HostConfig(
                LISTENER,
                List.of(),
                List.of(LISTENER),
                Set.of(LISTENER),
                List.of(),
                List.of(),
                List.of(),
                ClientConfig.NONE,
                RedirectRules.DEFAULT,
                List.of(),
                List.copyOf(plans.keySet()),
                Map.of());
        return RouteTable.of(
                List.of(LISTENER),
                List.of(host),
                ignored -> RoutePlan.base(
                        PolicyChain.EMPTY,
                        Steps.NONE,
                        ErrorPages.NONE,
                        ClientRules.NONE,
                        RedirectRules.DEFAULT,
                        List.of()),
                (ignored, route) -> plans.get(route));
    }

    private static RouteConfig route(Match match, String path) {
        return RouteConfig.local(match, path, LISTENER, DEADLINE);
    }
}
