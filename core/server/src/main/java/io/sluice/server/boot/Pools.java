package io.sluice.server.boot;

import io.sluice.api.NamedExtension;
import io.sluice.api.Settings;
import io.sluice.api.balance.Endpoint;
import io.sluice.api.balance.LoadBalancer;
import io.sluice.api.balance.LoadBalancerFactory;
import io.sluice.api.balance.Stickiness;
import io.sluice.api.balance.StickinessFactory;
import io.sluice.api.health.HealthCheckFactory;
import io.sluice.server.config.HealthConfig;
import io.sluice.server.config.SluiceConfig;
import io.sluice.server.config.UpstreamConfig;
import io.sluice.server.config.UpstreamConfig.Server;
import io.sluice.server.health.Check;
import io.sluice.server.resolve.Resolver;
import io.sluice.server.tls.ClientTls;
import io.sluice.server.upstream.Pool;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * The pools of one configuration. Those whose settings and plugins are as in the configuration before are the same objects,
 * with all that they know; the others take over the endpoints that stay. Built once; then immutable and thread-safe.
 */
final class Pools {
    /** What one configuration needs of another to take pools over. */
    private record Entry(
            UpstreamConfig config, Pool pool, ClientTls tls, List<NamedExtension> factories, boolean fresh) {}

    private final SluiceConfig config;
    private final Extensions extensions;
    private final Security security;
    private final Resolver resolver;
    private final Means means;
    private final Map<String, Entry> entries = new LinkedHashMap<>();

    private Pools(SluiceConfig config, Extensions extensions, Security security, Resolver resolver, Means means) {
        this.config = config;
        this.extensions = extensions;
        this.security = security;
        this.resolver = resolver;
        this.means = means;
    }

    /**
     * Builds them. Nothing changes for those of the configuration before.
     *
     * @param before null at a start
     */
    static Pools build(
            SluiceConfig config,
            Extensions extensions,
            Security security,
            Resolver resolver,
            Means means,
            Snapshot before) {
        Pools pools = new Pools(config, extensions, security, resolver, means);
        try {
            config.upstreams().values().forEach(upstream -> pools.add(upstream, before));
            return pools;
        } catch (RuntimeException e) {
            pools.discard();
            throw e;
        }
    }

    private void add(UpstreamConfig upstream, Snapshot before) {
        String name = upstream.name();
        ClientTls tls = upstream.tls().map(security::client).orElse(null);
        List<NamedExtension> factories = factories(upstream);
        Entry old = before == null ? null : before.pools().entries.get(name);
        boolean same = old != null
                && old.factories.equals(factories)
                && old.config.servers().equals(upstream.servers())
                && sameSettings(name, before)
                && (upstream.servers().stream().noneMatch(Server::named) || before.resolver() == resolver);
        entries.put(
                name,
                same
                        ? new Entry(upstream, old.pool, tls, factories, false)
                        : new Entry(
                                upstream, pool(upstream, tls, old == null ? null : old.pool), tls, factories, true));
    }

    /** Whether all that is written of a pool is as it was. What depends on maps, whose files may have changed, is not. */
    private boolean sameSettings(String name, Snapshot before) {
        var then = before.config().text();
        var now = config.text();
        boolean maps = (now.has("maps") || then.has("maps")) && now.hasVariables("upstreams", name);
        return !maps
                && now.same(then, "home")
                && now.same(then, "upstreams", name)
                && now.same(then, "defaults", "upstream")
                && now.same(then, "defaults", "server")
                && now.same(then, "defaults", "health")
                && now.same(then, "defaults", "upstream-tls");
    }

    /** Those of its plugins: what another version of one has made is not kept. */
    private List<NamedExtension> factories(UpstreamConfig upstream) {
        List<NamedExtension> found = new ArrayList<>();
        extensions
                .factory(LoadBalancerFactory.class, upstream.strategy(), upstream.place())
                .ifPresent(found::add);
        upstream.sticky()
                .flatMap(one -> extensions.factory(StickinessFactory.class, one.by(), one.place()))
                .ifPresent(found::add);
        upstream.health()
                .forEach(one -> extensions
                        .factory(HealthCheckFactory.class, one.check(), one.place())
                        .ifPresent(found::add));
        return found;
    }

