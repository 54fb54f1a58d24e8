package io.sluice.nginx.directive;

import io.sluice.nginx.syntax.Directive;
import io.sluice.nginx.syntax.Problem;
import io.sluice.nginx.value.ValueException;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Of map and its entries. */
final class MapRules {
    private MapRules() {}

    static void check(Directive directive) throws ValueException {
        String name = directive.text(1);
        if (!name.startsWith("$")) {
            throw new ValueException("invalid variable name \"" + name + "\"");
        }
    }

    /** What is wrong with the first bad entry. */
    static Optional<Problem> entries(Directive map) {
        Set<String> keys = new HashSet<>();
        boolean hasDefault = false;
        for (Directive entry : map.children()) {
            if (entry.block().isPresent()) {
                // Told for every block of entries.
                continue;
            }
            String key = entry.name();
            int words = entry.arguments().size() + 1;
            if (words != 2 && !(words == 1 && (key.equals("hostnames") || key.equals("volatile")))) {
                return Optional.of(Problem.of(entry, "invalid number of the map parameters"));
            }
            if (key.equals("include") || key.startsWith("~")) {
                continue;
            }
            if (key.equals("default")) {
                if (hasDefault) {
                    return Optional.of(Problem.of(entry, "duplicate default map parameter"));
                }
                hasDefault = true;
                continue;
            }
            String folded = (key.startsWith("\\") ? key.substring(1) : key).toLowerCase(Locale.ROOT);
            if (!keys.add(folded)) {
                return Optional.of(Problem.of(entry, "conflicting parameter \"" + folded + "\""));
            }
        }
        return Optional.empty();
    }
}
