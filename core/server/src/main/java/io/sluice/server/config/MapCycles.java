package io.sluice.server.config;

import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Refuses maps that need their own value, straight or by way of others. */
final class MapCycles {
    private static final Pattern USE = Pattern.compile("\\$\\{?([A-Za-z0-9_]+)");

    private final Map<String, Set<String>> uses = new TreeMap<>();

    private MapCycles() {}

    static void check(ConfigObject maps, Problems problems) {
        MapCycles cycles = new MapCycles();
        maps.forEach((name, map) -> {
            Set<String> used = new TreeSet<>();
            collect(map, used);
            cycles.uses.put(lower(name), used);
        });
        maps.forEach((name, map) -> {
            Set<String> reached = new LinkedHashSet<>();
            cycles.walk(lower(name), reached);
            if (reached.contains(lower(name))) {
                problems.add(map.origin().filename() + ":" + map.origin().lineNumber() + ": sluice.maps." + name
                        + ": the value of $" + name + " needs that of $" + name
                        + " (expected: maps that do not go round"
                        + " in circles)");
            }
        });
    }

    private void walk(String name, Set<String> reached) {
        for (String used : uses.getOrDefault(name, Set.of())) {
            if (reached.add(used)) {
                walk(used, reached);
            }
        }
    }

    private static void collect(ConfigValue value, Set<String> used) {
        if (value instanceof ConfigObject object) {
            object.values().forEach(inner -> collect(inner, used));
        } else if (value instanceof ConfigList list) {
            list.forEach(inner -> collect(inner, used));
        } else if (value.unwrapped() instanceof String text) {
            Matcher use = USE.matcher(text);
            while (use.find()) {
                used.add(lower(use.group(1)));
            }
        }
    }

    private static String lower(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
