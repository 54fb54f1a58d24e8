package io.sluice.nginx.importer;

import io.sluice.nginx.scope.Scope;
import io.sluice.nginx.syntax.Directive;
import java.util.List;
import java.util.Set;

/** {@code proxy_next_upstream}, its tries and its timeout. */
final class NextUpstreamKey {
    private static final Set<String> DEFAULT = Set.of("error", "timeout");

    private NextUpstreamKey() {}

    /** Writes what holds at a level that passes requests on, where it is not the default. */
    static void write(Scope scope, Ledger ledger, Hocon out) {
        for (Directive directive : ledger.effective(scope, "proxy_next_upstream")) {
            List<String> words = directive.texts();
            if (words.contains("off")) {
                out.set("next-upstream.on", "[]"); // as in nginx, whatever else is named
            } else if (!Set.copyOf(words).equals(DEFAULT)) {
                List<String> conditions = words.stream()
                        .filter(word -> !word.equals("updating")) // of caches, which Sluice has not
                        .map(word -> word.replace('_', '-'))
                        .distinct()
                        .toList();
                out.set("next-upstream.on", "[" + String.join(", ", conditions) + "]");
            }
        }
        ledger.value(scope, "proxy_next_upstream_tries")
                .filter(tries -> !tries.matches("0+"))
                .ifPresent(tries -> out.set("next-upstream.tries", tries));
        ledger.value(scope, "proxy_next_upstream_timeout")
                .ifPresent(time -> out.set("next-upstream.timeout", Units.milliseconds(time)));
    }
}
