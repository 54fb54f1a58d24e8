package io.sluice.nginx.importer;

import io.sluice.nginx.directive.Context;
import io.sluice.nginx.scope.Scope;
import io.sluice.nginx.syntax.Argument;
import io.sluice.nginx.syntax.Directive;
import io.sluice.nginx.value.Listen;
import io.sluice.nginx.value.ListenAddress;
import io.sluice.nginx.value.ValueException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The addresses of all servers, each once. What nginx says of a connection by server, Sluice says by listener. */
final class Listeners {
    /** A range of more ports would make a file that nobody can keep. */
    private static final int MOST_PORTS = 1000;

    private final Environment environment;
    private final Translations translations;
    private final Ledger ledger;
    private final ClientSettings clients;
    private final List<Listener> all;

    Listeners(Scope http, Translations translations, Environment environment, Ledger ledger) {
        this.translations = translations;
        this.environment = environment;
        this.ledger = ledger;
        this.clients = new ClientSettings(ledger);
        Map<String, Listener> byBind = new LinkedHashMap<>();
        for (Scope server : http.children(Context.SERVER)) {
            for (Directive directive : listens(server)) {
                add(server, directive, byBind);
            }
        }
        byBind.values().removeIf(this::lacksCertificate);
        all = new ArrayList<>(byBind.values());
        joinFamilies(byBind);
        for (Listener listener : all) {
            if (all.stream().anyMatch(other -> other != listener && other.overlaps(listener))) {
                listener.share();
            }
        }
        Names names = new Names();
        all.forEach(listener ->
                listener.name(names.take((listener.isTls() ? "https-" : "http-") + name(listener), "http")));
        all.stream().filter(Listener::isEveryIpv6).forEach(this::tellOfIpv4);
    }

    /** Without any, nginx listens at port 80, if it is root who starts it. */
    private List<Directive> listens(Scope server) {
        List<Directive> own = server.own("listen");
        if (!own.isEmpty()) {
            return own;
        }
        Directive opening = server.opening().orElseThrow();
        ledger.warn(
                opening, "it has no listen: port 80 is taken, as nginx does if root starts it; others get 8000 there");
        return List.of(new Directive(
                "listen",
                List.of(new Argument("80", false)),
                Optional.empty(),
                opening.place(),
                opening.end(),
                opening.ordinal(),
                List.of(),
                Optional.empty()));
    }

    private void add(Scope server, Directive directive, Map<String, Listener> byBind) {
        Listen listen = listen(directive);
        Optional<String> problem = problem(listen);
        if (problem.isPresent()) {
            ledger.leave(directive, problem.get());
            return;
        }
        partly(listen, directive);
        for (ListenAddress address : listen.address().each()) {
            byBind.computeIfAbsent(address.canonical(), bind -> new Listener(bind, address.port()))
                    .add(server, directive, listen);
        }
        ledger.take(directive);
    }

    private static Listen listen(Directive directive) {
        try {
            return Listen.of(directive.texts());
        } catch (ValueException e) {
            throw new IllegalArgumentException(directive.toString(), e);
        }
    }

    /** What stands against an address as a whole. */
    private static Optional<String> problem(Listen listen) {
        ListenAddress address = listen.address();
        if (address.port() == 0) {
            return Optional.of("Sluice listens at addresses and ports: take one of the loopback interface, such as"
                    + " 127.0.0.1:8080, in place of a socket in the file system");
        }
        if (address.lastPort() - address.port() >= MOST_PORTS) {
            return Optional.of("each port of a range becomes a listener: write at most " + MOST_PORTS + " of them");
        }
        return listen.has("proxy_protocol")
                ? Optional.of("Sluice does not read the PROXY protocol: let what stands in front send X-Forwarded-For,"
                        + " which the policy forwarded believes of trusted-proxies")
                : Optional.empty();
    }

