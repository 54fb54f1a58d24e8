package io.sluice.nginx.importer;

import io.sluice.nginx.scope.Scope;
import io.sluice.nginx.syntax.Directive;
import java.util.List;

/** How clients' connections are served: what nginx says by server and location, and Sluice by listener. */
final class ClientSettings {
    private static final List<String> KEYS = List.of(
            "client_header_timeout",
            "client_body_timeout",
            "send_timeout",
            "keepalive_timeout",
            "keepalive_requests",
            "server_tokens",
            "tcp_nodelay");

    private final Ledger ledger;

    ClientSettings(Ledger ledger) {
        this.ledger = ledger;
    }

    /** Writes the keys of a listener, as its default server has them. */
    void listener(Scope settings, Hocon out) {
        time(settings, "client_header_timeout", "timeouts.head", out);
        time(settings, "client_body_timeout", "timeouts.body", out);
        time(settings, "send_timeout", "timeouts.send", out);
        time(settings, "keepalive_timeout", "timeouts.keepalive", out);
        ledger.value(settings, "keepalive_requests").ifPresent(value -> out.set("keepalive-requests", value));
        ledger.value(settings, "tcp_nodelay").ifPresent(value -> out.set("tcp-nodelay", value));
        ledger.value(settings, "server_tokens")
                .ifPresent(value -> out.set("server-tokens", value.equals("off") ? "off" : "on"));
    }

    /**
     * A setting that a server or location has for itself cannot be brought over, unless the listener's is that one.
     *
     * @param defaults the default servers of its listeners
     */
    void server(Scope server, List<Scope> defaults) {
        for (String key : KEYS) {
            for (Directive directive : server.own(key)) {
                boolean counts = defaults.contains(server);
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

    private void time(Scope scope, String directive, String key, Hocon out) {
        ledger.value(scope, directive).ifPresent(value -> out.set(key, Units.milliseconds(value)));
    }
}
