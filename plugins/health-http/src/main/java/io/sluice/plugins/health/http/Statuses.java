package io.sluice.plugins.health.http;

import io.sluice.api.Settings;
import java.util.BitSet;
import java.util.List;

/** Which statuses an answer may have. Immutable. */
final class Statuses {
    private static final String EXPECTED = "statuses from 100 to 999, or ranges of them such as 200-399";
    private static final int LAST = 999;

    private final BitSet allowed = new BitSet(LAST + 1);
    private final String text;

    private Statuses(List<String> words) {
        text = String.join(", ", words);
    }

    /** As {@code status} says, a list of numbers and ranges; by default 200 to 399. */
    static Statuses of(Settings settings) {
        List<String> words = settings.value("status").isPresent() ? settings.strings("status") : List.of("200-399");
        if (words.isEmpty()) {
            throw settings.refuse("status", EXPECTED);
        }
        Statuses statuses = new Statuses(words);
        for (int i = 0; i < words.size(); i++) {
            if (!statuses.allow(words.get(i))) {
                throw settings.refuse("status", i, EXPECTED);
            }
        }
        return statuses;
    }

    private boolean allow(String word) {
        if (!word.matches("[1-9][0-9]{2}(-[1-9][0-9]{2})?")) {
            return false;
        }
        int from = Integer.parseInt(word.substring(0, 3));
        int to = Integer.parseInt(word.substring(word.length() - 3));
        if (from <= to) {
            allowed.set(from, to + 1);
        }
        return from <= to;
    }

    boolean allow(int status) {
        return allowed.get(status);
    }

    @Override
    public String toString() {
        return text;
    }
}
