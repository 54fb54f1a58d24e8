package io.sluice.server.boot;

import io.sluice.api.NamedExtension;
import io.sluice.api.Settings;
import io.sluice.api.SettingsException;
import io.sluice.api.accesslog.AccessLogFormat;
import io.sluice.api.accesslog.AccessLogFormatFactory;
import io.sluice.api.balance.Endpoint;
import io.sluice.api.balance.LoadBalancerFactory;
import io.sluice.api.balance.Stickiness;
import io.sluice.api.balance.StickinessFactory;
import io.sluice.api.headers.HeaderPolicyFactory;
import io.sluice.api.health.HealthCheckFactory;
import io.sluice.api.status.StatusEndpoint;
import io.sluice.api.status.StatusEndpointFactory;
import io.sluice.api.status.UpstreamView;
import io.sluice.server.admin.AdminSite;
import io.sluice.server.config.ClientTlsConfig;
import io.sluice.server.config.ConfigException;
import io.sluice.server.config.ExtensionConfig;
import io.sluice.server.config.HealthConfig;
import io.sluice.server.config.HostConfig;
import io.sluice.server.config.ListenerConfig;
import io.sluice.server.config.PassConfig;
import io.sluice.server.config.Problems;
import io.sluice.server.config.RouteConfig;
import io.sluice.server.config.ServerTlsConfig;
import io.sluice.server.config.SluiceConfig;
import io.sluice.server.config.StickyConfig;
import io.sluice.server.config.TlsConfig;
import io.sluice.server.config.UpstreamConfig;
import io.sluice.server.exchange.CertificateRules;
import io.sluice.server.exchange.ClientRules;
import io.sluice.server.exchange.ErrorPages;
import io.sluice.server.exchange.HiddenFields;
import io.sluice.server.exchange.Locations;
import io.sluice.server.exchange.Pass;
import io.sluice.server.exchange.RoutePlan;
import io.sluice.server.exchange.Steps;
import io.sluice.server.files.StaticFiles;
import io.sluice.server.health.Check;
import io.sluice.server.health.Health;
import io.sluice.server.observe.Metrics;
import io.sluice.server.plugin.PluginException;
import io.sluice.server.plugin.PluginRegistry;
import io.sluice.server.plugin.UnknownExtensionException;
import io.sluice.server.policy.PolicyChain;
import io.sluice.server.resolve.Resolver;
import io.sluice.server.route.HostTable;
import io.sluice.server.route.Rewrite;
import io.sluice.server.route.RouteTable;
import io.sluice.server.tls.ClientTls;
import io.sluice.server.tls.ServerTls;
import io.sluice.server.tls.TlsFileException;
import io.sluice.server.tls.TlsFiles;
import io.sluice.server.tls.TlsSettingException;
import io.sluice.server.upstream.Pool;
import io.sluice.server.upstream.PoolDirectory;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the configuration says with the plugins it names: pools, routes, formats, status endpoints. Built once, immutable;
 * everything a plugin may refuse has been asked before a socket is bound.
 */
final class Site {
    private static final Logger log = LoggerFactory.getLogger(Site.class);

    private final SluiceConfig config;
    private final PluginRegistry plugins;
    private final Metrics metrics;
    private final Problems problems = new Problems();

    private final TlsFiles tlsFiles;
    private final ServerTls.Means tlsMeans;
    private final Map<String, ServerTls> tls = new LinkedHashMap<>();
    private final Resolver resolver;
    private final Map<String, Pool> pools = new LinkedHashMap<>();
    private final Health health;
    private final RouteTable<RoutePlan> routes;
    private final Map<String, AccessLogFormat> formats = new LinkedHashMap<>();
    private final Optional<RouteTable<RoutePlan>> adminRoutes;

    private Site(SluiceConfig config, PluginRegistry plugins, Metrics metrics) {
        this.config = config;
        this.plugins = plugins;
        this.metrics = metrics;
        this.health = new Health(metrics);
        TlsConfig common = config.tls();
        tlsFiles = new TlsFiles(common.watchInterval(), common.expiryWarning(), Clock.systemUTC());
        tlsMeans = new ServerTls.Means(tlsFiles, Clock.systemUTC(), log::warn);
        config.listeners().values().forEach(this::secure);
        resolver = Resolver.of(config.resolver(), metrics);
        config.upstreams().forEach((name, upstream) -> pools.put(name, pool(upstream)));
        pools.values().forEach(pool -> pool.watch(resolver));
        routes = RouteTable.of(config.listeners().keySet(), config.hosts(), this::base, this::plan);
        config.accessLogs()
                .forEach((name, log) -> extension(
                                log.format(),
                                AccessLogFormatFactory.class,
                                factory -> factory.create(log.format().settings()))
                        .ifPresent(made -> formats.put(name, made)));
        adminRoutes = config.admin().map(admin -> AdminSite.routes(statuses(admin.status()), pools));
    }

