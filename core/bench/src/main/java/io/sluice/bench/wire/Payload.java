package io.sluice.bench.wire;

import java.nio.ByteBuffer;

/**
 * What messages carry that are to be echoed: eight letters that name the connection and the message, over and over. So a byte
 * that is lost, or comes from another message or connection, is seen wherever it is; and text is what it says, too.
 */
public final class Payload {
    private static final int SPREAD = 0x9E3779B1; // keeps the numbers of neighbours apart
    private static final long LETTERS = 0x6161616161616161L; // 'a' eight times

    private Payload() {}

    /** The eight letters, the first one in the highest byte. */
    public static long word(int connection, int message) {
        long word = message + connection * SPREAD & 0xffffffffL;
        word = (word | word << 16) & 0x0000ffff0000ffffL;
        word = (word | word << 8) & 0x00ff00ff00ff00ffL;
        word = (word | word << 4) & 0x0f0f0f0f0f0f0f0fL;
        return word + LETTERS;
    }

    /** Whether all that remains in {@code data} is what the payload has from {@code offset} on. The position stays. */
    public static boolean matches(ByteBuffer data, long word, long offset) {
        long expected = Long.rotateLeft(word, (int) (offset & 7) * 8);
        int position = data.position();
        int end = data.limit();
        for (; position <= end - Long.BYTES; position += Long.BYTES) {
            if (data.getLong(position) != expected) {
                return false;
            }
        }
        for (int shift = 56; position < end; position++, shift -= 8) {
            if (data.get(position) != (byte) (expected >>> shift)) {
                return false;
            }
        }
        return true;
    }
}
