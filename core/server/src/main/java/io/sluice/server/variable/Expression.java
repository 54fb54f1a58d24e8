package io.sluice.server.variable;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.util.Map;

/**
 * A regular expression of the configuration. Where it matches, what its groups caught is there as {@code $1} to {@code $9} and,
 * of groups with a name, under that name, until the next expression matches (nginx: ngx_http_regex_exec). Takes time that
 * grows with the text's length alone. Immutable and thread-safe.
 */
public final class Expression {
    private static final String[] NO_GROUPS = {};

    private final Pattern pattern;
    private final Map<String, Integer> names;

    private Expression(Pattern pattern) {
        this.pattern = pattern;
        this.names = pattern.namedGroups();
    }

    /**
     * Compiles an expression.
     *
     * @throws com.google.re2j.PatternSyntaxException when it is none; the configuration's reader has asked before
     */
    public static Expression of(String text, boolean ignoreCase) {
        return new Expression(Pattern.compile(Octets.of(text), ignoreCase ? Pattern.CASE_INSENSITIVE : 0));
    }

    /** Whether it is found in a text with one character for each byte; keeps what the groups caught. */
    public boolean find(String text, Assigning exchange) {
        Matcher matcher = pattern.matcher(text);
        if (!matcher.find()) {
            return false;
        }
        keep(matcher, exchange);
        return true;
    }

    private void keep(Matcher matcher, Assigning exchange) {
        int count = pattern.groupCount();
        if (count == 0) {
            exchange.assignments().matched(NO_GROUPS);
            return;
        }
        String[] groups = new String[count + 1];
        for (int i = 1; i <= count; i++) {
            groups[i] = matcher.group(i);
        }
        exchange.assignments().matched(groups);
        names.forEach((name, group) -> exchange.assignments().assign(name, groups[group] == null ? "" : groups[group]));
    }
}
