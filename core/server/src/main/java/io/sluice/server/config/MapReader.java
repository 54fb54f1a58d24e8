package io.sluice.server.config;

import io.sluice.api.Template;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads {@code maps { <variable> { of = …, values { … } } }}. */
final class MapReader {
    private static final String FALLBACK = "default";

    private final VariableCompiler variables;

    MapReader(VariableCompiler variables) {
        this.variables = variables;
    }

    /** Makes the variables; their names are known already. */
    void read(Block maps, Block defaults) {
        maps.named(defaults).forEach((name, block) -> variables.map(name, map(block)));
    }

    private static MapConfig map(Block block) {
        if (!block.has("of")) {
            block.refuse("of", "the text that is looked up, such as $http_upgrade");
        }
        boolean hostnames = block.bool("hostnames");
        Map<String, Template> values = new HashMap<>();
        List<MapConfig.Regex> expressions = new ArrayList<>();
        Optional<Template> fallback = Optional.empty();
        Set<String> seen = new HashSet<>();
        Block inner = block.block("values");
        for (Map.Entry<String, Template> entry : block.templates("values").entrySet()) {
            String key = entry.getKey();
            if (key.equals(FALLBACK)) {
                fallback = Optional.ofNullable(entry.getValue());
            } else if (key.startsWith("~")) {
                expression(inner, key, entry.getValue()).ifPresent(expressions::add);
            } else {
                String text = key.startsWith("\\") ? key.substring(1) : key;
                for (String each : keys(text, hostnames)) {
                    if (!seen.add(each.toLowerCase(Locale.ROOT))) {
                        inner.refuse(key, "each key once: texts are compared without regard to case");
                    }
                    values.put(each, entry.getValue());
                }
            }
        }
        Template of = block.has("of") ? block.template("of") : null;
        return new MapConfig(of, hostnames, values, List.copyOf(expressions), fallback, block.bool("volatile"));
    }

    /** {@code .example.com} stands for the name and for all below it. */
    private static Set<String> keys(String text, boolean hostnames) {
        return hostnames && text.startsWith(".") && text.length() > 1
                ? Set.of(text.substring(1), "*" + text)
                : Set.of(text);
    }

    private static Optional<MapConfig.Regex> expression(Block values, String key, Template value) {
        boolean ignoreCase = key.startsWith("~*");
        String text = key.substring(ignoreCase ? 2 : 1);
        Optional<String> problem = Regexes.problem(text);
        problem.ifPresent(expected -> values.refuse(key, "as a key " + expected));
        return problem.isPresent() ? Optional.empty() : Optional.of(new MapConfig.Regex(text, ignoreCase, value));
    }
}
