package io.sluice.server.route;

import com.google.re2j.Pattern;
import io.sluice.server.config.HostConfig;
import io.sluice.server.config.HostNames;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * The hosts of one listener. The order of precedence is nginx's: the exact name, the longest {@code *.example.com}, the
 * longest {@code www.example.*}, the first regular expression, the default.
 */
final class NameTable<R> {
    private final Map<String, PathTable<R>> exact = new HashMap<>();
    private final CharTrie<PathTable<R>> suffixes;
    private final CharTrie<PathTable<R>> prefixes;
    private final List<Regex<R>> regexes = new ArrayList<>();
    private final PathTable<R> fallback;

    private record Regex<R>(Pattern pattern, PathTable<R> paths) {}

    /**
     * Builds the table.
     *
     * @param hosts those served on the listener, in the order of the file
     * @param fallback the default one
     * @param tables makes, or has made, the routes of a host
     */
    NameTable(List<HostConfig> hosts, HostConfig fallback, Function<HostConfig, PathTable<R>> tables) {
        Map<String, PathTable<R>> endings = new HashMap<>();
        Map<String, PathTable<R>> beginnings = new HashMap<>();
        for (HostConfig host : hosts) {
            PathTable<R> paths = tables.apply(host);
            for (String written : host.names()) {
                for (String name : HostNames.lookedUp(written)) {
                    if (name.startsWith("~")) {
                        regexes.add(new Regex<>(regex(name.substring(1)), paths));
                    } else if (name.startsWith("*")) {
                        endings.put(name.substring(1), paths);
                    } else if (name.endsWith("*")) {
                        beginnings.put(name.substring(0, name.length() - 1), paths);
                    } else {
                        exact.put(name, paths);
                    }
                }
            }
        }
        this.suffixes = CharTrie.ofSuffixes(endings);
        this.prefixes = CharTrie.ofPrefixes(beginnings);
        this.fallback = tables.apply(fallback);
    }

    /** Names are compared in lower case; nginx ignores the case of an expression only if it has capital letters. */
    private static Pattern regex(String expression) {
        boolean capitals = expression.chars().anyMatch(c -> c >= 'A' && c <= 'Z');
        return Pattern.compile(Octets.of(expression), capitals ? Pattern.CASE_INSENSITIVE : 0);
    }

    /** The routes for a name in lower case, without a last dot. */
    PathTable<R> find(String name) {
        PathTable<R> found = exact.get(name);
        // A wildcard stands for at least one character.
        if (found == null) {
            found = suffixes.longest(name, name.length() - 1);
        }
        if (found == null) {
            found = prefixes.longest(name, name.length() - 1);
        }
        if (found == null && !name.isEmpty()) {
            found = byRegex(name);
        }
        return found == null ? fallback : found;
    }

    private PathTable<R> byRegex(String name) {
        for (int i = 0; i < regexes.size(); i++) {
            if (regexes.get(i).pattern().matcher(name).find()) {
                return regexes.get(i).paths();
            }
        }
        return null;
    }
}
