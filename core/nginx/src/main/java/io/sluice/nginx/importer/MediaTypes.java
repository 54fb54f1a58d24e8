package io.sluice.nginx.importer;

import io.sluice.nginx.scope.Scope;
import io.sluice.nginx.syntax.Directive;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Blocks {@code types}. nginx's own file mime.types is {@code common} in Sluice; others are written once, as values of one's
 * own beside {@code sluice}, and referred to by the routes, as they may be long.
 */
final class MediaTypes {
    private static final String PATH = "vars.";
    private static final String COMMON = "common";

    private MediaTypes() {}

    /** The value of the key types; empty where nginx's own few are meant. */
    static Optional<String> reference(Scope scope, Environment environment, Ledger ledger) {
        return byExtension(scope, ledger)
                .map(types -> environment.isCommon(types)
                        ? COMMON
                        : "${" + PATH + names(RouteLevel.main(scope)).get(types) + "}");
    }

    /** The types that hold at a level, by extension in lower case; empty where nginx's own few do. */
    static Optional<Map<String, String>> byExtension(Scope scope, Ledger ledger) {
        List<Directive> blocks = ledger.effective(scope, "types");
        return blocks.isEmpty() ? Optional.empty() : Optional.of(merged(blocks));
    }

    /** Writes the blocks that were referred to. */
    static void write(Scope main, Hocon out) {
        String written = out.toString();
        Map<Map<String, String>, String> used = new LinkedHashMap<>(names(main));
        used.values().removeIf(name -> !written.contains("${" + PATH + name + "}"));
        if (used.isEmpty()) {
            return;
        }
        Map<Map<String, String>, Directive> sources = new LinkedHashMap<>();
        levels(main).forEach(blocks -> sources.putIfAbsent(merged(blocks), blocks.get(0)));
        out.blank();
        out.open("vars");
        used.forEach((types, name) -> {
            out.open(name, sources.get(types));
            lines(types).forEach(out::line);
            out.close("}");
        });
        out.close("}");
    }

    /** A line for each type. */
    private static List<String> lines(Map<String, String> types) {
        Map<String, List<String>> byType = new LinkedHashMap<>();
        types.forEach((extension, type) -> byType.computeIfAbsent(type, key -> new ArrayList<>())
                .add(Hocon.key(extension) + " = " + Hocon.value(type)));
        return byType.values().stream()
                .map(entries -> entries.stream().collect(Collectors.joining(", ")))
                .toList();
    }

    /** All blocks of a level are one; of an extension that is there twice the last type counts. */
    private static Map<String, String> merged(List<Directive> blocks) {
        Map<String, String> types = new LinkedHashMap<>();
        blocks.stream()
                .flatMap(block -> block.children().stream())
                .filter(line -> !line.name().equals("include")) // what it brings stands behind it
                .forEach(line ->
                        line.texts().forEach(extension -> types.put(extension.toLowerCase(Locale.ROOT), line.name())));
        return types;
    }

    private static Map<Map<String, String>, String> names(Scope main) {
        Map<Map<String, String>, String> names = new LinkedHashMap<>();
        for (List<Directive> blocks : levels(main)) {
            names.computeIfAbsent(merged(blocks), types -> names.isEmpty() ? "types" : "types-" + (names.size() + 1));
        }
        return names;
    }

    /** The blocks of each level that has some. */
    private static List<List<Directive>> levels(Scope scope) {
        List<List<Directive>> all = new ArrayList<>();
        if (!scope.own("types").isEmpty()) {
            all.add(scope.own("types"));
        }
        scope.children().forEach(child -> all.addAll(levels(child)));
        return all;
    }
}
