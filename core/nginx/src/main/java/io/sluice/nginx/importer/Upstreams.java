package io.sluice.nginx.importer;

import io.sluice.nginx.directive.Context;
import io.sluice.nginx.scope.Scope;
import io.sluice.nginx.syntax.Directive;
import io.sluice.nginx.value.UpstreamAddress;
import io.sluice.nginx.value.UpstreamServer;
import io.sluice.nginx.value.ValueException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The upstreams that routes use: those of the file, and one for each address that a proxy_pass names itself. */
final class Upstreams {
    private static final Set<String> WRITTEN = Set.of(
            "server",
            "ip_hash",
            "hash",
            "least_conn",
            "least_time",
            "sticky",
            "random",
            "keepalive",
            "keepalive_requests",
            "keepalive_timeout");

    /** An upstream that is to be written. The block tls is empty where none is spoken. */
    private record Use(String name, String authority, String tls, boolean probed, Optional<Directive> pass) {}

    private static final Set<String> METHODS = Set.of("ip_hash", "hash", "least_conn", "least_time", "random");

    private static final Duration FAIL_TIMEOUT = Duration.ofSeconds(10);

    private final Translations translations;
    private final Ledger ledger;
    private final Names names = new Names();
    private final Map<String, Scope> named = new LinkedHashMap<>();
    private final Map<String, Use> uses = new LinkedHashMap<>();

    Upstreams(Scope http, Translations translations, Ledger ledger) {
        this.translations = translations;
        this.ledger = ledger;
        for (Scope upstream : http.children(Context.UPSTREAM)) {
            named.put(upstream.opening().orElseThrow().text(0), upstream);
            names.keep(upstream.opening().orElseThrow().text(0));
        }
    }

    /**
     * The name of the upstream that a proxy_pass names.
     *
     * @param authority what stands between the scheme and the URI
     * @param tls the block tls; empty where none is spoken
     * @param probed whether the kernel probes its connections
     */
    String use(String authority, String tls, boolean probed, Directive pass) {
        return use(authority, tls, probed, Optional.of(pass)).name();
    }

    private Use use(String authority, String tls, boolean probed, Optional<Directive> pass) {
        return uses.computeIfAbsent(
                authority + " " + tls + " " + probed,
                key -> new Use(name(authority, tls, probed), authority, tls, probed, pass));
    }

    /** Those of the file keep their names, by which variables may call them. */
    private String name(String authority, String tls, boolean probed) {
        if (named.containsKey(authority)) {
            return tls.isEmpty() && !probed
                    ? authority
                    : names.take(authority + (tls.isEmpty() ? "-probed" : "-tls"), "upstream");
        }
        return names.take(authority + port(authority, tls), "server");
    }

    /** What is to be said where nothing is: TLS has a port of its own. */
    private static String port(String authority, String tls) {
        return tls.isEmpty() || UpstreamAddress.isSocket(authority) || authority.matches(".*:[0-9]+") ? "" : ":443";
    }

    void write(Hocon out) {
        for (String authority : named.keySet()) {
            if (uses.values().stream().noneMatch(use -> use.authority().equals(authority))) {
                use(authority, "", false, Optional.empty());
            }
        }
        out.blank();
        out.open("upstreams");
        named.forEach((authority, upstream) -> uses.values().stream()
                .filter(use -> use.authority().equals(authority))
                .forEach(use -> write(use, upstream, out)));
        uses.values().stream()
                .filter(use -> !named.containsKey(use.authority()))
                .forEach(use -> write(use, out));
        out.close("}");
    }

    private static void write(Use use, Hocon out) {
        String port = port(use.authority(), use.tls());
        String tls = use.tls().isEmpty() ? "" : ", tls " + use.tls();
        String probed = use.probed() ? ", so-keepalive = on" : "";
        out.line(Hocon.key(use.name()) + " { servers = [" + Hocon.value(use.authority() + port) + "]" + tls + probed
                + " } # " + out.place(use.pass().orElseThrow()));
    }

    private void write(Use use, Scope upstream, Hocon out) {
        Directive opening = upstream.opening().orElseThrow();
        ledger.take(opening);
        out.open(use.name(), opening);
        out.mark(opening);
        if (!use.tls().isEmpty()) {
            out.line("tls " + use.tls());
        }
        if (use.probed()) {
            out.set("so-keepalive", "on");
        }
        balance(upstream, out);
        translations.all().forEach(translation -> translation.upstream(upstream, ledger, out));
        out.openList("servers = [");
        upstream.own("server").forEach(directive -> server(directive, out));
        out.close("]");
        for (Directive directive : upstream.directives()) {
            switch (directive.name()) {
                case "keepalive" -> set("keepalive", directive.text(0), directive, out);
                case "keepalive_requests" -> set("keepalive-requests", directive.text(0), directive, out);
                case "keepalive_timeout" ->
                    set("keepalive-timeout", Units.milliseconds(directive.text(0)), directive, out);
                default -> {
                    // Elsewhere, or left out.
                }
            }
        }
        out.commentsAt(upstream.directives().stream()
                .filter(directive -> !WRITTEN.contains(directive.name()))
                .toList());
        out.comments(opening.block().orElseThrow().closing());
        out.close("}");
    }

