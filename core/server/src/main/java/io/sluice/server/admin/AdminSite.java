package io.sluice.server.admin;

import io.sluice.api.status.StatusEndpoint;
import io.sluice.api.status.StatusResponse;
import io.sluice.api.status.StatusView;
import io.sluice.server.config.AdminConfig;
import io.sluice.server.config.ClientConfig;
import io.sluice.server.config.HeadLimits;
import io.sluice.server.config.HeadRules;
import io.sluice.server.config.HostConfig;
import io.sluice.server.config.ListenerConfig;
import io.sluice.server.config.RedirectRules;
import io.sluice.server.config.RouteConfig;
import io.sluice.server.config.RouteConfig.Match;
import io.sluice.server.config.TunnelRules;
import io.sluice.server.exchange.ClientRules;
import io.sluice.server.exchange.ErrorPages;
import io.sluice.server.exchange.RoutePlan;
import io.sluice.server.exchange.StatusPages;
import io.sluice.server.exchange.Steps;
import io.sluice.server.listener.Listener;
import io.sluice.server.policy.PolicyChain;
import io.sluice.server.route.RouteTable;
import io.sluice.server.upstream.Pool;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** The admin listener in the terms of the others: a listener, and a host with routes for status endpoints and commands. */
public final class AdminSite {
    /** The name of the listener, and of its host. */
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
                TunnelRules.Fate.KEEP,
                admin.tls(),
                admin.place());
    }

    /**
     * What the pages and commands of the listener are about. All of it is asked anew each time, and thread-safe.
     *
     * @param figures the server's figures
     * @param pages makes pages of them
     * @param pools what can be commanded, by their names
     * @param listeners those that are bound, or have clients still
     * @param reload has the configuration read again, and answers what came of it
     */
    public record Subject(
            Supplier<StatusView> figures,
            StatusPages pages,
            Map<String, Pool> pools,
            Supplier<Collection<Listener>> listeners,
            Supplier<CompletionStage<StatusResponse>> reload) {}

    /** A route for each endpoint and its parts, at its own path, those of the commands, and one for all that is not there. */
    public static RouteTable<RoutePlan> routes(AdminConfig admin, List<StatusEndpoint> endpoints, Subject subject) {
        Guarded guarded = new Guarded(admin, new Streams(subject.figures()), System::nanoTime);
        Map<RouteConfig, RoutePlan> plans = new LinkedHashMap<>();
        SortedSet<String> paths =
                new TreeSet<>(List.of(ConnectionCommands.PATH, ReloadCommand.PATH, UpstreamCommands.SHOWN));
        for (StatusEndpoint endpoint : endpoints) {
            paths.add(endpoint.path());
            mount(plans, endpoint, guarded, subject);
            endpoint.parts().forEach(part -> mount(plans, part, guarded, subject));
        }
        add(plans, Match.PREFIX, UpstreamCommands.PATH, guarded, new UpstreamCommands(subject.pools()));
        add(
                plans,
                Match.PREFIX,
                ConnectionCommands.PATH,
                guarded,
                new ConnectionCommands(new LiveConnections(subject.listeners())));
        add(plans, Match.EXACT, ReloadCommand.PATH, guarded, new ReloadCommand(subject.reload()));
        add(plans, Match.PREFIX, "/", guarded, new Nothing(paths));
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

    private static void mount(
            Map<RouteConfig, RoutePlan> plans, StatusEndpoint endpoint, Guarded guarded, Subject subject) {
        add(plans, Match.EXACT, endpoint.path(), guarded, new StatusPage(endpoint, subject.pages()));
    }

    private static void add(
            Map<RouteConfig, RoutePlan> plans, Match match, String path, Guarded guarded, Handler handler) {
        plans.put(RouteConfig.local(match, path, LISTENER, DEADLINE), RoutePlan.command(guarded.command(handler)));
    }
}