    private Pool pool(UpstreamConfig upstream, ClientTls tls, Pool before) {
        Pool pool = new Pool(
                upstream,
                means.workers(),
                means.metrics(),
                tls,
                System::nanoTime,
                endpoints -> balancer(upstream, endpoints),
                upstream.sticky().isPresent() ? stickiness(upstream) : null,
                before);
        List<Check> checks = upstream.health().stream()
                .flatMap(one -> check(one, pool).stream())
                .toList();
        if (!checks.isEmpty()) {
            pool.watch(means.health().monitor(upstream.name(), checks));
        }
        pool.watch(resolver);
        return pool;
    }

    private LoadBalancer balancer(UpstreamConfig upstream, List<Endpoint> endpoints) {
        return extensions
                .factory(LoadBalancerFactory.class, upstream.strategy(), upstream.place())
                .flatMap(factory -> {
                    Settings settings = upstream.balance().get();
                    return extensions.make(
                            settings, upstream.place(), upstream.strategy(), () -> factory.create(endpoints, settings));
                })
                .orElse(null);
    }

    /** Makes what holds clients to the endpoints of a pool; null where there is no such extension. */
    private Function<List<Endpoint>, Stickiness> stickiness(UpstreamConfig upstream) {
        return upstream.sticky()
                .flatMap(sticky -> extensions
                        .factory(StickinessFactory.class, sticky.by(), sticky.place())
                        .map(factory -> (Function<List<Endpoint>, Stickiness>) endpoints -> {
                            Settings settings = sticky.settings().get();
                            return extensions
                                    .make(
                                            settings,
                                            sticky.place(),
                                            sticky.by(),
                                            () -> factory.create(endpoints, settings))
                                    .orElse(null);
                        }))
                .orElse(null);
    }

    /** Makes a health check; empty where there is no such extension or it refuses its settings. */
    private Optional<Check> check(HealthConfig one, Pool pool) {
        return extensions
                .factory(HealthCheckFactory.class, one.check(), one.place())
                .flatMap(factory -> {
                    Settings settings = one.settings().get();
                    return extensions
                            .make(settings, one.place(), one.check(), () -> factory.create(settings))
                            .map(made -> new Check(one, made, one.tls() ? pool::tls : null));
                });
    }

    /** By their names, in the order of the file. */
    Map<String, Pool> byName() {
        Map<String, Pool> out = new LinkedHashMap<>();
        entries.forEach((name, entry) -> out.put(name, entry.pool));
        return Collections.unmodifiableMap(out);
    }

    /** Those with or without TLS. */
    Map<String, Pool> byName(boolean secure) {
        Map<String, Pool> out = new LinkedHashMap<>(byName());
        out.keySet().removeIf(name -> entries.get(name).config.tls().isPresent() != secure);
        return out;
    }

    /** The pool of this name; null where there is none. */
    Pool get(String name) {
        Entry entry = entries.get(name);
        return entry == null ? null : entry.pool;
    }

    /** They are never used: what is their own ends. */
    void discard() {
        entries.values().stream().filter(Entry::fresh).forEach(entry -> entry.pool.unwatch());
    }

    /** Ends to resolve names and to check health for those that the next configuration has no more, or anew. */
    void unwatch(Pools next) {
        entries.values().stream().map(Entry::pool).filter(next::lacks).forEach(Pool::unwatch);
    }

    /** They are in force from now on. */
    void begin() {
        entries.values().forEach(entry -> {
            if (entry.fresh) {
                entry.pool.begin();
            } else if (entry.tls != null) {
                entry.pool.secure(entry.tls);
            }
        });
    }

    /** Requests may come by these routes from now on. */
    void expect(Set<String> routes) {
        entries.values().forEach(entry -> entry.pool.expectTunnelsOf(routes));
    }

    /** The next configuration is in force. */
    void retire(Pools next, Set<String> routes) {
        entries.forEach((name, entry) -> {
            if (next.lacks(entry.pool)) {
                entry.pool.retire(next.get(name));
            }
        });
        next.entries.values().forEach(entry -> entry.pool.endTunnelsWithout(routes));
    }

    private boolean lacks(Pool pool) {
        return get(pool.name()) != pool;
    }
}
