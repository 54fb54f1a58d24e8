package io.sluice.nginx.importer;

import io.sluice.nginx.directive.Context;
import io.sluice.nginx.scope.Scope;
import io.sluice.nginx.syntax.Directive;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** {@code map}. */
final class MapsKey implements Translation {
    private static final String INCLUDE = "include";
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
            Optional<String> problem =
                    line.name().startsWith("~") ? Expressions.problem(line.name()) : Optional.empty();
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
                out.comments(line.comments());
                out.line(line.name() + " = on"
                        + line.remark().map(remark -> " #" + remark.text()).orElse(""));
            }
        }
        out.open("values");
        Set<String> written = new HashSet<>();
        for (Directive line : map.children()) {
            if (line.arguments().size() == 1) {
                out.comments(line.comments());
                value(line, written, out);
            }
        }
        out.close("}");
        out.comments(map.block().orElseThrow().closing());
        out.close("}");
    }

    /** A key and its value; what a file holds stands behind its include. Of an expression that is there twice the first counts. */
    private static void value(Directive line, Set<String> written, Hocon out) {
        String remark = line.remark().map(comment -> " #" + comment.text()).orElse("");
        if (line.name().equals(INCLUDE)) {
            out.line("# " + INCLUDE + " " + line.text(0) + remark.replace(" #", ":"));
        } else if (written.add(key(line.name()))) {
            out.line(Hocon.key(key(line.name())) + " = " + Hocon.value(line.text(0)) + remark);
        }
    }

    private static String key(String name) {
        return name.startsWith("~") ? Expressions.of(name) : name;
    }
}
