package io.sluice.server.variable;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** The wall clock's text, made once a second. Threads that meet a new second at once each make it; either is right. */
final class WallClock {
    private static final DateTimeFormatter LOCAL =
            DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss xx", Locale.ENGLISH);
    private static final DateTimeFormatter ISO8601 =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ssxxx", Locale.ENGLISH);

    private record Second(long number, String local, String iso8601) {}

    private final ZoneId zone;
    private volatile Second cached = new Second(Long.MIN_VALUE, "", "");

    WallClock(ZoneId zone) {
        this.zone = zone;
    }

    /** {@code 21/Nov/2026:01:48:00 +0000}. */
    boolean local(long millis, StringBuilder out) {
        out.append(second(millis).local());
        return true;
    }

    /** {@code 2026-11-21T01:48:00+00:00}. */
    boolean iso8601(long millis, StringBuilder out) {
        out.append(second(millis).iso8601());
        return true;
    }

    private Second second(long millis) {
        long number = Math.floorDiv(millis, 1000L);
        Second second = cached;
        if (second.number() != number) {
            ZonedDateTime time = Instant.ofEpochSecond(number).atZone(zone);
            second = new Second(number, LOCAL.format(time), ISO8601.format(time));
            cached = second;
        }
        return second;
    }
}
