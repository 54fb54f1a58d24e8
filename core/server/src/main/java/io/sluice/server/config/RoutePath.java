package io.sluice.server.config;

import io.sluice.server.config.RouteConfig.Match;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** A route's {@code path} and {@code match}, in our spelling or in nginx's ({@code "~* \\.png$"}). */
record RoutePath(Match match, String path) {
    private static final Pattern DOTS = Pattern.compile("/\\.\\.?(/|$)");

    private static final Pattern ENCODED = Pattern.compile("%[0-9A-Fa-f]{2}");
    private static final Map<String, Match> WORDS = new LinkedHashMap<>();
    /** nginx's modifiers, each before those that begin like it. */
    private static final Map<String, Match> MODIFIERS = new LinkedHashMap<>();

    static {
        WORDS.put("prefix", Match.PREFIX);
        WORDS.put("exact", Match.EXACT);
        WORDS.put("prefix-first", Match.PREFIX_FIRST);
        WORDS.put("regex", Match.REGEX);
        WORDS.put("regex-ignore-case", Match.REGEX_IGNORE_CASE);
        MODIFIERS.put("=", Match.EXACT);
        MODIFIERS.put("^~", Match.PREFIX_FIRST);
        MODIFIERS.put("~*", Match.REGEX_IGNORE_CASE);
        MODIFIERS.put("~", Match.REGEX);
        MODIFIERS.put("@", Match.NAMED);
    }

    /** Reads both keys and notes what is wrong with them. */
    static RoutePath read(Block block) {
        String text = block.text("path", "a path that begins with /").orElse("");
        RoutePath path = parse(text, WORDS.get(block.choice("match", WORDS.keySet())));
        if (!path.path().equals(text) && block.says("match")) {
            block.refuse("match", "nothing, as the path says it: " + text);
        }
        if (!text.isEmpty()) {
            path.problem().ifPresent(expected -> block.refuse("path", expected));
        }
        return path;
    }

    private static RoutePath parse(String text, Match match) {
        if (match == Match.REGEX || match == Match.REGEX_IGNORE_CASE) {
            return new RoutePath(match, text);
        }
        for (Map.Entry<String, Match> modifier : MODIFIERS.entrySet()) {
            if (text.startsWith(modifier.getKey())) {
                return new RoutePath(
                        modifier.getValue(),
                        text.substring(modifier.getKey().length()).stripLeading());
            }
        }
        return new RoutePath(match, text);
    }

    boolean regex() {
        return match == Match.REGEX || match == Match.REGEX_IGNORE_CASE;
    }

    /** What was expected where the path can match nothing. */
    private Optional<String> problem() {
        if (regex()) {
            return Regexes.problem(path);
        }
        if (match == Match.NAMED) {
            return path.isEmpty() ? Optional.of("a name behind the @") : Optional.empty();
        }
        if (!path.startsWith("/")) {
            return Optional.of("a path that begins with /");
        }
        if (path.contains("//") || DOTS.matcher(path).find()) {
            return Optional.of("a path without //, /./ and /../: requests are compared after these are resolved");
        }
        if (ENCODED.matcher(path).find()) {
            return Optional.of("a path without percent-encoding: requests are compared decoded");
        }
        return path.contains("?")
                ? Optional.of("a path without a query: only the path of a request is compared")
                : Optional.empty();
    }
}
