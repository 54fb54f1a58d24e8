package io.sluice.server.files;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads dates of fields in the three forms of RFC 9110 section 5.6.7; names of days are not looked at, as in nginx. */
final class DateField {
    /** What is no date. */
    static final long NONE = -1;

    private static final List<String> MONTHS =
            List.of("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec");

    private static final String TIME = "(?<hour>\\d\\d):(?<minute>\\d\\d):(?<second>\\d\\d)";
    private static final List<Pattern> FORMS = List.of(
            Pattern.compile("[^ ,]*, *(?<day>\\d\\d) (?<month>[A-Z][a-z]{2}) (?<year>\\d{4}) " + TIME + ".*"),
            Pattern.compile("[^ ,]*, *(?<day>\\d\\d)-(?<month>[A-Z][a-z]{2})-(?<year>\\d\\d) " + TIME + ".*"),
            Pattern.compile("[^ ,]* +(?<month>[A-Z][a-z]{2})  ?(?<day>\\d\\d?) " + TIME + " (?<year>\\d{4}).*"));

    private DateField() {}

    /** Seconds since 1970 UTC, or {@link #NONE}. */
    static long seconds(String value) {
        for (Pattern form : FORMS) {
            Matcher found = form.matcher(value);
            if (found.matches()) {
                return seconds(found);
            }
        }
        return NONE;
    }

    private static long seconds(Matcher found) {
        int year = number(found, "year");
        if (found.group("year").length() == 2) {
            year += year < 70 ? 2000 : 1900;
        }
        try {
            return LocalDateTime.of(
                            year,
                            MONTHS.indexOf(found.group("month")) + 1,
                            number(found, "day"),
                            number(found, "hour"),
                            number(found, "minute"),
                            number(found, "second"))
                    .toEpochSecond(ZoneOffset.UTC);
        } catch (DateTimeException e) {
            return NONE;
        }
    }

    private static int number(Matcher found, String group) {
        return Integer.parseInt(found.group(group));
    }
}
