package io.sluice.server.files;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Reads the field Range (RFC 9110 section 14.2) as nginx does: what it cannot read it refuses, and ranges that are
 * together longer than the file, as those that overlap are, it ignores.
 */
final class Ranges {
    /** The whole file is sent. */
    static final List<Range> ALL = List.of();

    private static final String UNIT = "bytes=";

    /** Bytes from {@code start} to before {@code end}. */
    record Range(long start, long end) {
        long length() {
            return end - start;
        }
    }

    private final String text;
    private final long length;
    private int at = UNIT.length();

    private Ranges(String text, long length) {
        this.text = text;
        this.length = length;
    }

    /**
     * The ranges, in their order; {@link #ALL} where the field asks for none or is ignored; null where none of them can be
     * sent, a 416.
     *
     * @param field null for none
     */
    static List<Range> of(String field, long length) {
        if (field == null
                || field.length() <= UNIT.length()
                || !field.substring(0, UNIT.length()).toLowerCase(Locale.ROOT).equals(UNIT)) {
            return ALL;
        }
        return new Ranges(field, length).read();
    }

    private List<Range> read() {
        List<Range> ranges = new ArrayList<>();
        long size = 0;
        do {
            Range range = next();
            if (range == null) {
                return null;
            }
            if (range.start < range.end) {
                ranges.add(range);
                size += range.length();
                if (size > length) {
                    // Nothing that follows makes it less; nginx reads on for an error, which this must not hide.
                    size = length + 1;
                }
            } else if (range.start == 0) {
                return ALL;
            }
        } while (take(','));
        if (ranges.isEmpty()) {
            return null;
        }
        return size > length ? ALL : List.copyOf(ranges);
    }

    /** The next range, which may be empty; null where there is none that can be read. */
    private Range next() {
        skipSpaces();
        if (take('-')) {
            long suffix = number();
            return suffix < 0 || !ends() ? null : new Range(Math.max(0, length - suffix), length);
        }
        long start = number();
        skipSpaces();
        if (start < 0 || !take('-')) {
            return null;
        }
        skipSpaces();
        if (ends()) {
            return new Range(start, length);
        }
        long last = number();
        return last < 0 || !ends() ? null : new Range(start, last >= length ? length : last + 1);
    }

    /** Digits as a number; -1 where there are none, or too many. */
    private long number() {
        int from = at;
        long number = 0;
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            int digit = text.charAt(at++) - '0';
            if (number > (Long.MAX_VALUE - digit) / 10) {
                return -1;
            }
            number = number * 10 + digit;
        }
        return at == from ? -1 : number;
    }

    private boolean ends() {
        skipSpaces();
        return at == text.length() || text.charAt(at) == ',';
    }

    private boolean take(char c) {
        boolean there = at < text.length() && text.charAt(at) == c;
        at += there ? 1 : 0;
        return there;
    }

    private void skipSpaces() {
        while (at < text.length() && text.charAt(at) == ' ') {
            at++;
        }
    }
}
