package io.sluice.server.variable;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * What an exchange has been given of values on its way: by {@code set}, and by regular expressions that matched. Confined to
 * the exchange's thread.
 */
public final class Assignments {
    private static final String[] NONE = {};

    private final Map<String, String> values = new HashMap<>();
    private String[] groups = NONE;

    /** Nothing assigned yet. */
    public Assignments() {}

    /** Gives a variable its value; one character for each byte. */
    public void assign(String name, String value) {
        values.put(name.toLowerCase(Locale.ROOT), value);
    }

    /** The value of a variable; null while it has none. */
    String value(String lowerCaseName) {
        return values.get(lowerCaseName);
    }

    /** What group 1 to 9 of the last expression that matched has caught; null where it caught nothing. */
    String group(int number) {
        return number < groups.length ? groups[number] : null;
    }

    /** An expression has matched; with the whole match at 0. */
    void matched(String... found) {
        groups = found;
    }
}
