package io.sluice.server.route;

import io.sluice.server.config.RouteConfig;
import io.sluice.server.variable.Assigning;
import io.sluice.server.variable.Expression;
import io.sluice.server.variable.Octets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Routes by their paths. The order of precedence is nginx's: an exact path; else the longest prefix is remembered, and kept
 * if it is a prefix-first or one of the routes inside it matches; else the first regular expression; else the prefix
 * remembered (ngx_http_core_find_location).
 */
final class PathTable<R> {
    private final Map<String, Match<R>> exact = new HashMap<>();
    private final CharTrie<Prefix<R>> prefixes;
    private final List<Regex<R>> regexes = new ArrayList<>();
    private final Match<R> none;

    /** {@code inside}: null where the route has no routes of its own. */
    private record Prefix<R>(Match<R> match, boolean first, PathTable<R> inside) {}

    private record Regex<R>(Expression expression, Match<R> match, PathTable<R> inside) {}

    /**
     * Builds the table.
     *
     * @param named takes the routes that have a name in place of a path
     */
    PathTable(List<RouteConfig> routes, String serverName, Function<RouteConfig, R> maker, Map<String, R> named) {
        Map<String, Prefix<R>> prefixes = new HashMap<>();
        Map<String, Match<R>> redirects = new HashMap<>();
        for (RouteConfig route : routes) {
            String path = Octets.of(route.path());
            R made = maker.apply(route);
            Match<R> match = new Match<>(serverName, made, null);
            PathTable<R> inside =
                    route.routes().isEmpty() ? null : new PathTable<>(route.routes(), serverName, maker, named);
            switch (route.match()) {
                case NAMED -> named.put(HostRoutes.key(route), made);
                case EXACT -> exact.put(path, match);
                case PREFIX -> prefixes.put(path, new Prefix<>(match, false, inside));
                case PREFIX_FIRST -> prefixes.put(path, new Prefix<>(match, true, inside));
                case REGEX, REGEX_IGNORE_CASE ->
                    regexes.add(new Regex<>(
                            Expression.of(route.path(), route.match() == RouteConfig.Match.REGEX_IGNORE_CASE),
                            match,
                            inside));
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

    /** Where no route matches. */
    Match<R> none() {
        return none;
    }

    /** Null where no route matches. */
    Match<R> find(String path, Assigning exchange) {
        Match<R> whole = exact.get(path);
        if (whole != null) {
            return whole;
        }
        Prefix<R> prefix = prefixes.longest(path, path.length());
        if (prefix != null && prefix.inside() != null) {
            Match<R> inside = prefix.inside().find(path, exchange);
            if (inside != null) {
                return inside;
            }
        }
        if (prefix == null || !prefix.first()) {
            for (int i = 0; i < regexes.size(); i++) {
                Regex<R> regex = regexes.get(i);
                if (regex.expression().find(path, exchange)) {
                    Match<R> inside =
                            regex.inside() == null ? null : regex.inside().find(path, exchange);
                    return inside == null ? regex.match() : inside;
                }
            }
        }
        return prefix == null ? null : prefix.match();
    }

    /** nginx redirects {@code /chat} to {@code /chat/} where only the latter is a location, and has a proxy_pass. */
    private static boolean addsSlash(RouteConfig route) {
        boolean text = !route.regex() && route.match() != RouteConfig.Match.NAMED;
        return text
                && (route.upstream().isPresent() || route.pass().isPresent())
                && route.path().length() > 1
                && route.path().endsWith("/");
    }
}
