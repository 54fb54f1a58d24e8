package io.sluice.nginx.directive;

import java.util.Arrays;
import java.util.List;

/**
 * How many arguments a directive takes, and whether a block.
 *
 * @param counts the numbers that are good, or the least one where {@code more} is set
 * @param more whether any greater number is good, too
 * @param block whether a block must follow
 */
public record Arity(List<Integer> counts, boolean more, boolean block) {
    /** Copies the list. */
    public Arity {
        counts = List.copyOf(counts);
    }

    /** Whether so many are good. */
    public boolean allows(int count) {
        return more ? count >= counts.get(0) : counts.contains(count);
    }

    static Arity of(String word) {
        boolean block = word.endsWith("{}");
        String text = block ? word.substring(0, word.length() - 2) : word;
        if (text.equals("flag")) {
            return new Arity(List.of(1), false, block);
        }
        boolean more = text.endsWith("+");
        String numbers = more ? text.substring(0, text.length() - 1) : text;
        return new Arity(Arrays.stream(numbers.split(",")).map(Integer::valueOf).toList(), more, block);
    }
}
