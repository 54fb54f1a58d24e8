package io.sluice.testkit;

import java.util.SplittableRandom;

/** Bytes that look random and are the same for the same seed, so that both ends of a test can know them. */
public final class Payload {
    private Payload() {}

    /** The bytes of this seed. */
    public static byte[] of(long seed, int length) {
        byte[] bytes = new byte[length];
        new SplittableRandom(seed).nextBytes(bytes);
        return bytes;
    }

    /**
     * The size of a test's n-th message: the borders of the frame format first (0, 1, 125, 126, 65,535, 65,536, one
     * mebibyte and their neighbours), then sizes from 0 to one mebibyte, small ones as often as large ones on a
     * logarithmic scale.
     */
    public static int size(int n) {
        int[] borders = {0, 1, 125, 126, 127, 65_534, 65_535, 65_536, 65_537, 1 << 20};
        if (n < borders.length) {
            return borders[n];
        }
        double exponent = new SplittableRandom(n).nextDouble() * 20;
        return (int) Math.pow(2, exponent) - (n & 1);
    }
}
