package io.sluice.nginx.importer;

import io.sluice.nginx.scope.Scope;
import io.sluice.nginx.syntax.Directive;
import io.sluice.nginx.value.LocationMatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code proxy_redirect}, of which nginx has one where nothing is said. */
final class LocationsKey {
    private LocationsKey() {}

    /**
     * Writes the rules of a level that passes requests on.
     *
     * @param pass its proxy_pass
     */
    static void write(Scope scope, Directive pass, Ledger ledger, Hocon out) {
        List<Directive> directives = ledger.effective(scope, "proxy_redirect");
        List<String> rules = new ArrayList<>();
        if (directives.isEmpty()) {
            usual(scope, pass).ifPresent(rules::add);
        }
        for (Directive directive : directives) {
            if (directive.text(0).equals("off")) {
                continue;
            }
            if (directive.text(0).equals("default")) {
                usual(scope, pass).ifPresent(rules::add);
                continue;
            }
            String from = directive.text(0);
            Optional<String> problem = from.startsWith("~") ? Expressions.problem(from) : Optional.empty();
            if (problem.isPresent()) {
                ledger.leave(directive, problem.get());
            } else {
                rules.add(rule(from.startsWith("~") ? Expressions.of(from) : from, directive.text(1)));
            }
        }
        if (!rules.isEmpty()) {
            out.openList("locations = [");
            rules.forEach(out::line);
            out.close("]");
        }
    }

    /** ngx_http_proxy_redirect's "default". */
    private static Optional<String> usual(Scope scope, Directive pass) {
        String url = pass.text(0);
        if (url.contains("$")) {
            return Optional.empty();
        }
        if (url.indexOf('/', url.indexOf("://") + 3) < 0) {
            return Optional.of(rule(url + "/", "/"));
        }
        LocationMatch match = RouteLevel.match(RouteLevel.location(scope));
        return Optional.of(rule(url, match.pattern()));
    }

    private static String rule(String from, String to) {
        return "{ from = " + Hocon.quote(from) + ", to = " + Hocon.quote(to) + " }";
    }
}
