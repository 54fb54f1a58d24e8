package io.sluice.nginx.importer;

import io.sluice.nginx.directive.Context;
import io.sluice.nginx.scope.Scope;
import io.sluice.nginx.syntax.Directive;
import java.util.Optional;

/** {@code client_max_body_size}: that of {@code http} once for all routes, others where they differ. */
final class BodyLimit implements Translation {
    private static final String NAME = "client_max_body_size";
    private static final String USUAL = "1m";

    @Override
    public void root(Scope main, Ledger ledger, Hocon out) {
        outer(main)
                .ifPresent(directive -> out.line(
                        "defaults.route.max-body = " + Units.bytes(directive.text(0)) + " # " + out.place(directive)));
    }

    @Override
    public void route(Scope location, Ledger ledger, Hocon out) {
        String usual = outer(RouteLevel.main(location))
                .map(directive -> directive.text(0))
                .orElse(USUAL);
        String own = Units.bytes(ledger.value(location, NAME).orElse(USUAL));
        if (!own.equals(Units.bytes(usual))) {
            out.set("max-body", own);
        }
    }

    private static Optional<Directive> outer(Scope main) {
        return main.children(Context.HTTP).stream().findFirst().flatMap(http -> http.setting(NAME));
    }
}
