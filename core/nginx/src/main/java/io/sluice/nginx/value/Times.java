package io.sluice.nginx.value;

import java.time.Duration;

/**
 * Lengths of time (nginx's ngx_parse_time): numbers with units from great to small, {@code 1h30m}, {@code 7d}, {@code 500ms};
 * a last number without a unit is in seconds. Blanks may stand between (in quotes).
 *
 * <p>Directives read either whole seconds, with years ({@code y}, 365 days) and months ({@code M}, 30 days), or milliseconds,
 * with {@code ms} and weeks ({@code w}) as the greatest unit.
 */
public final class Times {
    private static final long SECOND = 1;
    private static final long MINUTE = 60;
    private static final long HOUR = 60 * MINUTE;
    private static final long DAY = 24 * HOUR;

    /** The units in the order in which they may follow each other. */
    private enum Unit {
        NONE(0),
        YEAR(365 * DAY),
        MONTH(30 * DAY),
        WEEK(7 * DAY),
        DAYS(DAY),
        HOURS(HOUR),
        MINUTES(MINUTE),
        SECONDS(SECOND),
        MILLISECONDS(0),
        LAST(SECOND);

        private final long seconds;

        Unit(long seconds) {
            this.seconds = seconds;
        }
    }

    private final String word;
    private final boolean wholeSeconds;
    private int position;

    private Times(String word, boolean wholeSeconds) {
        this.word = word;
        this.wholeSeconds = wholeSeconds;
    }

    /**
     * The time that a directive with a resolution of milliseconds reads.
     *
     * @throws ValueException with {@code invalid value}
     */
    public static Duration milliseconds(String word) throws ValueException {
        return Duration.ofMillis(new Times(word, false).parse());
    }

    /**
     * The time that a directive with a resolution of seconds reads.
     *
     * @throws ValueException with {@code invalid value}
     */
    public static Duration seconds(String word) throws ValueException {
        return Duration.ofSeconds(new Times(word, true).parse());
    }

    private long parse() throws ValueException {
        Unit step = wholeSeconds ? Unit.NONE : Unit.MONTH;
        long total = 0;
        if (word.chars().noneMatch(c -> c >= '0' && c <= '9')) {
            throw invalid();
        }
        try {
            while (position < word.length()) {
                long value = digits();
                if (position == word.length()) {
                    return Math.addExact(total, Math.multiplyExact(value, wholeSeconds ? 1L : 1000L));
                }
                Unit unit = unit();
                // A blank may follow seconds no more than a second unit may.
                boolean inOrder = step.compareTo(unit == Unit.LAST ? Unit.SECONDS : unit) < 0;
                if (!inOrder || (unit == Unit.MILLISECONDS && wholeSeconds)) {
                    throw invalid();
                }
                step = unit;
                total = Math.addExact(total, Math.multiplyExact(value, scale(unit)));
                while (position < word.length() && word.charAt(position) == ' ') {
                    position++;
                }
            }
        } catch (ArithmeticException e) {
            throw invalid();
        }
        return total;
    }

    private long scale(Unit unit) {
        if (unit == Unit.MILLISECONDS) {
            return 1;
        }
        return wholeSeconds ? unit.seconds : unit.seconds * 1000;
    }

    private long digits() throws ValueException {
        int from = position;
        while (position < word.length() && word.charAt(position) >= '0' && word.charAt(position) <= '9') {
            position++;
        }
        long value = from == position ? 0 : Numbers.digits(word.substring(from, position));
        if (value < 0) {
            throw invalid();
        }
        return value;
    }

    private Unit unit() throws ValueException {
        char unit = word.charAt(position++);
        return switch (unit) {
            case 'y' -> Unit.YEAR;
            case 'M' -> Unit.MONTH;
            case 'w' -> Unit.WEEK;
            case 'd' -> Unit.DAYS;
            case 'h' -> Unit.HOURS;
            case 'm' -> {
                if (position < word.length() && word.charAt(position) == 's') {
                    position++;
                    yield Unit.MILLISECONDS;
                }
                yield Unit.MINUTES;
            }
            case 's' -> Unit.SECONDS;
            case ' ' -> Unit.LAST;
            default -> throw invalid();
        };
    }

    private static ValueException invalid() {
        return new ValueException("invalid value");
    }
}
