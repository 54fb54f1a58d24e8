package io.sluice.nginx.importer;

import io.sluice.nginx.directive.Context;
import io.sluice.nginx.scope.Scope;
import io.sluice.nginx.syntax.Directive;
import io.sluice.nginx.value.LocationMatch;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Blocks {@code types}. Each is written once, as a value of one's own beside {@code sluice}, and referred to by the routes: a
 * file mime.types is long.
 */
final class MediaTypes {
    private static final String PATH = "vars.";

    private MediaTypes() {}

    /** The value of the key types of a route; empty where nginx's own few are meant. */
    static Optional<String> reference(Scope scope, Ledger ledger) {
        List<Directive> types = ledger.effective(scope, "types");
        return types.isEmpty()
                ? Optional.empty()
                : Optional.of("${" + PATH + names(RouteLevel.main(scope)).get(types.get(types.size() - 1)) + "}");
    }

    /** The type of a location that matches one path with an extension. */
    static Optional<String> ofExactPath(Scope scope, Ledger ledger) {
        if (scope.context() != Context.LOCATION && scope.context() != Context.LOCATION_IF) {
            return Optional.empty();
        }
        LocationMatch match = RouteLevel.match(RouteLevel.location(scope));
        int dot = match.pattern().lastIndexOf('.');
        if (match.kind() != LocationMatch.Kind.EXACT || dot <= match.pattern().lastIndexOf('/')) {
            return Optional.empty();
        }
        List<Directive> types = ledger.effective(scope, "types");
        String extension = match.pattern().substring(dot + 1).toLowerCase(Locale.ROOT);
        return types.isEmpty()
                ? Optional.empty()
                : Optional.ofNullable(byExtension(types.get(types.size() - 1)).get(extension));
    }

    /** Writes the blocks that were referred to. */
    static void write(Scope main, Hocon out) {
        String written = out.toString();
        Map<Directive, String> used = new LinkedHashMap<>(names(main));
        used.values().removeIf(name -> !written.contains("${" + PATH + name + "}"));
        if (used.isEmpty()) {
            return;
        }
        out.blank();
        out.open("vars");
        used.forEach((types, name) -> {
            out.open(name, types);
            types.children()
                    .forEach(line -> out.line(line.texts().stream()
                            .map(extension -> Hocon.key(extension) + " = " + Hocon.value(line.name()))
                            .collect(Collectors.joining(", "))));
            out.close("}");
        });
        out.close("}");
    }

    private static Map<String, String> byExtension(Directive types) {
        Map<String, String> found = new LinkedHashMap<>();
        types.children()
                .forEach(line ->
                        line.texts().forEach(extension -> found.put(extension.toLowerCase(Locale.ROOT), line.name())));
        return found;
    }

    private static Map<Directive, String> names(Scope main) {
        List<Directive> all = new ArrayList<>();
        collect(main, all);
        Map<Directive, String> names = new LinkedHashMap<>();
        for (Directive types : all) {
            names.put(types, names.isEmpty() ? "types" : "types-" + (names.size() + 1));
        }
        return names;
    }

    private static void collect(Scope scope, List<Directive> all) {
        all.addAll(scope.own("types"));
        scope.children().forEach(child -> collect(child, all));
    }
}
