package io.sluice.server.admin;

import io.sluice.api.Spelling;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The parameters of a request, each known and said once. Faults are {@link IllegalArgumentException}s with the expectation. */
final class Query {
    private static final Pattern DURATION = Pattern.compile("([0-9]{1,9})(ms|s|m|h|d|)");
    private static final int LONGEST_NUMBER = 9;

    private final Map<String, String> values = new LinkedHashMap<>();

    /**
     * Reads a query.
     *
     * @param text as received; null for none
     * @param known the parameters there are
     */
    Query(String text, Collection<String> known) {
        if (text == null || text.isEmpty()) {
            return;
        }
        for (String pair : text.split("&", -1)) {
            int sign = pair.indexOf('=');
            String name = decoded(sign < 0 ? pair : pair.substring(0, sign));
            if (!known.contains(name)) {
                throw new IllegalArgumentException("parameter \"" + name + "\" (expected: one of "
                        + String.join(", ", known) + ")" + Spelling.hint(name, known));
            }
            if (values.put(name, sign < 0 ? "" : decoded(pair.substring(sign + 1))) != null) {
                throw new IllegalArgumentException("parameter \"" + name + "\": twice (expected: once)");
            }
        }
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    Optional<String> text(String name) {
        return Optional.ofNullable(values.get(name));
    }

    /** Whether it says {@code true}. */
    boolean flag(String name) {
        String value = values.getOrDefault(name, "false");
        if (!value.equals("true") && !value.equals("false")) {
            throw refused(name, "true or false");
        }
        return value.equals("true");
    }

    int number(String name, int standard, int min, int max) {
        String value = values.getOrDefault(name, Integer.toString(standard));
        boolean number = !value.isEmpty()
                && value.length() <= LONGEST_NUMBER
                && value.chars().allMatch(c -> c >= '0' && c <= '9');
        if (!number || Integer.parseInt(value) < min || Integer.parseInt(value) > max) {
            throw refused(name, "a whole number from " + min + " to " + max);
        }
        return Integer.parseInt(value);
    }

    /** One of some words; {@code standard} where it is not said. */
    String choice(String name, String standard, Collection<String> words) {
        String value = values.getOrDefault(name, standard);
        if (!words.contains(value)) {
            throw refused(name, "one of " + String.join(", ", words));
        }
        return value;
    }

    /** A duration in nanoseconds, 0 where it is not said. */
    long nanos(String name) {
        Matcher found = DURATION.matcher(values.getOrDefault(name, "0"));
        if (!found.matches()) {
            throw refused(name, "a duration such as 90s, 10m, 2h or 1d");
        }
        long count = Long.parseLong(found.group(1));
        return switch (found.group(2)) {
            case "ms" -> TimeUnit.MILLISECONDS.toNanos(count);
            case "m" -> TimeUnit.MINUTES.toNanos(count);
            case "h" -> TimeUnit.HOURS.toNanos(count);
            case "d" -> TimeUnit.DAYS.toNanos(count);
            default -> TimeUnit.SECONDS.toNanos(count);
        };
    }

    /** Refuses the value of a parameter. */
    IllegalArgumentException refused(String name, String expected) {
        return new IllegalArgumentException(
                name + ": found \"" + values.getOrDefault(name, "") + "\" (expected: " + expected + ")");
    }
}
