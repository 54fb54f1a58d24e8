package io.sluice.server.route;

import io.sluice.server.config.HostConfig;
import io.sluice.server.config.HostNames;
import io.sluice.server.variable.Assigning;
import io.sluice.server.variable.Expression;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * The hosts of one listener. The order of precedence is nginx's: the exact name, the longest {@code *.example.com}, the
 * longest {@code www.example.*}, the first regular expression, the default.
 */
final class NameTable<T> {
    private final Map<String, T> exact = new HashMap<>();
    private final CharTrie<T> suffixes;
    private final CharTrie<T> prefixes;
    private final List<Regex<T>> regexes = new ArrayList<>();
    private final T fallback;

    private record Regex<T>(Expression expression, T value) {}

    /**
     * Builds the table.
     *
     * @param hosts those served on the listener, in the order of the file
     * @param fallback for names that no host has; may be null
     * @param values what is looked for, of a host
     */
    NameTable(List<HostConfig> hosts, T fallback, Function<HostConfig, T> values) {
        Map<String, T> endings = new HashMap<>();
        Map<String, T> beginnings = new HashMap<>();
        for (HostConfig host : hosts) {
            T value = values.apply(host);
            for (String written : host.names()) {
                for (String name : HostNames.lookedUp(written)) {
                    if (name.startsWith("~")) {
                        regexes.add(new Regex<>(regex(name.substring(1)), value));
                    } else if (name.startsWith("*")) {
                        endings.put(name.substring(1), value);
                    } else if (name.endsWith("*")) {
                        beginnings.put(name.substring(0, name.length() - 1), value);
                    } else {
                        exact.put(name, value);
                    }
                }
            }
        }
        this.suffixes = CharTrie.ofSuffixes(endings);
        this.prefixes = CharTrie.ofPrefixes(beginnings);
        this.fallback = fallback;
    }

    /** Names are compared in lower case; nginx ignores the case of an expression only if it has capital letters. */
    private static Expression regex(String expression) {
        return Expression.of(expression, expression.chars().anyMatch(c -> c >= 'A' && c <= 'Z'));
    }

    /**
     * What belongs to a name in lower case, without a last dot.
     *
     * @param exchange keeps what an expression's groups caught
     */
    T find(String name, Assigning exchange) {
        T found = exact.get(name);
        // A wildcard stands for at least one character.
        if (found == null) {
            found = suffixes.longest(name, name.length() - 1);
        }
        if (found == null) {
            found = prefixes.longest(name, name.length() - 1);
        }
        if (found == null && !name.isEmpty()) {
            found = byRegex(name, exchange);
        }
        return found == null ? fallback : found;
    }

    private T byRegex(String name, Assigning exchange) {
        for (int i = 0; i < regexes.size(); i++) {
            if (regexes.get(i).expression().find(name, exchange)) {
                return regexes.get(i).value();
            }
        }
        return null;
    }
}
