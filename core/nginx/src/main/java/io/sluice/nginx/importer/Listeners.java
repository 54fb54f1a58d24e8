package io.sluice.nginx.importer;

import io.sluice.nginx.directive.Context;
import io.sluice.nginx.scope.Scope;
import io.sluice.nginx.syntax.Argument;
import io.sluice.nginx.syntax.Directive;
import io.sluice.nginx.value.Listen;
import io.sluice.nginx.value.ValueException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The addresses of all servers, each once. What nginx says of a connection by server, Sluice says by listener. */
final class Listeners {
    private static final List<String> KEYS = List.of(
            "client_header_timeout",
            "client_body_timeout",
            "send_timeout",
            "keepalive_timeout",
            "keepalive_requests",
            "server_tokens",
            "tcp_nodelay");

    /** One address. */
    private static final class Listener {
        private final String name;
        private final String bind;
        private final List<Listen> listens = new ArrayList<>();
        private final List<Scope> servers = new ArrayList<>();
        private Directive source;
        private Scope settings;

        Listener(String name, String bind, Directive source, Scope settings) {
            this.name = name;
            this.bind = bind;
            this.source = source;
            this.settings = settings;
        }

        boolean isTls() {
            return listens.stream().anyMatch(listen -> listen.has("ssl"));
        }
    }

    private final String folder;
    private final Translations translations;
    private final Ledger ledger;
    private final Names names = new Names();
    private final Set<String> binds = new HashSet<>();
    private final Map<String, Listener> byBind = new LinkedHashMap<>();

    Listeners(Scope http, Translations translations, String folder, Ledger ledger) {
        this.translations = translations;
        this.folder = folder;
        this.ledger = ledger;
        for (Scope server : http.children(Context.SERVER)) {
            listens(server).forEach(directive -> binds.add(text(listen(directive))));
        }
        for (Scope server : http.children(Context.SERVER)) {
            for (Directive directive : listens(server)) {
                add(server, directive);
            }
        }
        for (Scope server : http.children(Context.SERVER)) {
            settings(server);
        }
    }

    /** Without any, nginx listens on port 80. */
    private static List<Directive> listens(Scope server) {
        List<Directive> own = server.own("listen");
        Directive opening = server.opening().orElseThrow();
        return own.isEmpty()
                ? List.of(new Directive(
                        "listen",
                        List.of(new Argument("80", false)),
                        Optional.empty(),
                        opening.place(),
                        opening.end(),
                        opening.ordinal(),
                        List.of(),
                        Optional.empty()))
                : own;
    }

    private void add(Scope server, Directive directive) {
        Listen listen = listen(directive);
        if (listen.address().port() == 0) {
            ledger.leave(directive, "Sluice listens at addresses and ports, not at sockets in the file system");
            return;
        }
        if (listen.address().port() != listen.address().lastPort()) {
            ledger.leave(directive, "write a listener for each port of the range");
            return;
        }
        if (listen.has("proxy_protocol")) {
            ledger.leave(directive, "Sluice does not read the PROXY protocol");
            return;
        }
        if (listen.has("ssl") && server.effective("ssl_certificate").isEmpty()) {
            ledger.leave(directive, "the server has no ssl_certificate");
            return;
        }
        partly(listen, directive);
        String bind = bind(listen);
        Listener listener = byBind.computeIfAbsent(
                bind,
                key -> new Listener(
                        names.take((listen.has("ssl") ? "https-" : "http-") + name(listen), "http"),
                        key,
                        directive,
                        server));
        if (listen.has("default_server")) {
            listener.settings = server;
            listener.source = directive;
        }
        listener.listens.add(listen);
        listener.servers.add(server);
        ledger.take(directive);
    }

    private static Listen listen(Directive directive) {
        try {
            return Listen.of(directive.texts());
        } catch (ValueException e) {
            throw new IllegalArgumentException(directive.toString(), e);
        }
    }

    /** Words that have no counterpart, though the address is taken. */
    private void partly(Listen listen, Directive directive) {
        if (listen.has("http2")) {
            ledger.warn(directive, "HTTP/2 is not spoken yet: its clients are served in HTTP/1.1");
        }
        if (listen.settings().containsKey("rcvbuf") || listen.settings().containsKey("sndbuf")) {
            ledger.warn(directive, "the kernel chooses the sizes of the socket's buffers");
        }
        if (listen.has("deferred") || listen.settings().containsKey("fastopen")) {
            ledger.warn(directive, "deferred and fastopen have no counterpart; connections are taken as they come");
        }
        if (listen.settings().getOrDefault("so_keepalive", "").contains(":")) {
            ledger.warn(directive, "of so_keepalive the kernel's times are used");
        }
        if (listen.address().host().equals("[::]")
                && !binds.contains("0.0.0.0:" + listen.address().port())
                && !"off".equals(listen.settings().get("ipv6only"))) {
            ledger.warn(directive, "Sluice takes IPv4 there, too, as with ipv6only=off");
        }
    }

