package io.sluice.server.boot;

import io.sluice.api.headers.HeaderPolicyFactory;
import io.sluice.api.status.StatusEndpoint;
import io.sluice.api.status.StatusEndpointFactory;
import io.sluice.server.config.ClientConfig;
import io.sluice.server.config.ExtensionConfig;
import io.sluice.server.config.HostConfig;
import io.sluice.server.config.PassConfig;
import io.sluice.server.config.RedirectRules;
import io.sluice.server.config.RouteConfig;
import io.sluice.server.exchange.ClientRules;
import io.sluice.server.exchange.ErrorPages;
import io.sluice.server.exchange.HiddenFields;
import io.sluice.server.exchange.Locations;
import io.sluice.server.exchange.Pass;
import io.sluice.server.exchange.RoutePlan;
import io.sluice.server.exchange.Steps;
import io.sluice.server.files.StaticFiles;
import io.sluice.server.policy.PolicyChain;
import io.sluice.server.resolve.Resolver;
import io.sluice.server.route.Rewrite;
import io.sluice.server.upstream.PoolDirectory;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What happens to the requests of each route of one configuration. For the thread that builds. */
final class Plans {
    private final Extensions extensions;
    private final Security security;
    private final Pools pools;
    private final Resolver resolver;
    private final Means means;
    private final Set<String> names = new LinkedHashSet<>();
    private final IdentityHashMap<HostConfig, PolicyChain> ofHosts = new IdentityHashMap<>();
    private final Map<ClientConfig, ClientRules> clients = new HashMap<>();
    private final Map<RedirectRules, RedirectRules> redirects = new HashMap<>();

    Plans(Extensions extensions, Security security, Pools pools, Resolver resolver, Means means) {
        this.extensions = extensions;
        this.security = security;
        this.pools = pools;
        this.resolver = resolver;
        this.means = means;
    }

    /** The names of all routes so far. */
    Set<String> names() {
        return names;
    }

    /** What holds for requests of a host that no route serves. */
    RoutePlan base(HostConfig host) {
        return RoutePlan.base(
                ofHost(host),
                Steps.of(host.steps(), step -> null),
                ErrorPages.of(host.errorPages()),
                clients.computeIfAbsent(host.client(), ClientRules::of),
                host.redirects(),
                host.accessLogs());
    }

    /** A route's. */
    RoutePlan plan(HostConfig host, RouteConfig route) {
        RouteConfig.UpstreamTimeouts timeouts = route.timeouts();
        String name = host.name() + " " + route.text();
        names.add(name);
        return new RoutePlan(
                name,
                means.metrics().route(name),
                route.upstream().map(pools::get).orElse(null),
                route.pass().map(pass -> pass(pass, route)).orElse(null),
                route.status().flatMap(this::status).map(means.pages()::command).orElse(null),
                StaticFiles.of(route).orElse(null),
                route.answer().orElse(null),
                ofHost(host).then(policies(route.policies())),
                Rewrite.of(route).orElse(null),
                route.hostHeader(),
                route.upgrade(),
                route.frames(),
                route.ping(),
                timeouts.connect().toNanos(),
                timeouts.read().toNanos(),
                timeouts.send().toNanos(),
                route.maxBody(),
                route.accessLogs().orElse(host.accessLogs()),
                Steps.of(route.steps(), step -> plan(host, step.route().orElseThrow())),
                ErrorPages.of(route.errorPages().orElse(host.errorPages())),
                route.interceptErrors(),
                route.internal(),
                clients.computeIfAbsent(route.client().orElse(host.client()), ClientRules::of),
                HiddenFields.of(route.hiddenFields()),
                Locations.of(route.locations()),
                route.nextUpstream(),
                redirects.computeIfAbsent(route.redirects().over(host.redirects()), rules -> rules));
    }

    /** A status endpoint; empty where there is none of the name or it refuses its settings. */
    Optional<StatusEndpoint> status(ExtensionConfig one) {
        return extensions.make(one, StatusEndpointFactory.class, factory -> factory.create(one.settings()));
    }

    private Pass pass(PassConfig pass, RouteConfig route) {
        Optional<PoolDirectory.Secure> secure =
                pass.tls().map(spoken -> new PoolDirectory.Secure(spoken, security.client(spoken)));
        return new Pass(
                "pass = \"" + pass.text() + "\" of route " + route.path(),
                pass.to(),
                directory(Optional.empty(), false),
                directory(secure, true));
    }

    private PoolDirectory directory(Optional<PoolDirectory.Secure> secure, boolean withTls) {
        return new PoolDirectory(pools.byName(withTls), secure, resolver.names(), means.workers(), means.metrics());
    }

    /** Made once, for all routes of the host. */
    private PolicyChain ofHost(HostConfig host) {
        PolicyChain known = ofHosts.get(host);
        if (known == null) {
            known = policies(host.policies());
            ofHosts.put(host, known);
        }
        return known;
    }

    private PolicyChain policies(List<ExtensionConfig> configs) {
        List<PolicyChain.Named> chain = new ArrayList<>();
        for (ExtensionConfig one : configs) {
            extensions
                    .make(one, HeaderPolicyFactory.class, factory -> factory.create(one.settings()))
                    .ifPresent(policy -> chain.add(new PolicyChain.Named(one.type(), policy)));
        }
        return PolicyChain.of(chain);
    }
}
