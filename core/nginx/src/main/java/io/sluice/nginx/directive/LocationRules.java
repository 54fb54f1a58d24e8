package io.sluice.nginx.directive;

import static io.sluice.nginx.directive.OwnRules.require;

import io.sluice.nginx.syntax.Block;
import io.sluice.nginx.syntax.Directive;
import io.sluice.nginx.syntax.Problem;
import io.sluice.nginx.value.LocationMatch;
import io.sluice.nginx.value.UpstreamAddress;
import io.sluice.nginx.value.ValueException;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** Of location, and of what depends on the location that it stands in. */
final class LocationRules {
    private static final LocationMatch NOWHERE = new LocationMatch(LocationMatch.Kind.PREFIX, "");

    void location(Level level, Directive directive) throws ValueException {
        LocationMatch match = LocationMatch.of(directive.texts());
        if (level.context() != Context.LOCATION) {
            return;
        }
        LocationMatch outer = around(level);
        String name = quoted(match);
        require(
                outer.kind() != LocationMatch.Kind.EXACT,
                "location " + name + " cannot be inside the exact location " + quoted(outer));
        require(
                outer.kind() != LocationMatch.Kind.NAMED,
                "location " + name + " cannot be inside the named location " + quoted(outer));
        require(
                match.kind() != LocationMatch.Kind.NAMED,
                "named location " + name + " can be on the server level only");
        require(
                match.isRegex() || match.pattern().startsWith(outer.pattern()),
                "location " + name + " is outside location " + quoted(outer));
    }

    void alias(Level level) throws ValueException {
        require(
                around(level).kind() != LocationMatch.Kind.NAMED,
                "the \"alias\" directive cannot be used inside the named location");
    }

    void proxyPass(Level level, Directive directive) throws ValueException {
        String target = directive.text(0);
        if (target.contains("$")) {
            return;
        }
        int scheme = scheme(target);
        require(scheme > 0, "invalid URL prefix");
        UpstreamAddress.check(target.substring(scheme), true);
        boolean hasUri = UpstreamAddress.hasUri(target.substring(scheme));
        LocationMatch match = around(level);
        require(
                !hasUri
                        || !(match.isRegex()
                                || match.kind() == LocationMatch.Kind.NAMED
                                || level.context().isNameless()),
                "\"proxy_pass\" cannot have URI part in location given by regular expression, or inside named location, "
                        + "or inside \"if\" statement, or inside \"limit_except\" block");
    }

    void proxyRedirect(Level level, Directive directive) throws ValueException {
        String word = directive.text(0);
        if (directive.arguments().size() > 1 || word.equals("off")) {
            return;
        }
        require(word.equals("default"), "invalid parameter \"" + word + "\"");
        Optional<Directive> pass = level.first("proxy_pass");
        require(pass.isPresent(), "\"proxy_redirect default\" should be placed after the \"proxy_pass\" directive");
        require(
                !pass.get().text(0).contains("$"),
                "\"proxy_redirect default\" cannot be used with \"proxy_pass\" directive with variables");
    }

    /** Two locations with the same path; nginx finds them when it has read all. */
    Optional<Problem> duplicates(Block block) {
        Set<String> seen = new HashSet<>();
        for (Directive directive : block.directives()) {
            if (directive.name().equals("location") && directive.block().isPresent()) {
                Optional<LocationMatch> match = match(directive);
                if (match.isPresent() && !match.get().isRegex() && !seen.add(key(match.get()))) {
                    Problem problem = Problem.of(directive, "duplicate location " + quoted(match.get()));
                    return Optional.of(
                            new Problem(Levels.lastOrdinal(block), problem.place(), problem.message(), problem.hint()));
                }
            }
        }
        return Optional.empty();
    }

    /** nginx compares exact locations with exact ones, and prefixes with prefixes. */
    private static String key(LocationMatch match) {
        return (match.kind() == LocationMatch.Kind.EXACT ? "= " : "") + match.pattern();
    }

    private static int scheme(String target) {
        for (String scheme : new String[] {"http://", "https://"}) {
            if (target.regionMatches(true, 0, scheme, 0, scheme.length())) {
                return scheme.length();
            }
        }
        return 0;
    }

    private static Optional<LocationMatch> match(Directive directive) {
        try {
            return Optional.of(LocationMatch.of(directive.texts()));
        } catch (ValueException | IndexOutOfBoundsException e) {
            return Optional.empty();
        }
    }

    /** The location that a level is in, itself or around it; a prefix of nothing where it is in none. */
    private static LocationMatch around(Level level) {
        for (Optional<Level> at = Optional.of(level);
                at.isPresent();
                at = at.get().outer()) {
            if (at.get().context() == Context.LOCATION) {
                return at.get().opening().flatMap(LocationRules::match).orElse(NOWHERE);
            }
        }
        return NOWHERE;
    }

    private static String quoted(LocationMatch match) {
        return "\"" + match.pattern() + "\"";
    }
}
