package io.sluice.bench.load;

import java.util.SplittableRandom;

/** How long payloads are, in bytes: one of some lengths, or any between two, each as likely as the others. Immutable. */
public final class Sizes {
    private final int[] lengths;
    private final boolean range;

    private Sizes(int[] lengths, boolean range) {
        this.lengths = lengths;
        this.range = range;
    }

    /** The same for all. */
    public static Sizes of(int length) {
        return new Sizes(new int[] {length}, false);
    }

    /** One of these, each 0 or more; there is one at least. */
    public static Sizes anyOf(int... lengths) {
        return new Sizes(lengths.clone(), false);
    }

    /** Any from the one to the other, both included, the first one not above the second. */
    public static Sizes between(int least, int most) {
        return new Sizes(new int[] {least, most}, true);
    }

    /** Whether there is but one. */
    public boolean single() {
        return lengths.length == 1;
    }

    /** The next one. */
    int next(SplittableRandom random) {
        if (range) {
            return random.nextInt(lengths[0], lengths[1] + 1);
        }
        return lengths.length == 1 ? lengths[0] : lengths[random.nextInt(lengths.length)];
    }

    /** The longest that can come. */
    public int longest() {
        int longest = 0;
        for (int length : lengths) {
            longest = Math.max(longest, length);
        }
        return longest;
    }

    /** As a user writes it: {@code 64}, {@code 64,1024}, {@code 64-1024}. */
    @Override
    public String toString() {
        StringBuilder out = new StringBuilder();
        for (int length : lengths) {
            out.append(out.isEmpty() ? "" : range ? "-" : ",").append(length);
        }
        return out.toString();
    }
}
