package io.sluice.nginx.importer;

import io.sluice.nginx.scope.Scope;
import io.sluice.nginx.syntax.Configuration;
import io.sluice.nginx.syntax.Directive;
import java.util.List;
import java.util.stream.Stream;

/** The map from $http_upgrade that nginx needs for WebSockets; Sluice passes an upgrade on without it. */
final class ConnectionMap {
    private final Scope http;
    private final Ledger ledger;

    ConnectionMap(Scope http, Ledger ledger) {
        this.http = http;
        this.ledger = ledger;
    }

    /** Takes each such map whose variable is used for the field Connection alone. */
    void take(Configuration configuration) {
        http.own("map").stream()
                .filter(map -> isNotNeeded(map, configuration.main().directives()))
                .forEach(ledger::take);
    }

    /** Whether a map serves nothing but the field Connection. */
    static boolean isNotNeeded(Directive map, List<Directive> all) {
        return map.text(0).equals("$http_upgrade") && uses(all, map).allMatch(ConnectionMap::setsConnection);
    }

    private static boolean setsConnection(Directive directive) {
        return directive.name().equals("proxy_set_header") && directive.text(0).equalsIgnoreCase("Connection");
    }

    private static Stream<Directive> uses(List<Directive> directives, Directive map) {
        return directives.stream()
                .filter(directive -> directive.ordinal() != map.ordinal())
                .flatMap(directive -> Stream.concat(
                        directive.texts().stream().anyMatch(text -> text.contains(map.text(1)))
                                ? Stream.of(directive)
                                : Stream.empty(),
                        uses(directive.children(), map)));
    }
}
