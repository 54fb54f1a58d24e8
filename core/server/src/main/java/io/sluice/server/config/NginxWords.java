package io.sluice.server.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Knows the keys of Sluice for the words of nginx, which those who come from there write at first. reference.conf has them:
 * {@code nginx: proxy_read_timeout.} in the comment of a key. Immutable.
 */
final class NginxWords {
    private static final Pattern REMARK =
            Pattern.compile("nginx: ([a-z_]+(?:(?:, | and )[a-z_]+)*)(\\.|,| \\(| in | with | …| https)");
    private static final String RULES = "sluice.hosts.NAME.routes[].policies, such as { policy = rules, ";

    /** Those that are no key of their own. */
    private static final Map<String, String> OTHERS = Map.of(
            "http",
            "not needed: its blocks stand in sluice",
            "events",
            "not needed: its directives stand in sluice",
            "include",
            "written without = and ;: include \"hosts/*.conf\"",
            "proxy_set_header",
            "sluice.hosts.NAME.routes[].host-header for Host, else " + RULES + "request { set { X-A = \"a\" } } }",
            "add_header",
            RULES + "response { add { X-A = \"a\" } } }",
            "proxy_hide_header",
            RULES + "response { remove = [X-A] } }");

    private static final class Holder {
        static final NginxWords WORDS =
                new NginxWords(ConfigFactory.parseResources(NginxWords.class.getClassLoader(), "reference.conf"));
    }

    /** A key of Sluice as it is written, and whether it is all that the word means. */
    private record Key(String path, boolean whole) {}

    private final Map<String, List<Key>> keys = new HashMap<>();

    private NginxWords(Config reference) {
        walk("sluice", reference.getObject("sluice"));
    }

    /** {@code "; nginx's … is …"} for the unknown key at the end of a path; nothing where nginx has no such word. */
    static String hint(String path) {
        String word = path.substring(path.lastIndexOf('.') + 1)
                .replaceAll("^\"|\"$", "")
                .replaceAll("[ \\[].*", "")
                .replace('-', '_');
        if (OTHERS.containsKey(word)) {
            return "; nginx's " + word + " is " + OTHERS.get(word);
        }
        List<Key> known = Holder.WORDS.keys.getOrDefault(word, List.of()).stream()
                .filter(key -> common(key, path) < parts(key.path()).length) // else it stands below that key
                .toList();
        int best = known.stream().mapToInt(key -> common(key, path)).max().orElse(0);
        return known.isEmpty()
                ? ""
                : known.stream()
                        .filter(key -> common(key, path) == best)
                        .sorted(Comparator.comparing((Key key) -> !key.whole()).thenComparing(Key::path))
                        .limit(2)
                        .map(Key::path)
                        .collect(Collectors.joining(" or ", "; nginx's " + word + " is ", ""));
    }

    private void walk(String path, ConfigObject block) {
        block.forEach((name, value) -> {
            String key = path + "." + name;
            Matcher remark = REMARK.matcher(String.join("", value.origin().comments()));
            while (remark.find()) {
                if (!remark.group(2).startsWith(" …") && !remark.group(2).equals(" https")) {
                    for (String word : remark.group(1).split(", | and ", -1)) {
                        keys.computeIfAbsent(word, any -> new ArrayList<>())
                                .add(new Key(written(key), remark.group(2).matches("[.,]")));
                    }
                }
            }
            if (value instanceof ConfigObject inner) {
                walk(key, inner);
            }
        });
    }

    /** A key of sluice.defaults as it is written where it counts. */
    private static String written(String key) {
        return key.replaceFirst("^sluice\\.defaults\\.listener\\.", "sluice.listeners.NAME.")
                .replaceFirst("^sluice\\.defaults\\.tls\\.", "sluice.listeners.NAME.tls.")
                .replaceFirst("^sluice\\.defaults\\.upstream\\.", "sluice.upstreams.NAME.")
                .replaceFirst("^sluice\\.defaults\\.upstream-tls\\.", "sluice.upstreams.NAME.tls.")
                .replaceFirst("^sluice\\.defaults\\.server\\.", "sluice.upstreams.NAME.servers[].")
                .replaceFirst("^sluice\\.defaults\\.host\\.", "sluice.hosts.NAME.")
                .replaceFirst("^sluice\\.defaults\\.route\\.", "sluice.hosts.NAME.routes[].")
                .replaceFirst("^sluice\\.defaults\\.map\\.", "sluice.maps.NAME.")
                .replaceFirst("^sluice\\.defaults\\.access-log\\.", "sluice.access-log.");
    }

    /** How many first parts two paths have in common, names of blocks and numbers in lists not looked at. */
    private static int common(Key key, String path) {
        String[] a = parts(key.path());
        String[] b = parts(path);
        int same = 0;
        while (same < Math.min(a.length, b.length) && (a[same].equals(b[same]) || a[same].equals("NAME"))) {
            same++;
        }
        return same;
    }

    private static String[] parts(String path) {
        return path.replaceAll("\\[\\d*]", "").split("\\.", -1);
    }
}
