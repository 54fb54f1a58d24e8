package io.sluice.nginx.importer;

import io.sluice.nginx.directive.Context;
import io.sluice.nginx.scope.Scope;
import io.sluice.nginx.syntax.Directive;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The servers of http. */
final class Hosts {
    private final Scope http;
    private final Listeners listeners;
    private final Upstreams upstreams;
    private final Translations translations;
    private final Ledger ledger;
    private final ServerNames serverNames;
    private final Set<String> used = new HashSet<>();
    private final Names names = new Names();

    Hosts(Scope http, Listeners listeners, Upstreams upstreams, Translations translations, Ledger ledger) {
        this.translations = translations;
        this.http = http;
        this.listeners = listeners;
        this.upstreams = upstreams;
        this.ledger = ledger;
        this.serverNames = new ServerNames(http, listeners, ledger);
    }

    /** Writes them; what upstreams and listeners they need is known then. */
    Hocon write(Environment environment) {
        Hocon out = new Hocon(environment.folder());
        out.blank();
        out.open("hosts");
        List<Scope> written = http.children(Context.SERVER).stream()
                .filter(this::canBeWritten)
                .toList();
        written.forEach(server -> used.addAll(serverNames.of(server).at()));
        written.forEach(server -> host(server, serverNames.of(server), environment, out));
        out.close("}");
        return out;
    }

    /** The names of the listeners on which a host is served that was written. */
    Set<String> used() {
        return used;
    }

    private boolean canBeWritten(Scope server) {
        Directive opening = server.opening().orElseThrow();
        if (listeners.at(server).isEmpty()) {
            String reason = server.own("listen").stream()
                    .flatMap(listen -> ledger.reason(listen).stream())
                    .findFirst()
                    .orElseThrow();
            ledger.leave(opening, "none of its addresses can be brought over: " + reason);
        } else if (!ledger.isLeft(opening) && serverNames.of(server).at().isEmpty()) {
            ledger.skip(opening);
            return false;
        }
        return !ledger.isLeft(opening);
    }

    private void host(Scope server, ServerNames.Served served, Environment environment, Hocon out) {
        Directive opening = server.opening().orElseThrow();
        ledger.take(opening);
        server.own("server_name").forEach(ledger::take);
        List<String> defaultOn = listeners.at(server).stream()
                .filter(listener -> listener.hasNamedDefault(server) && used.contains(listener.name()))
                .map(Listener::name)
                .toList();
        String fallback = defaultOn.isEmpty() ? "host" : "default";
        out.open(names.take(served.names().isEmpty() ? fallback : served.names().get(0), fallback), opening);
        out.mark(opening);
        out.commentsAt(server.directives());
        out.set("names", Hocon.list(served.names()));
        if (served.at().size() < used.size()) {
            out.set("listeners", Hocon.list(served.at()));
        }
        if (!defaultOn.isEmpty()) {
            out.set("default", defaultOn.equals(served.at()) ? "on" : Hocon.list(defaultOn));
        }
        if (listeners.needsTls(server)) {
            new TlsBlock(server, environment, ledger).write(out);
        }
        new ClientSettings(ledger).host(server, listeners.defaults(server), out);
        translations.all().forEach(translation -> translation.host(server, ledger, out));
        new StepsKey(server, environment, ledger, out, never -> {}).write();
        new Routes(upstreams, translations, environment, ledger, out).write(server);
        out.comments(opening.block().orElseThrow().closing());
        out.close("}");
    }
}