    /**
     * Builds all of it.
     *
     * @throws ConfigException with every problem
     */
    static Site build(SluiceConfig config, PluginRegistry plugins, Metrics metrics) throws ConfigException {
        Site site = new Site(config, plugins, metrics);
        site.problems.check();
        return site;
    }

    /** The files of all certificates in use. */
    TlsFiles tlsFiles() {
        return tlsFiles;
    }

    /** The health checks of all pools. */
    Health health() {
        return health;
    }

    /** How TLS is spoken on a listener; null where it is not. */
    ServerTls tls(String listener) {
        return tls.get(listener);
    }

    /** What the pools' names are resolved by. */
    Resolver resolver() {
        return resolver;
    }

    RouteTable<RoutePlan> routes() {
        return routes;
    }

    /** The formats of the access logs, by their names. */
    Map<String, AccessLogFormat> formats() {
        return formats;
    }

    /** The routes of the admin listener; empty when there is none. */
    Optional<RouteTable<RoutePlan>> adminRoutes() {
        return adminRoutes;
    }

    /** The upstreams as they are now. Thread-safe. */
    List<UpstreamView> upstreams() {
        return pools.values().stream().map(Pool::view).toList();
    }

    private Pool pool(UpstreamConfig upstream) {
        Optional<LoadBalancerFactory> factory =
                factory(LoadBalancerFactory.class, upstream.strategy(), upstream.place());
        ClientTls secure = upstream.tls().map(this::clientTls).orElse(null);
        Pool pool = new Pool(
                upstream,
                config.workers(),
                metrics,
                secure,
                System::nanoTime,
                endpoints -> factory.flatMap(known -> {
                            var settings = upstream.balance().get();
                            return problems.build(
                                    settings,
                                    () -> made(
                                            upstream.place(),
                                            upstream.strategy(),
                                            () -> known.create(endpoints, settings)));
                        })
                        .orElse(null),
                upstream.sticky().flatMap(this::stickiness).orElse(null));
        List<Check> checks = upstream.health().stream()
                .flatMap(one -> check(one, secure).stream())
                .toList();
        if (!checks.isEmpty()) {
            pool.watch(health.monitor(upstream.name(), checks));
        }
        return pool;
    }

    /** Makes a health check; empty where there is no such extension or it refuses its settings. */
    private Optional<Check> check(HealthConfig one, ClientTls secure) {
        return factory(HealthCheckFactory.class, one.check(), one.place()).flatMap(factory -> {
            Settings settings = one.settings().get();
            return problems.build(settings, () -> made(one.place(), one.check(), () -> factory.create(settings)))
                    .map(made -> new Check(one, made, one.tls() ? secure : null));
        });
    }

    /** Makes what holds clients to the endpoints of a pool; empty where there is no such extension. */
    private Optional<Function<List<Endpoint>, Stickiness>> stickiness(StickyConfig sticky) {
        return factory(StickinessFactory.class, sticky.by(), sticky.place()).map(factory -> endpoints -> {
            Settings settings = sticky.settings().get();
            return problems.build(
                            settings,
                            () -> made(sticky.place(), sticky.by(), () -> factory.create(endpoints, settings)))
                    .orElse(null);
        });
    }

    /** What TLS a listener speaks, with the parameters of the hosts that are served on it. */
    private void secure(ListenerConfig listener) {
        listener.tls().ifPresent(spoken -> {
            HostTable hosts = new HostTable(listener.name(), config.hosts());
            Map<String, ServerTlsConfig> own = new LinkedHashMap<>();
            for (HostConfig host : config.hosts()) {
                Optional.ofNullable(host.tls().get(listener.name()))
                        .ifPresent(parameters -> own.put(host.name(), parameters));
            }
            loaded(() -> ServerTls.of(spoken, own, name -> hosts.find(name).map(HostConfig::name), tlsMeans))
                    .ifPresent(made -> tls.put(listener.name(), made));
        });
    }

    private ClientTls clientTls(ClientTlsConfig spoken) {
        return loaded(() -> ClientTls.of(spoken, tlsMeans)).orElse(null);
    }

    /** Loads files of TLS; what is refused is a problem of the configuration. */
    private interface Loading<T> {
        T load() throws TlsFileException, TlsSettingException;
    }

    private <T> Optional<T> loaded(Loading<T> loading) {
        try {
            return Optional.of(loading.load());
        } catch (TlsFileException | TlsSettingException e) {
            problems.add(e.getMessage());
            return Optional.empty();
        }
    }

