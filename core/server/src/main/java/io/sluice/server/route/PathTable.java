package io.sluice.server.route;

import com.google.re2j.Pattern;
import io.sluice.server.config.HostConfig;
import io.sluice.server.config.HostNames;
import io.sluice.server.config.RouteConfig;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * The routes of one host. The order of precedence is nginx's: an exact path; else the longest prefix is remembered, and
 * kept if it is a prefix-first; else the first regular expression; else the prefix remembered.
 */
final class PathTable<R> {
    private final Map<String, Match<R>> exact = new HashMap<>();
    private final CharTrie<Prefix<R>> prefixes;
    private final List<Regex<R>> regexes = new ArrayList<>();
    private final Match<R> none;

    private record Prefix<R>(Match<R> match, boolean first) {}

    private record Regex<R>(Pattern pattern, Match<R> match) {}

    PathTable(HostConfig host, Function<RouteConfig, R> maker) {
        String serverName = serverName(host);
        Map<String, Prefix<R>> prefixes = new HashMap<>();
        Map<String, Match<R>> redirects = new HashMap<>();
        for (RouteConfig route : host.routes()) {
            String path = Octets.of(route.path());
            R made = maker.apply(route);
            Match<R> match = new Match<>(serverName, made, null);
            switch (route.match()) {
                case EXACT -> exact.put(path, match);
                case PREFIX -> prefixes.put(path, new Prefix<>(match, false));
                case PREFIX_FIRST -> prefixes.put(path, new Prefix<>(match, true));
                case REGEX -> regexes.add(new Regex<>(Pattern.compile(path), match));
                case REGEX_IGNORE_CASE ->
                    regexes.add(new Regex<>(Pattern.compile(path, Pattern.CASE_INSENSITIVE), match));
            }
            if (addsSlash(route)) {
                redirects.put(
                        path.substring(0, path.length() - 1), new Match<>(serverName, made, Rewrite.escape(path)));
            }
        }
        redirects.keySet().removeAll(prefixes.keySet());
        redirects.forEach(exact::putIfAbsent);
        this.prefixes = CharTrie.ofPrefixes(prefixes);
        this.none = new Match<>(serverName, null, null);
    }

    Match<R> find(String path) {
        Match<R> whole = exact.get(path);
        if (whole != null) {
            return whole;
        }
        Prefix<R> prefix = prefixes.longest(path, path.length());
        if (prefix == null || !prefix.first()) {
            for (int i = 0; i < regexes.size(); i++) {
                Regex<R> regex = regexes.get(i);
                if (regex.pattern().matcher(path).find()) {
                    return regex.match();
                }
            }
        }
        return prefix == null ? none : prefix.match();
    }

    /** nginx redirects {@code /chat} to {@code /chat/} where only the latter is a location, and has a proxy_pass. */
    private static boolean addsSlash(RouteConfig route) {
        boolean text = route.match() != RouteConfig.Match.REGEX && route.match() != RouteConfig.Match.REGEX_IGNORE_CASE;
        return text
                && route.upstream().isPresent()
                && route.path().length() > 1
                && route.path().endsWith("/");
    }

    /** As nginx writes $server_name: the first name in lower case, without the dot of {@code .example.com}. */
    private static String serverName(HostConfig host) {
        return host.names().isEmpty()
                ? ""
                : HostNames.lookedUp(host.names().get(0)).get(0);
    }
}
