package io.sluice.server.config;

import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigOrigin;
import com.typesafe.config.ConfigValue;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Makes known, before any text is compiled, which variables are assigned somewhere: a variable may be used in front of the
 * line that sets it, as in nginx. They are the names of maps, the keys of
 * {@code set} in steps and the named groups of regular expressions.
 */
final class AssignedNames {
    private static final Pattern GROUP = Pattern.compile("\\(\\?P?<([A-Za-z_][A-Za-z0-9_]*)>");
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    private final VariableCompiler variables;
    private final Problems problems;

    private AssignedNames(VariableCompiler variables, Problems problems) {
        this.variables = variables;
        this.problems = problems;
    }

    static void declare(ConfigObject root, VariableCompiler variables, Problems problems) {
        AssignedNames names = new AssignedNames(variables, problems);
        if (root.get("sluice") instanceof ConfigObject sluice && sluice.get("maps") instanceof ConfigObject maps) {
            maps.forEach((name, map) -> names.declare("sluice.maps." + name, name, map.origin(), variables::mapped));
            MapCycles.check(maps, problems);
        }
        names.walk("", root, false);
    }

    private void walk(String path, ConfigValue value, boolean step) {
        if (value instanceof ConfigObject object) {
            object.forEach((key, inner) -> {
                String at = path.isEmpty() ? key : path + "." + key;
                groups(at, key, inner.origin());
                if (step && key.equals("set") && inner instanceof ConfigObject set) {
                    set.forEach((name, text) -> declare(at + "." + name, name, text.origin(), variables::assignable));
                }
                walk(at, inner, key.equals("steps"));
            });
        } else if (value instanceof ConfigList list) {
            for (int i = 0; i < list.size(); i++) {
                walk(path + "[" + i + "]", list.get(i), step);
            }
        } else if (value.unwrapped() instanceof String text) {
            groups(path, text, value.origin());
        }
    }

    private void groups(String path, String text, ConfigOrigin at) {
        if (!text.contains("(?")) {
            return; // nearly all texts
        }
        Matcher group = GROUP.matcher(text);
        while (group.find()) {
            declare(path, group.group(1), at, variables::assignable);
        }
    }

    private void declare(String path, String name, ConfigOrigin at, Consumer<String> variable) {
        try {
            if (!NAME.matcher(name).matches()) {
                throw new IllegalArgumentException(
                        "found \"" + name + "\" (expected: a name of letters, digits and _, without the $)");
            }
            variable.accept(name);
        } catch (IllegalArgumentException e) {
            problems.add(at.filename() + ":" + at.lineNumber() + ": " + path + ": " + e.getMessage());
        }
    }
}
