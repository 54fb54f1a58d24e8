package io.sluice.nginx.importer;

import io.sluice.nginx.scope.Scope;
import io.sluice.nginx.syntax.Directive;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How clients' connections are served: what nginx says by server and location, and Sluice by listener, host and route. */
final class ClientSettings {
    private static final String HEAD = "client_header_timeout";
    private static final String NODELAY = "tcp_nodelay";
    private static final String KEEPALIVE = "keepalive_timeout";

    /** What Sluice says in all three places: nginx's directive, the key, and the value where nothing is said. */
    private enum Setting {
        BODY("client_body_timeout", "timeouts.body", "60s"),
        SEND("send_timeout", "timeouts.send", "60s"),
        IDLE(KEEPALIVE, "timeouts.keepalive", "75s"),
        REQUESTS("keepalive_requests", "keepalive-requests", "1000"),
        TOKENS("server_tokens", "server-tokens", "on");

        private final String directive;
        private final String key;
        private final String usual;

        Setting(String directive, String key, String usual) {
            this.directive = directive;
            this.key = key;
            this.usual = usual;
        }

        /** A value as Sluice has it. */
        String translated(String word) {
            return switch (this) {
                case REQUESTS -> word.equals("0") ? "1" : word;
                case TOKENS -> word.equals("off") ? "off" : "on";
                default -> Units.milliseconds(word);
            };
        }
    }

    /** What nginx looks at before it knows the host: the default server's counts. */
    private static final List<String> BEFORE_THE_HOST = List.of(
            HEAD, "underscores_in_headers", "ignore_invalid_headers", "merge_slashes", "large_client_header_buffers");

    private final Ledger ledger;

    ClientSettings(Ledger ledger) {
        this.ledger = ledger;
    }

    /** Writes the keys of a listener, as its default server has them. */
    void listener(Scope settings, Hocon out) {
        ledger.value(settings, HEAD).ifPresent(value -> out.set("timeouts.head", Units.milliseconds(value)));
        for (Setting setting : Setting.values()) {
            ledger.value(settings, setting.directive)
                    .ifPresent(value -> out.set(setting.key, setting.translated(value)));
        }
        ledger.value(settings, NODELAY).ifPresent(value -> out.set("tcp-nodelay", value));
    }

    /**
     * Writes the keys of a host.
     *
     * @param defaults the default servers of its listeners
     */
    void host(Scope server, List<Scope> defaults, Hocon out) {
        Map<String, String> keys = new LinkedHashMap<>();
        for (Setting setting : Setting.values()) {
            String own = value(server, setting);
            if (defaults.stream().anyMatch(other -> !value(other, setting).equals(own))) {
                keys.put(setting.key, own);
            }
        }
        write(keys, out);
        for (String name : BEFORE_THE_HOST) {
            if (differs(server, name, defaults)) {
                server.own(name)
                        .forEach(directive -> ledger.warn(
                                directive, "the default server's counts: the host is not known yet when it is needed"));
            }
        }
        leaveNodelay(server, defaults);
        tellOfSecondTimes(server);
    }

    /** Writes the keys of a route, for a location or an {@code if} in one. */
    void route(Scope location, Hocon out) {
        Scope base = RouteLevel.base(location);
        Map<String, String> keys = new LinkedHashMap<>();
        for (Setting setting : Setting.values()) {
            String own = value(location, setting);
            if (!own.equals(value(base, setting))) {
                keys.put(setting.key, own);
            }
        }
        write(keys, out);
    }

    private static void write(Map<String, String> keys, Hocon out) {
        keys.forEach((key, value) -> out.set("client." + key, value));
    }

    private String value(Scope scope, Setting setting) {
        return setting.translated(ledger.value(scope, setting.directive).orElse(setting.usual));
    }

    private static boolean differs(Scope scope, String name, List<Scope> defaults) {
        Optional<List<String>> own = scope.setting(name).map(Directive::texts);
        return defaults.stream()
                .anyMatch(other -> !other.setting(name).map(Directive::texts).equals(own));
    }

    private void leaveNodelay(Scope scope, List<Scope> defaults) {
        String own = scope.value(NODELAY).orElse("on");
        if (defaults.stream()
                .anyMatch(other -> !other.value(NODELAY).orElse("on").equals(own))) {
            scope.own(NODELAY)
                    .forEach(directive -> ledger.leave(
                            directive,
                            "it holds for a whole listener in Sluice: say it in http, or in the default server"));
        }
        scope.children().forEach(child -> leaveNodelay(child, defaults));
    }

    private void tellOfSecondTimes(Scope scope) {
        scope.own(KEEPALIVE).stream()
                .filter(directive -> directive.arguments().size() > 1)
                .forEach(directive ->
                        ledger.warn(directive, "its second time is not sent: there is no field Keep-Alive"));
        scope.children().forEach(this::tellOfSecondTimes);
    }
}
