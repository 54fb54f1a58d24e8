package io.sluice.server.variable;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** The names that a mistyped one may have meant. */
final class NearMisses {
    private static final int MOST = 3;

    private NearMisses() {}

    /** Up to three names, the nearest first, as words of a message; where none is near, where to look. */
    static String of(String name, Collection<String> known) {
        int reach = Math.max(2, name.length() / 3);
        List<String> near = known.stream()
                .filter(candidate -> distance(name, candidate) <= reach)
                .sorted(Comparator.<String>comparingInt(candidate -> distance(name, candidate))
                        .thenComparing(Comparator.naturalOrder()))
                .limit(MOST)
                .map(candidate -> "$" + candidate)
                .toList();
        return near.isEmpty() ? "one of docs/variables.md" : String.join(" or ", near);
    }

    /** The number of letters to change, add or remove (Levenshtein). */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int above = row[j];
                int change = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(change, Math.min(above, row[j - 1]) + 1);
                diagonal = above;
            }
        }
        return row[b.length()];
    }
}
