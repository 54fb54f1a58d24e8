package io.sluice.bench.report;

import java.util.Locale;

/** Numbers as people read them. */
final class Format {
    private static final double MICRO = 1e3;
    private static final double MILLI = 1e6;
    private static final double SECOND = 1e9;

    private Format() {}

    /** {@code 830ns}, {@code 12.3us}, {@code 4.56ms}, {@code 1.20s}: three digits that matter. */
    static String time(double nanos) {
        if (nanos < MICRO) {
            return String.format(Locale.ROOT, "%.0fns", nanos);
        }
        if (nanos < MILLI) {
            return digits(nanos / MICRO) + "us";
        }
        return nanos < SECOND ? digits(nanos / MILLI) + "ms" : digits(nanos / SECOND) + "s";
    }

    /** The same of a whole number. */
    static String time(long nanos) {
        return time((double) nanos);
    }

    private static String digits(double value) {
        return String.format(Locale.ROOT, value < 9.995 ? "%.2f" : value < 99.95 ? "%.1f" : "%.0f", value);
    }

    /** {@code 1,234,567}. */
    static String count(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }

    /** {@code 71,234}, or {@code 12.5} where it is small. */
    static String rate(double rate) {
        return String.format(Locale.ROOT, rate < 100 ? "%.1f" : "%,.0f", rate);
    }

    /** Bytes in a second: {@code 4.56 MB/s}, in powers of ten. */
    static String bytes(double perSecond) {
        return perSecond < 1e9 ? digits(perSecond / 1e6) + " MB/s" : digits(perSecond / 1e9) + " GB/s";
    }

    /** {@code 10}, {@code 0.5}. */
    static String seconds(double seconds) {
        return seconds == Math.rint(seconds)
                ? Long.toString((long) seconds)
                : String.format(Locale.ROOT, "%.2f", seconds);
    }

    /** {@code 1 thread}, {@code 2 threads}. */
    static String many(long count, String thing) {
        return count(count) + " " + thing + (count == 1 ? "" : "s");
    }

    /** Text of a peer's, without what a terminal would obey. */
    static String plain(String text) {
        return text.codePoints()
                .map(c -> Character.isISOControl(c) ? '?' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