    /** Words that have no counterpart, though the address is taken. */
    private void partly(Listen listen, Directive directive) {
        if (listen.has("http2")) {
            ledger.warn(directive, "HTTP/2 is not spoken yet: its clients are served in HTTP/1.1");
        }
        if (listen.settings().containsKey("rcvbuf") || listen.settings().containsKey("sndbuf")) {
            ledger.warn(directive, "the kernel chooses the sizes of the socket's buffers");
        }
        if (listen.has("deferred")
                || listen.settings().containsKey("fastopen")
                || listen.settings().containsKey("accept_filter")) {
            ledger.warn(
                    directive,
                    "deferred, fastopen and accept_filter have no counterpart: connections are taken as they come");
        }
        if (listen.settings().getOrDefault("so_keepalive", "").contains(":")) {
            ledger.warn(directive, "of so_keepalive the kernel's times are used");
        }
    }

    /** nginx looks for a certificate where a connection begins, at the default server. */
    private boolean lacksCertificate(Listener listener) {
        boolean lacks = listener.isTls()
                && listener.settings().effective("ssl_certificate").isEmpty();
        if (lacks) {
            listener.directives()
                    .forEach(directive -> ledger.leave(directive, "the default server there has no ssl_certificate"));
        }
        return lacks;
    }

    /** "[::]" takes IPv4 as well, so that one listener does for both where they are the same. */
    private void joinFamilies(Map<String, Listener> byBind) {
        for (Listener six : byBind.values()) {
            Listener four = six.isEveryIpv6() ? byBind.get("0.0.0.0:" + six.port()) : null;
            if (four != null && four.isOneWith(six)) {
                six.absorb(four);
                all.remove(six);
                all.set(all.indexOf(four), six);
            }
        }
    }

    private void tellOfIpv4(Listener listener) {
        boolean meant = listener.listens().stream()
                .anyMatch(listen -> !listen.address().host().startsWith("[")
                        || "off".equals(listen.settings().get("ipv6only")));
        boolean elsewhere = all.stream().anyMatch(other -> other.isEveryIpv4() && other.port() == listener.port());
        if (!meant && !elsewhere) {
            ledger.warn(listener.source(), "Sluice takes IPv4 there, too, as with ipv6only=off");
        }
    }

    private static String name(Listener listener) {
        if (listener.isEveryIpv4() || (listener.isEveryIpv6() && !listener.isShared())) {
            return Integer.toString(listener.port());
        }
        return listener.isEveryIpv6() ? "ipv6-" + listener.port() : listener.bind();
    }

    /** The names of the listeners of a server, in order. */
    List<String> of(Scope server) {
        return at(server).stream().map(Listener::name).toList();
    }

    /** The listeners of a server, in order. */
    List<Listener> at(Scope server) {
        return all.stream()
                .filter(listener -> listener.servers().contains(server))
                .toList();
    }

    /** The default servers of the listeners of a server. */
    List<Scope> defaults(Scope server) {
        return at(server).stream().map(Listener::settings).distinct().toList();
    }

    /** Whether a server needs a block tls of its own: it speaks TLS where another is the default. */
    boolean needsTls(Scope server) {
        return at(server).stream().anyMatch(listener -> listener.isTls() && listener.settings() != server);
    }

    /** Writes those that have a host. */
    void write(Set<String> used, Hocon out) {
        out.blank();
        out.open("listeners");
        all.stream().filter(listener -> used.contains(listener.name())).forEach(listener -> write(listener, out));
        out.close("}");
    }

    private void write(Listener listener, Hocon out) {
        out.open(listener.name(), listener.source());
        out.set("bind", Hocon.value(listener.bind()));
        for (Listen listen : listener.listens()) {
            if (listen.settings().containsKey("backlog")) {
                out.set("backlog", listen.settings().get("backlog"));
            }
            if (listen.settings().containsKey("so_keepalive")) {
                out.set("so-keepalive", listen.settings().get("so_keepalive").equals("off") ? "off" : "on");
            }
        }
        if (listener.isShared()) {
            out.line("reuse-port = on # another listener has this port, too");
        } else if (listener.listens().stream().anyMatch(listen -> listen.has("reuseport"))) {
            out.set("reuse-port", "on");
        }
        if (listener.isTls()) {
            new TlsBlock(listener.settings(), environment, ledger).write(out);
        }
        clients.listener(listener.settings(), out);
        translations.all().forEach(translation -> translation.listener(listener.settings(), ledger, out));
        out.close("}");
    }
}
