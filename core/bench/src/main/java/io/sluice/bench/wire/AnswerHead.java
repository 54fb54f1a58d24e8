package io.sluice.bench.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What a client must know of the head of an answer (RFC 9112). Filled line by line; one object serves all answers in turn. */
final class AnswerHead {
    private static final byte[] LENGTH = name("content-length");
    private static final byte[] CODING = name("transfer-encoding");
    private static final byte[] CONNECTION = name("connection");

    private final List<String> fields = new ArrayList<>();
    private final boolean keepFields;
    int status;
    long length;
    boolean chunked;
    boolean close;

    AnswerHead(boolean keepFields) {
        this.keepFields = keepFields;
    }

    private static byte[] name(String name) {
        return name.getBytes(ISO_8859_1);
    }

    /** The first line: {@code HTTP/1.1 200 OK}. All that an earlier head said is forgotten. */
    void start(byte[] line, int size) throws WireException {
        boolean known = size >= 12
                && line[0] == 'H'
                && line[1] == 'T'
                && line[2] == 'T'
                && line[3] == 'P'
                && line[4] == '/'
                && line[5] == '1'
                && line[6] == '.'
                && line[8] == ' '
                && (size == 12 || line[12] == ' ');
        status = known ? digit(line[9]) * 100 + digit(line[10]) * 10 + digit(line[11]) : -1;
        if (status < 100) {
            throw new WireException("no status line of HTTP/1: \"" + text(line, 0, Math.min(size, 60)) + "\"");
        }
        close = line[7] == '0';
        length = -1;
        chunked = false;
        fields.clear();
    }

    private static int digit(byte c) {
        return c >= '0' && c <= '9' ? c - '0' : -1000;
    }

    /** A further line: {@code name: value}. */
    void field(byte[] line, int size) throws WireException {
        int colon = 0;
        while (colon < size && line[colon] != ':') {
            colon++;
        }
        if (colon == size) {
            throw new WireException("a header line without a colon: \"" + text(line, 0, Math.min(size, 60)) + "\"");
        }
        int from = colon + 1;
        while (from < size && blank(line[from])) {
            from++;
        }
        int to = size;
        while (to > from && blank(line[to - 1])) {
            to--;
        }
        if (named(LENGTH, line, colon)) {
            length(line, from, to);
        } else if (named(CODING, line, colon)) {
            chunked = text(line, from, to).toLowerCase(Locale.ROOT).endsWith("chunked");
        } else if (named(CONNECTION, line, colon)) {
            connection(line, from, to);
        }
        if (keepFields) {
            fields.add(text(line, 0, colon));
            fields.add(text(line, from, to));
        }
    }

    private void length(byte[] line, int from, int to) throws WireException {
        long value = from == to || to - from > 18 ? -1 : 0;
        for (int i = from; i < to && value >= 0; i++) {
            int digit = digit(line[i]);
            value = digit < 0 ? -1 : value * 10 + digit;
        }
        if (value < 0 || (length >= 0 && length != value)) {
            throw new WireException("Content-Length: " + text(line, from, to) + " (expected: one number)");
        }
        length = value;
    }

    /** Only "close" and "keep-alive" matter, which most answers have alone and in few letters. */
    private void connection(byte[] line, int from, int to) {
        if (to - from == 10 && (line[from] | 0x20) == 'k') {
            close = false;
        } else {
            String value = text(line, from, to).toLowerCase(Locale.ROOT);
            close = value.contains("close") || (close && !value.contains("keep-alive"));
        }
    }

    private static boolean named(byte[] name, byte[] line, int size) {
        if (size != name.length) {
            return false;
        }
        for (int i = 0; i < size; i++) {
            int c = line[i];
            if ((c >= 'A' && c <= 'Z' ? c | 0x20 : c) != name[i]) {
                return false;
            }
        }
        return true;
    }

    private static boolean blank(byte c) {
        return c == ' ' || c == '\t';
    }

    private static String text(byte[] line, int from, int to) {
        return new String(line, from, to - from, ISO_8859_1);
    }

    /** The value of the first field of this name; null where there is none, or fields are not kept. */
    String value(String name) {
        for (int i = 0; i < fields.size(); i += 2) {
            if (fields.get(i).equalsIgnoreCase(name)) {
                return fields.get(i + 1);
            }
        }
        return null;
    }
}
