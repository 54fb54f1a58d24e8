package io.sluice.server.upstream;

import io.sluice.server.config.TunnelRules;
import io.sluice.server.config.TunnelRules.Fate;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The tunnels to one endpoint, and what becomes of them when it is no longer used. Thread-safe. */
final class Tunnels {
    private final Set<UpstreamConnection> open = ConcurrentHashMap.newKeySet();
    private volatile TunnelRules rules;

    /** The names of all routes there are; null until that was told. */
    private volatile Set<String> routes;

    private final AtomicReference<Fate> fate = new AtomicReference<>(Fate.KEEP);

    Tunnels(TunnelRules rules) {
        this.rules = rules;
    }

    /** How many are open. */
    int count() {
        return open.size();
    }

    void opened(UpstreamConnection tunnel) {
        open.add(tunnel);
        Fate now = fate.get();
        if (now != Fate.KEEP) {
            end(tunnel, now); // the endpoint may have been given up between the choice and the 101
        }
        Set<String> all = routes;
        if (all != null) {
            endUnlessRouted(tunnel, all, rules); // and so may its route
        }
    }

    void closed(UpstreamConnection tunnel) {
        open.remove(tunnel);
    }

    /** From now on this happens to them, those that are being opened included; KEEP where the endpoint is used again. */
    void fate(Fate now) {
        if (fate.getAndSet(now) != now) { // what is under way keeps its time
            open.forEach(tunnel -> end(tunnel, now));
        }
    }

    /** From now on by these rules. */
    void rules(TunnelRules now) {
        rules = now;
    }

    /** Routes that may open tunnels before {@link #endWithout} tells of them. */
    void expect(Set<String> more) {
        Set<String> known = routes;
        if (known != null) {
            routes = Stream.concat(known.stream(), more.stream()).collect(Collectors.toUnmodifiableSet());
        }
    }

    /**
     * Ends those whose routes have gone, as the rules say of endpoints that are removed, those that are being opened included;
     * keeps those whose routes are back.
     */
    void endWithout(Set<String> all) {
        routes = all;
        TunnelRules now = rules;
        open.forEach(tunnel -> endUnlessRouted(tunnel, all, now));
    }

    private static void endUnlessRouted(UpstreamConnection tunnel, Set<String> all, TunnelRules now) {
        if (now.onRemoved() == Fate.KEEP || all.contains(tunnel.route())) {
            tunnel.keepRouted();
        } else {
            tunnel.endRouteless(now);
        }
    }

    TunnelRules rules() {
        return rules;
    }

    private void end(UpstreamConnection tunnel, Fate how) {
        switch (how) {
            case KEEP -> tunnel.withTunnel(carried -> carried.keep(Loss.ENDPOINT));
            case DRAIN -> tunnel.withTunnel(carried -> carried.drain(Loss.ENDPOINT, rules.drainWindow()));
            case CLOSE -> tunnel.withTunnel(carried -> carried.close(Loss.ENDPOINT));
        }
    }
}