    private RoutePlan base(HostConfig host) {
        return RoutePlan.base(
                policies(host.policies()),
                Steps.of(host.steps(), step -> null),
                ErrorPages.of(host.errorPages()),
                ClientRules.of(host.client()),
                host.redirects(),
                host.accessLogs());
    }

    private Pass pass(PassConfig pass, RouteConfig route) {
        Optional<PoolDirectory.Secure> secure =
                pass.tls().map(spoken -> new PoolDirectory.Secure(spoken, clientTls(spoken)));
        return new Pass(
                "pass = \"" + pass.text() + "\" of route " + route.path(),
                pass.to(),
                new PoolDirectory(pools(false), Optional.empty(), resolver.names(), config.workers(), metrics),
                new PoolDirectory(pools(true), secure, resolver.names(), config.workers(), metrics));
    }

    /** The pools with or without TLS. */
    private Map<String, Pool> pools(boolean secure) {
        Map<String, Pool> some = new HashMap<>(pools);
        some.keySet().removeIf(name -> config.upstreams().get(name).tls().isPresent() != secure);
        return some;
    }

    private RoutePlan plan(HostConfig host, RouteConfig route) {
        RouteConfig.UpstreamTimeouts timeouts = route.timeouts();
        return new RoutePlan(
                host.name() + " " + route.text(),
                metrics.route(host.name() + " " + route.text()),
                route.upstream().map(pools::get).orElse(null),
                route.pass().map(pass -> pass(pass, route)).orElse(null),
                route.status().flatMap(this::status).orElse(null),
                null,
                StaticFiles.of(route).orElse(null),
                route.answer().orElse(null),
                policies(host.policies()).then(policies(route.policies())),
                Rewrite.of(route).orElse(null),
                route.hostHeader(),
                route.upgrade(),
                route.frames(),
                timeouts.connect().toNanos(),
                timeouts.read().toNanos(),
                timeouts.send().toNanos(),
                route.maxBody(),
                route.accessLogs().orElse(host.accessLogs()),
                Steps.of(route.steps(), step -> plan(host, step.route().orElseThrow())),
                ErrorPages.of(route.errorPages().orElse(host.errorPages())),
                route.interceptErrors(),
                route.internal(),
                ClientRules.of(route.client().orElse(host.client())),
                HiddenFields.of(route.hiddenFields()),
                Locations.of(route.locations()),
                route.nextUpstream(),
                route.redirects().over(host.redirects()));
    }

    /** What is wanted of clients' certificates on a listener. */
    CertificateRules certificates(ListenerConfig listener) {
        Map<String, ServerTlsConfig> wanted = new HashMap<>();
        listener.tls()
                .ifPresent(spoken -> config.hosts()
                        .forEach(host -> wanted.put(
                                host.name(), host.tls().getOrDefault(listener.name(), spoken.parameters()))));
        return new CertificateRules(wanted, new HostTable(listener.name(), config.hosts()));
    }

    private PolicyChain policies(List<ExtensionConfig> configs) {
        List<PolicyChain.Named> chain = new ArrayList<>();
        for (ExtensionConfig one : configs) {
            extension(one, HeaderPolicyFactory.class, factory -> factory.create(one.settings()))
                    .ifPresent(policy -> chain.add(new PolicyChain.Named(one.type(), policy)));
        }
        return PolicyChain.of(chain);
    }

    private Optional<StatusEndpoint> status(ExtensionConfig one) {
        return extension(one, StatusEndpointFactory.class, factory -> factory.create(one.settings()));
    }

    private List<StatusEndpoint> statuses(List<ExtensionConfig> configs) {
        return configs.stream().flatMap(one -> status(one).stream()).toList();
    }

    private <F extends NamedExtension, T> Optional<T> extension(
            ExtensionConfig one, Class<F> type, Function<F, T> create) {
        return factory(type, one.type(), one.place())
                .flatMap(factory -> problems.build(
                        one.settings(), () -> made(one.place(), one.type(), () -> create.apply(factory))));
    }

    /** What a factory makes; one that throws anything else than a refusal of its settings is a bad plugin. */
    private static <T> T made(String place, String name, Supplier<T> create) {
        try {
            return Objects.requireNonNull(create.get(), "it made nothing");
        } catch (SettingsException e) {
            throw e;
        } catch (RuntimeException | LinkageError e) {
            throw new PluginException(List.of(place + ": \"" + name + "\" failed: " + e
                    + " (expected: a factory that makes it, or refuses its settings with a SettingsException)"));
        }
    }

    private <F extends NamedExtension> Optional<F> factory(Class<F> type, String name, String place) {
        try {
            return Optional.of(plugins.require(type, name));
        } catch (UnknownExtensionException e) {
            problems.add(place + ": " + e.getMessage());
            return Optional.empty();
        }
    }
}
