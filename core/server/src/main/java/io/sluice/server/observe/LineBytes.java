package io.sluice.server.observe;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Lines as the bytes they stand for: a character up to U+00FF is the byte of that number, any other its UTF-8. Whatever a
 * format lets through, a line stays one line. One thread.
 */
final class LineBytes {
    private final int usual;
    private byte[] bytes;
    private int size;

    /** Room for so many bytes; more is made when a line needs it, and given up by {@link #clear()}. */
    LineBytes(int usual) {
        this.usual = usual;
        this.bytes = new byte[usual];
    }

    /** Whether the line, and one byte more, can be added without more room. In UTF-8 a character takes at most 3 bytes. */
    boolean hasRoom(String line) {
        return size + line.length() * 4L + 1 <= bytes.length;
    }

    /** Adds a line, without an end. */
    void add(String line) {
        if (!hasRoom(line)) {
            bytes = Arrays.copyOf(bytes, Math.addExact(size, Math.addExact(Math.multiplyExact(line.length(), 4), 1)));
        }
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '\n' || c == '\r') {
                put(c == '\n' ? "\\x0A" : "\\x0D");
            } else if (c <= 0xff) {
                bytes[size++] = (byte) c;
            } else {
                int end = Character.isHighSurrogate(c) && i + 1 < line.length() ? i + 2 : i + 1;
                put(line.substring(i, end));
                i = end - 1;
            }
        }
    }

    /** Adds the end of a line; there is room behind each line. */
    void end() {
        bytes[size++] = '\n';
    }

    private void put(String text) {
        byte[] more = text.getBytes(StandardCharsets.UTF_8);
        System.arraycopy(more, 0, bytes, size, more.length);
        size += more.length;
    }

    boolean isEmpty() {
        return size == 0;
    }

    int size() {
        return size;
    }

    /** What is held; a copy of its own. */
    byte[] copy() {
        return Arrays.copyOf(bytes, size);
    }

    /** The bytes themselves, as far as {@link #size()}; until the next call. */
    byte[] array() {
        return bytes;
    }

    void clear() {
        size = 0;
        if (bytes.length > usual) {
            bytes = new byte[usual];
        }
    }
}
