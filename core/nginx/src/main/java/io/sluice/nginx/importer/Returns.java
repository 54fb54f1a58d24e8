package io.sluice.nginx.importer;

import io.sluice.nginx.directive.Context;
import io.sluice.nginx.scope.Scope;
import io.sluice.nginx.syntax.Directive;
import io.sluice.nginx.value.LocationMatch;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** {@code return} as the value of the key of this name. */
final class Returns {
    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);
    private static final Set<Integer> WITHOUT_BODY = Set.of(204, 205, 304, 444);
    private static final String PLAIN = "text/plain";

    /** What nginx has without a block types. */
    private static final Map<String, String> FEW = Map.of("html", "text/html", "gif", "image/gif", "jpg", "image/jpeg");

    private final Environment environment;
    private final Ledger ledger;

    Returns(Environment environment, Ledger ledger) {
        this.environment = environment;
        this.ledger = ledger;
    }

    /** The value; empty where it cannot be brought over, and that is noted. */
    Optional<String> value(Directive directive, Scope scope) {
        String first = directive.text(0);
        boolean status = first.matches("[0-9]{1,3}");
        if (!status) {
            ledger.take(directive);
            return Optional.of("{ location = " + Hocon.value(first) + " }");
        }
        int code = Integer.parseInt(first);
        if (code < 200 || code > 599) {
            ledger.leave(directive, "Sluice answers with a status from 200 to 599");
            return Optional.empty();
        }
        ledger.take(directive);
        if (directive.arguments().size() == 1 || WITHOUT_BODY.contains(code)) {
            return Optional.of(Integer.toString(code));
        }
        String text = Hocon.value(directive.text(1));
        return Optional.of(
                REDIRECTS.contains(code)
                        ? "{ status = " + code + ", location = " + text + " }"
                        : "{ status = " + code + ", body = " + text + types(scope) + " }");
    }

    /** nginx takes the type from {@code types} by the path's extension, else from {@code default_type}. */
    private String types(Scope scope) {
        Optional<Map<String, String>> types = MediaTypes.byExtension(scope, ledger);
        String otherwise = ledger.value(scope, "default_type").orElse(PLAIN);
        Optional<String> path = onlyPath(scope);
        boolean always = types.isPresent() && types.get().isEmpty();
        if (path.isPresent() || always) {
            String extension = path.map(Returns::extension).orElse("");
            String type = types.orElse(FEW).getOrDefault(extension, otherwise);
            boolean usual =
                    path.isPresent() && FEW.getOrDefault(extension, PLAIN).equals(type);
            return usual ? "" : ", content-type = " + Hocon.value(type);
        }
        return MediaTypes.reference(scope, environment, ledger)
                        .map(reference -> ", types = " + reference)
                        .orElse("")
                + (otherwise.equals(PLAIN) ? "" : ", default-type = " + Hocon.value(otherwise));
    }

    /** The one path for which a level answers; empty where there may be others. */
    private static Optional<String> onlyPath(Scope scope) {
        if (scope.context() != Context.LOCATION && scope.context() != Context.LOCATION_IF) {
            return Optional.empty();
        }
        LocationMatch match = RouteLevel.match(RouteLevel.location(scope));
        return match.kind() == LocationMatch.Kind.EXACT ? Optional.of(match.pattern()) : Optional.empty();
    }

    /** In lower case; a dot at the start of a name begins none. */
    private static String extension(String path) {
        int dot = path.lastIndexOf('.');
        return dot <= path.lastIndexOf('/') + 1 ? "" : path.substring(dot + 1).toLowerCase(Locale.ROOT);
    }
}
