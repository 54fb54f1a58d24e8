package io.sluice.server.boot;

import io.sluice.api.accesslog.AccessLogFormat;
import io.sluice.api.accesslog.AccessLogFormatFactory;
import io.sluice.api.status.StatusEndpoint;
import io.sluice.api.status.UpstreamView;
import io.sluice.server.admin.AdminSite;
import io.sluice.server.admin.PluginsPage;
import io.sluice.server.config.AdminConfig;
import io.sluice.server.config.ConfigException;
import io.sluice.server.config.HostConfig;
import io.sluice.server.config.ListenerConfig;
import io.sluice.server.config.SluiceConfig;
import io.sluice.server.exchange.ExchangeContext;
import io.sluice.server.exchange.RoutePlan;
import io.sluice.server.exchange.Uses;
import io.sluice.server.http.ErrorPage;
import io.sluice.server.observe.AccessLog;
import io.sluice.server.observe.AccessLogs;
import io.sluice.server.plugin.PluginRegistry;
import io.sluice.server.resolve.Resolver;
import io.sluice.server.route.RouteTable;
import io.sluice.server.tls.ServerTls;
import io.sluice.server.upstream.Pool;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One configuration with the plugins it names, ready to serve: pools, routes, formats, certificates, status endpoints. Built
 * once, when everything that may be refused is asked; then immutable. A reload builds the next one and swaps it in; exchanges
 * keep the one that they began with, and {@link #uses()} counts them.
 */
final class Snapshot {
    private final SluiceConfig config;
    private final PluginRegistry plugins;
    private final Means means;
    private final Security security;
    private final Resolver resolver;
    private final Pools pools;
    private final RouteTable<RoutePlan> routes;
    private final Set<String> routeNames;
    private final Map<String, AccessLogFormat> formats;
    private final Optional<RouteTable<RoutePlan>> adminRoutes;
    private final Map<String, AccessLog> accessLogs = new LinkedHashMap<>();
    private final Uses uses = new Uses();

    private Snapshot(
            SluiceConfig config,
            PluginRegistry plugins,
            Means means,
            Extensions extensions,
            Security security,
            Resolver resolver,
            Pools pools) {
        this.config = config;
        this.plugins = plugins;
        this.means = means;
        this.security = security;
        this.resolver = resolver;
        this.pools = pools;
        Plans plans = new Plans(extensions, security, pools, resolver, means);
        routes = RouteTable.of(config.listeners().keySet(), config.hosts(), plans::base, plans::plan);
        routeNames = Set.copyOf(plans.names());
        formats = formats(extensions);
        adminRoutes = config.admin().map(admin -> adminRoutes(admin, plans));
    }

    /**
     * Builds all of it, beside the one before, for which nothing changes.
     *
     * @param before null at a start
     * @throws ConfigException with every problem
     */
    static Snapshot build(SluiceConfig config, PluginRegistry plugins, Means means, Snapshot before)
            throws ConfigException {
        Extensions extensions = new Extensions(plugins);
        Security security = new Security(config, extensions.problems());
        Resolver resolver = before != null && before.config.resolver().equals(config.resolver())
                ? before.resolver
                : Resolver.of(config.resolver(), means.metrics());
        Pools pools = Pools.build(config, extensions, security, resolver, means, before);
        boolean good = false;
        try {
            Snapshot made = new Snapshot(config, plugins, means, extensions, security, resolver, pools);
            extensions.problems().check();
            good = true;
            return made;
        } finally {
            if (!good) {
                pools.discard();
                if (before == null || before.resolver != resolver) {
                    resolver.close();
                }
            }
        }
    }

    private Map<String, AccessLogFormat> formats(Extensions extensions) {
        Map<String, AccessLogFormat> made = new LinkedHashMap<>();
        config.accessLogs()
                .forEach((name, log) -> extensions
                        .make(
                                log.format(),
                                AccessLogFormatFactory.class,
                                factory -> factory.create(log.format().settings()))
                        .ifPresent(format -> made.put(name, format)));
        return made;
    }

    private RouteTable<RoutePlan> adminRoutes(AdminConfig admin, Plans plans) {
        List<StatusEndpoint> endpoints = new ArrayList<>();
        admin.status().forEach(one -> plans.status(one).ifPresent(endpoints::add));
        endpoints.add(new PluginsPage(means.plugins()));
        return AdminSite.routes(
                admin,
                endpoints,
                new AdminSite.Subject(
                        means.metrics()::status,
                        means.adminPages(),
                        pools.byName(),
                        means.listeners(),
                        means.reload()));
    }

    /**
     * Opens its access logs.
     *
     * @throws IOException when a file cannot be written; the message names it. None stays open then
     */
    void openLogs() throws IOException {
        try {
            for (Map.Entry<String, AccessLogFormat> one : formats.entrySet()) {
                accessLogs.put(
                        one.getKey(),
                        AccessLog.open(
                                config.accessLogs().get(one.getKey()),
                                one.getValue(),
                                means.metrics(),
                                means.writers(),
                                means.home()));
            }
        } catch (IOException | RuntimeException e) {
            closeLogs();
            throw e;
        }
    }

    void closeLogs() {
        accessLogs.values().forEach(AccessLog::close);
        accessLogs.clear();
    }

    /** All listeners, the admin listener among them as the last one. */
    List<ListenerConfig> listeners() {
        List<ListenerConfig> all = new ArrayList<>(config.listeners().values());
        config.admin().map(AdminSite::listener).ifPresent(all::add);
        return all;
    }

    /** What exchanges on a listener share. */
    ExchangeContext context(ListenerConfig listener) {
        boolean admin = !config.listeners().containsKey(listener.name());
        List<String> unrouted = HostConfig.defaultOf(listener.name(), config.hosts())
                .map(HostConfig::accessLogs)
                .orElse(List.of());
        String name = ExchangeContext.serverName(listener);
        return new ExchangeContext(
                listener,
                admin ? adminRoutes.orElseThrow() : routes,
                security.certificates(listener),
                means.metrics(),
                means.errors(),
                admin ? AccessLogs.NONE : new AccessLogs(accessLogs, unrouted, means.logs()),
                means.drains(),
                new ErrorPage(name, means.date()),
                means.disk(),
                name,
                means.date(),
                uses);
    }

    /** How a listener speaks TLS; null where it does not. */
    ServerTls tls(ListenerConfig listener) {
        return security.listener(listener.name());
    }

    SluiceConfig config() {
        return config;
    }

    PluginRegistry plugins() {
        return plugins;
    }

    Security security() {
        return security;
    }

    /** What the pools' names are resolved by. */
    Resolver resolver() {
        return resolver;
    }

    Pools pools() {
        return pools;
    }

    /** The names of all routes. */
    Set<String> routeNames() {
        return routeNames;
    }

    /** By their names. */
    Map<String, AccessLog> accessLogs() {
        return accessLogs;
    }

    /** Counts the exchanges that began with it. */
    Uses uses() {
        return uses;
    }

    /** The upstreams as they are now. Thread-safe. */
    List<UpstreamView> upstreams() {
        return pools.byName().values().stream().map(Pool::view).toList();
    }
}