    private void set(String key, String value, Directive directive, Hocon out) {
        ledger.take(directive);
        out.comments(directive.comments());
        out.comments(directive.remark().stream().toList());
        out.set(key, value);
    }

    private void balance(Scope upstream, Hocon out) {
        List<Directive> methods = upstream.directives().stream()
                .filter(directive -> METHODS.contains(directive.name()))
                .toList();
        methods.stream()
                .limit(Math.max(0, methods.size() - 1))
                .forEach(directive -> ledger.warn(
                        directive, "a later method of the upstream counts, as in nginx, which warns of it"));
        for (Directive directive : methods.subList(Math.max(0, methods.size() - 1), methods.size())) {
            switch (directive.name()) {
                case "ip_hash" -> set("balance", "ip-hash", directive, out);
                case "least_conn" -> set("balance", "least-conn", directive, out);
                case "random" -> random(directive, out);
                case "least_time" -> leastTime(directive, out);
                case "hash" -> {
                    if (directive.arguments().size() == 2) {
                        String key = Hocon.value(directive.text(0));
                        set("balance", "{ strategy = consistent-hash, key = " + key + " }", directive, out);
                    } else {
                        String key = Hocon.value(directive.text(0));
                        set("balance", "{ strategy = hash, key = " + key + " }", directive, out);
                    }
                }
                default -> throw new IllegalStateException(directive.name());
            }
        }
    }

    private void leastTime(Directive directive, Hocon out) {
        String time = directive.text(0).equals("header") ? "header" : "last-byte";
        String inflight = directive.arguments().size() == 2 ? ", inflight = on" : "";
        set("balance", "{ strategy = least-time, time = " + time + inflight + " }", directive, out);
    }

    private void random(Directive directive, Hocon out) {
        boolean two =
                directive.arguments().stream().anyMatch(word -> word.text().equals("two"));
        if (directive.arguments().stream().anyMatch(word -> word.text().startsWith("least_time"))) {
            ledger.warn(directive, "of two, the one that serves less is taken, not the quicker one");
        }
        set("balance", two ? "{ strategy = random, two = on }" : "random", directive, out);
    }

    private void server(Directive directive, Hocon out) {
        UpstreamServer server;
        try {
            server = UpstreamServer.of(directive.texts());
        } catch (ValueException e) {
            throw new IllegalArgumentException(directive.toString(), e);
        }
        if (UpstreamAddress.isSocket(server.address()) && !UpstreamAddress.isAbsolute(server.address())) {
            ledger.leave(directive, "the path of a socket must be absolute");
            return;
        }
        ledger.take(directive);
        out.comments(directive.comments());
        String keys = keys(server);
        boolean block = !keys.isEmpty() || !server.service().isEmpty();
        String address = Hocon.value(server.service().isEmpty() ? server.address() : server.service());
        String remark = directive.remark().map(comment -> " #" + comment.text()).orElse("");
        out.line((!block ? address : "{ " + name(server) + " = " + address + keys + " }") + remark);
    }

    private static String name(UpstreamServer server) {
        return server.service().isEmpty() ? "address" : "service";
    }

    /** What a server has besides its address, where that is not the default. */
    private static String keys(UpstreamServer server) {
        StringBuilder keys =
                new StringBuilder(server.resolve() && server.service().isEmpty() ? ", resolve = on" : "");
        if (server.weight() != 1) {
            keys.append(", weight = ").append(server.weight());
        }
        if (server.maxFails() != 1) {
            keys.append(", max-fails = ").append(server.maxFails());
        }
        if (!server.failTimeout().equals(FAIL_TIMEOUT)) {
            keys.append(", fail-timeout = ").append(Units.time(server.failTimeout()));
        }
        if (server.maxConnections() != 0) {
            keys.append(", max-connections = ").append(server.maxConnections());
        }
        if (!server.plus().slowStart().isZero()) {
            keys.append(", slow-start = ").append(Units.time(server.plus().slowStart()));
        }
        if (!server.plus().route().isEmpty()) {
            keys.append(", route = ").append(Hocon.value(server.plus().route()));
        }
        keys.append(server.plus().drain() ? ", draining = on" : "");
        return keys.append(server.backup() ? ", backup = on" : "")
                .append(server.down() ? ", down = on" : "")
                .toString();
    }
}
