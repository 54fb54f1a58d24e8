package io.sluice.nginx.importer;

import io.sluice.nginx.directive.Context;
import io.sluice.nginx.scope.Scope;
import io.sluice.nginx.syntax.Directive;
import java.util.List;

/** The servers of http. */
final class Hosts {
    private final Scope http;
    private final Listeners listeners;
    private final Upstreams upstreams;
    private final Translations translations;
    private final Ledger ledger;
    private final Names names = new Names();

    Hosts(Scope http, Listeners listeners, Upstreams upstreams, Translations translations, Ledger ledger) {
        this.translations = translations;
        this.http = http;
        this.listeners = listeners;
        this.upstreams = upstreams;
        this.ledger = ledger;
    }

    /** Writes them; what upstreams they need is known then. */
    Hocon write(String folder) {
        Hocon out = new Hocon(folder);
        out.blank();
        out.open("hosts");
        for (Scope server : http.children(Context.SERVER)) {
            if (!listeners.of(server).isEmpty()) {
                host(server, folder, out);
            } else {
                ledger.leave(server.opening().orElseThrow(), "none of its addresses can be brought over");
            }
        }
        out.close("}");
        return out;
    }

    private void host(Scope server, String folder, Hocon out) {
        Directive opening = server.opening().orElseThrow();
        if (listeners.isDefaultOfSome(server)) {
            ledger.leave(opening, "it is the default_server of some of its addresses alone; write a server for those");
            return;
        }
        ledger.take(opening);
        List<String> serverNames = server.own("server_name").stream()
                .flatMap(directive -> directive.texts().stream())
                .filter(name -> !name.equals("_"))
                .map(name -> name.startsWith("~") ? Expressions.of(name) : name)
                .distinct()
                .toList();
        server.own("server_name").forEach(ledger::take);
        String fallback = listeners.isDefault(server) ? "default" : "host";
        out.open(names.take(serverNames.isEmpty() ? fallback : serverNames.get(0), fallback), opening);
        out.mark(opening);
        out.commentsAt(server.directives());
        out.set("names", Hocon.list(server.own("server_name").isEmpty() ? List.of("") : serverNames));
        if (listeners.of(server).size() < listeners.count()) {
            out.set("listeners", Hocon.list(listeners.of(server)));
        }
        if (listeners.isDefault(server)) {
            out.set("default", "on");
        }
        if (listeners.needsTls(server)) {
            new TlsBlock(server, folder, ledger).write(out);
        }
        translations.all().forEach(translation -> translation.host(server, ledger, out));
        new StepsKey(server, ledger, out, never -> {}).write();
        new Routes(upstreams, translations, folder, ledger, out).write(server);
        out.comments(opening.block().orElseThrow().closing());
        out.close("}");
    }
}
