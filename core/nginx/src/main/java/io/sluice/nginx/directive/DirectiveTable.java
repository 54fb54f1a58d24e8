package io.sluice.nginx.directive;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** All directives of nginx, from directives.txt. Immutable. */
public final class DirectiveTable {
    private static final DirectiveTable NGINX = read();

    private final Map<String, List<DirectiveRule>> rules = new HashMap<>();
    private final Set<String> names = new TreeSet<>();

    private DirectiveTable() {}

    /** The table. */
    public static DirectiveTable nginx() {
        return NGINX;
    }

    /** The rule for a directive in a context; empty where nginx does not allow it there. */
    public Optional<DirectiveRule> rule(String name, Context context) {
        return rules(name).stream()
                .filter(rule -> rule.contexts().contains(context))
                .findFirst();
    }

    /** All rules for a name; none where it is unknown, or known by name alone. */
    public List<DirectiveRule> rules(String name) {
        return rules.getOrDefault(name, List.of());
    }

    /** Whether nginx, in any of its modules, has a directive of that name. */
    public boolean isKnown(String name) {
        return names.contains(name);
    }

    /** The known name that is nearest to an unknown one; empty where none is near. */
    public Optional<String> nearest(String name) {
        return NearMiss.of(name, names);
    }

    private static DirectiveTable read() {
        DirectiveTable table = new DirectiveTable();
        try (InputStream in = DirectiveTable.class.getResourceAsStream("directives.txt");
                BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            String[] heading = {};
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("[")) {
                    heading = line.substring(1, line.length() - 1).split(" ", -1);
                } else if (!line.isEmpty() && !line.startsWith("#")) {
                    table.add(heading, line.split(" +", -1));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return table;
    }

    private void add(String[] heading, String[] columns) {
        if (heading[0].equals("known")) {
            names.addAll(Arrays.asList(columns));
            return;
        }
        String[] inheritance = columns[4].split(":", -1);
        DirectiveRule rule = new DirectiveRule(
                columns[0],
                heading[0],
                heading.length > 1 ? Optional.of(heading[1]) : Optional.empty(),
                contexts(columns[1]),
                Arity.of(columns[2]),
                ValueRule.of(columns[3]),
                Inheritance.valueOf(inheritance[0].toUpperCase(Locale.ROOT)),
                inheritance.length > 1 ? inheritance[1] : columns[0]);
        names.add(rule.name());
        rules.computeIfAbsent(rule.name(), name -> new ArrayList<>()).add(rule);
    }

    private static Set<Context> contexts(String column) {
        if (column.equals("any")) {
            return EnumSet.allOf(Context.class);
        }
        Set<Context> contexts = EnumSet.noneOf(Context.class);
        for (String word : column.split(",", -1)) {
            contexts.add(Context.of(word));
        }
        return contexts;
    }
}