    /** Where to bind: "[::]" takes IPv4 as well, so that a second listener for that would find the port in use. */
    private String bind(Listen listen) {
        String both = "[::]:" + listen.address().port();
        return text(listen).startsWith("0.0.0.0:") && binds.contains(both) ? both : text(listen);
    }

    private static String text(Listen listen) {
        String text = listen.address().toString();
        return text.startsWith("*") ? "0.0.0.0" + text.substring(1) : text;
    }

    private static String name(Listen listen) {
        String host = listen.address().host();
        String port = Integer.toString(listen.address().port());
        return switch (host) {
            case "*", "0.0.0.0", "[::]" -> port;
            default -> host + "-" + port;
        };
    }

    /** A setting that a server or location has for itself cannot be brought over, unless the listener's is that one. */
    private void settings(Scope server) {
        for (String key : KEYS) {
            for (Directive directive : server.own(key)) {
                boolean counts = byBind.values().stream().anyMatch(listener -> listener.settings == server);
                if (counts && directive.arguments().size() == 1) {
                    ledger.take(directive);
                } else if (counts) {
                    ledger.warn(directive, "its second time is not sent: there is no field Keep-Alive");
                } else {
                    ledger.leave(directive, "it holds for a whole listener in Sluice, as the default server has it");
                }
            }
            leaveBelow(server, key);
        }
    }

    private void leaveBelow(Scope scope, String key) {
        for (Scope child : scope.children()) {
            child.own(key)
                    .forEach(directive ->
                            ledger.leave(directive, "it holds for a whole listener in Sluice, not for a location"));
            leaveBelow(child, key);
        }
    }

    /** The names of the listeners of a server, in order. */
    List<String> of(Scope server) {
        return byBind.values().stream()
                .filter(listener -> listener.servers.contains(server))
                .map(listener -> listener.name)
                .toList();
    }

    /** Whether a server needs a block tls of its own: it speaks TLS where another is the default. */
    boolean needsTls(Scope server) {
        return byBind.values().stream()
                .anyMatch(listener ->
                        listener.isTls() && listener.settings != server && listener.servers.contains(server));
    }

    /** How many listeners there are. */
    int count() {
        return byBind.size();
    }

    /** Whether a server is the default of a listener by its own words. */
    boolean isDefault(Scope server) {
        return byBind.values().stream()
                .anyMatch(listener -> listener.settings == server
                        && listener.listens.stream().anyMatch(listen -> listen.has("default_server")));
    }

    /** Whether a server is the default on one of its listeners by its own words, and not on another. */
    boolean isDefaultOfSome(Scope server) {
        return isDefault(server)
                && byBind.values().stream()
                        .anyMatch(listener -> listener.servers.contains(server) && listener.settings != server);
    }

    void write(Hocon out) {
        out.blank();
        out.open("listeners");
        byBind.values().forEach(listener -> write(listener, out));
        out.close("}");
    }

    private void write(Listener listener, Hocon out) {
        out.open(listener.name, listener.source);
        out.set("bind", Hocon.value(listener.bind));
        for (Listen listen : listener.listens) {
            if (listen.settings().containsKey("backlog")) {
                out.set("backlog", listen.settings().get("backlog"));
            }
            if (listen.has("reuseport")) {
                out.set("reuse-port", "on");
            }
            if (listen.settings().containsKey("so_keepalive")) {
                out.set("so-keepalive", listen.settings().get("so_keepalive").equals("off") ? "off" : "on");
            }
        }
        Scope settings = listener.settings;
        if (listener.isTls()) {
            new TlsBlock(settings, folder, ledger).write(out);
        }
        time(settings, "client_header_timeout", "timeouts.head", out);
        time(settings, "client_body_timeout", "timeouts.body", out);
        time(settings, "send_timeout", "timeouts.send", out);
        time(settings, "keepalive_timeout", "timeouts.keepalive", out);
        value(settings, "keepalive_requests").ifPresent(value -> out.set("keepalive-requests", value));
        value(settings, "tcp_nodelay").ifPresent(value -> out.set("tcp-nodelay", value));
        value(settings, "server_tokens")
                .ifPresent(value -> out.set("server-tokens", value.equals("off") ? "off" : "on"));
        translations.all().forEach(translation -> translation.listener(settings, ledger, out));
        out.close("}");
    }

    private void time(Scope scope, String directive, String key, Hocon out) {
        value(scope, directive).ifPresent(value -> out.set(key, Units.milliseconds(value)));
    }

    private Optional<String> value(Scope scope, String name) {
        return ledger.value(scope, name);
    }
}
