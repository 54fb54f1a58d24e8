package io.sluice.server.http;

import java.nio.charset.StandardCharsets;

/** The character classes of RFC 9110 and RFC 9112, one table look-up for each byte, and comparisons without garbage. */
final class Bytes {
    static final byte CR = '\r';
    static final byte LF = '\n';
    static final byte SP = ' ';
    static final byte HTAB = '\t';

    private static final int TOKEN = 1;
    private static final int TEXT = 2;
    private static final int TARGET = 4;
    private static final int HOST = 8;
    private static final byte[] CLASS = new byte[256];

    static {
        for (int b = 0; b < 256; b++) {
            boolean alphanumeric = (b >= '0' && b <= '9') || (b >= 'A' && b <= 'Z') || (b >= 'a' && b <= 'z');
            boolean visible = b > ' ' && b != 0x7f;
            int bits = 0;
            if (alphanumeric || "!#$%&'*+-.^_`|~".indexOf(b) >= 0) {
                bits |= TOKEN;
            }
            if (visible || b == ' ' || b == '\t') {
                bits |= TEXT;
            }
            if (visible && b != '#') {
                bits |= TARGET;
            }
            if (alphanumeric || "-._~!$&'()*+,;=%".indexOf(b) >= 0) {
                bits |= HOST;
            }
            CLASS[b] = (byte) bits;
        }
    }

    private Bytes() {}

    /** {@code tchar}, RFC 9110 section 5.6.2. */
    static boolean isToken(int b) {
        return (CLASS[b & 0xff] & TOKEN) != 0;
    }

    /** What a field value or a reason phrase may hold: HTAB, SP, VCHAR and obs-text, RFC 9110 section 5.5. */
    static boolean isText(int b) {
        return (CLASS[b & 0xff] & TEXT) != 0;
    }

    /**
     * What a request target may hold: nginx's rule, every byte but controls and SP, without the fragment's mark, which RFC
     * 9112 section 3.2 has no place for.
     */
    static boolean isTarget(int b) {
        return (CLASS[b & 0xff] & TARGET) != 0;
    }

    /** {@code reg-name}, RFC 3986 section 3.2.2, the percent sign without a look at what follows it. */
    static boolean isHost(int b) {
        return (CLASS[b & 0xff] & HOST) != 0;
    }

    static boolean isDigit(int b) {
        return b >= '0' && b <= '9';
    }

    static boolean isBlank(int b) {
        return b == SP || b == HTAB;
    }

    /** The value of a hexadecimal digit, or -1. */
    static int hex(int b) {
        if (isDigit(b)) {
            return b - '0';
        }
        int lower = b | 0x20;
        return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
    }

    static int lower(int b) {
        return b >= 'A' && b <= 'Z' ? b | 0x20 : b;
    }

    /** Whether the bytes from {@code start} to {@code end} spell {@code text} but for ASCII case. */
    static boolean equalIgnoreCase(byte[] bytes, int start, int end, String text) {
        int length = text.length();
        if (end - start != length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            int a = bytes[start + i] & 0xff;
            int b = text.charAt(i);
            if (a != b && lower(a) != lower(b)) {
                return false;
            }
        }
        return true;
    }

    static String string(byte[] bytes, int start, int end) {
        return new String(bytes, start, end - start, StandardCharsets.ISO_8859_1);
    }

    /** A byte for an error message: {@code 'x'} when it can be shown, else {@code 0x0a}. */
    static String show(int b) {
        int value = b & 0xff;
        return value > ' ' && value < 0x7f ? "'" + (char) value + "'" : String.format("0x%02x", value);
    }

    /** The first comma from {@code from} on, or {@code end}. */
    static int comma(byte[] bytes, int from, int end) {
        int at = from;
        while (at < end && bytes[at] != ',') {
            at++;
        }
        return at;
    }

    /** The first place from {@code from} on that is no space or tab, or {@code end}. */
    static int skipBlanks(byte[] bytes, int from, int end) {
        int at = from;
        while (at < end && isBlank(bytes[at])) {
            at++;
        }
        return at;
    }

    /** Where the text before {@code end} ends without the spaces and tabs after it; {@code from} at the least. */
    static int trimBlanks(byte[] bytes, int from, int end) {
        int at = end;
        while (at > from && isBlank(bytes[at - 1])) {
            at--;
        }
        return at;
    }
}
