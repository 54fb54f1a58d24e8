package io.sluice.server.http;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.function.LongSupplier;

/** The value of the Date field (RFC 9110 section 5.6.7), made once a second. Any number of threads may ask. */
public final class HttpDate {
    private static final DateTimeFormatter IMF_FIXDATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private record Second(long second, String text) {}

    private final LongSupplier clock;
    /** Threads that meet at the turn of a second each make the same text; none waits. */
    private volatile Second latest = new Second(Long.MIN_VALUE, "");

    /** Dates by this clock, which gives milliseconds since 1970 UTC. */
    public HttpDate(LongSupplier clock) {
        this.clock = clock;
    }

    /** The date of a second since 1970 UTC, such as {@code Sun, 06 Nov 1994 08:49:37 GMT}. */
    public static String text(long second) {
        return IMF_FIXDATE.format(Instant.ofEpochSecond(second));
    }

    /** The date now, such as {@code Sun, 06 Nov 1994 08:49:37 GMT}. */
    public String now() {
        long second = Math.floorDiv(clock.getAsLong(), 1000L);
        Second known = latest;
        if (known.second != second) {
            known = new Second(second, text(second));
            latest = known;
        }
        return known.text;
    }
}
