package io.sluice.nginx.importer;

import io.sluice.nginx.directive.Context;
import io.sluice.nginx.scope.Scope;
import io.sluice.nginx.syntax.Directive;
import io.sluice.nginx.value.LocationMatch;
import io.sluice.nginx.value.ValueException;
import java.util.List;
import java.util.Optional;

/** Questions about the level that a route, or a route in a step, is written for. */
final class RouteLevel {
    private RouteLevel() {}

    /** The level whose settings a route, or what stands in for it, has where it says nothing. */
    static Scope base(Scope scope) {
        Scope at = scope.parent().orElseThrow();
        while (scope.context() != Context.LOCATION_IF && at.context() == Context.LOCATION) {
            at = at.parent().orElseThrow();
        }
        return at;
    }

    /** The directives that count at a level, where they are others than those of its base; empty where they are the same. */
    static Optional<List<Directive>> ofItsOwn(Scope scope, String name, Ledger ledger) {
        List<Directive> here = ledger.effective(scope, name);
        return here.equals(ledger.effective(base(scope), name)) ? Optional.empty() : Optional.of(here);
    }

    /** The location that a level is, or is inside of. */
    static Scope location(Scope scope) {
        Scope at = scope;
        while (at.context() != Context.LOCATION) {
            at = at.parent().orElseThrow();
        }
        return at;
    }

    /** What a location matches. */
    static LocationMatch match(Scope location) {
        Directive opening = location.opening().orElseThrow();
        try {
            return LocationMatch.of(opening.texts());
        } catch (ValueException e) {
            throw new IllegalArgumentException(opening.toString(), e);
        }
    }

    /** The outermost level. */
    static Scope main(Scope scope) {
        Scope at = scope;
        while (at.parent().isPresent()) {
            at = at.parent().get();
        }
        return at;
    }
}
