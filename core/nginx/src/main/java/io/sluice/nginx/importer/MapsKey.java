package io.sluice.nginx.importer;

import io.sluice.nginx.directive.Context;
import io.sluice.nginx.scope.Scope;
import io.sluice.nginx.syntax.Directive;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** {@code map}. */
final class MapsKey implements Translation {
    private static final Set<String> FLAGS = Set.of("hostnames", "volatile");

    @Override
    public void root(Scope main, Ledger ledger, Hocon out) {
        List<Directive> maps = main.children(Context.HTTP).stream()
                .flatMap(http -> http.own("map").stream())
                .filter(map ->
                        !ledger.isLeft(map) && !ConnectionMap.isNotNeeded(map, main.directives()) && sound(map, ledger))
                .toList();
        if (maps.isEmpty()) {
            return;
        }
        out.blank();
        out.open("maps");
        maps.forEach(map -> write(map, ledger, out));
        out.close("}");
    }

    private static boolean sound(Directive map, Ledger ledger) {
        for (Directive line : map.children()) {
            Optional<String> problem = line.name().startsWith("~")
                    ? Expressions.problem(line.name())
                    : line.name().equals("include")
                            ? Optional.of("write what the file of its include holds into it")
                            : Optional.empty();
            if (problem.isPresent()) {
                ledger.leave(map, problem.get());
                return false;
            }
        }
        return true;
    }

    private static void write(Directive map, Ledger ledger, Hocon out) {
        ledger.take(map);
        out.open(map.text(1).substring(1), map);
        out.set("of", Hocon.value(map.text(0)));
        for (Directive line : map.children()) {
            if (line.arguments().isEmpty() && FLAGS.contains(line.name())) {
                out.set(line.name(), "on");
            }
        }
        out.open("values");
        for (Directive line : map.children()) {
            if (line.arguments().size() == 1) {
                out.comments(line.comments());
                out.line(Hocon.key(key(line.name())) + " = " + Hocon.value(line.text(0))
                        + line.remark().map(remark -> " #" + remark.text()).orElse(""));
            }
        }
        out.close("}");
        out.comments(map.block().orElseThrow().closing());
        out.close("}");
    }

    private static String key(String name) {
        return name.startsWith("~") ? Expressions.of(name) : name;
    }
}
