package io.sluice.server.route;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.function.BiPredicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CharTrieTest {
    private static final int ROUNDS = 100;
    private static final int LOOK_UPS = 30;

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 10, 300})
    void theLongestPrefixIsThatOfANaiveScan(int keys) {
        for (int seed = 0; seed < ROUNDS; seed++) {
            Random random = new Random(seed);
            Map<String, String> values = values(random, keys);
            compare(CharTrie.ofPrefixes(values), values, random, String::startsWith);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 10, 300})
    void theLongestSuffixIsThatOfANaiveScan(int keys) {
        for (int seed = 0; seed < ROUNDS; seed++) {
            Random random = new Random(seed);
            Map<String, String> values = values(random, keys);
            compare(CharTrie.ofSuffixes(values), values, random, String::endsWith);
        }
    }

    @Test
    void theEmptyKeyMatchesAll() {
        CharTrie<String> trie = CharTrie.ofPrefixes(Map.of("", "empty"));
        assertThat(trie.longest("", 0)).isEqualTo("empty");
        assertThat(trie.longest("x", 1)).isEqualTo("empty");
        assertThat(trie.longest("", -1)).isNull();
    }

    private static void compare(
            CharTrie<String> trie, Map<String, String> values, Random random, BiPredicate<String, String> matches) {
        for (int i = 0; i < LOOK_UPS; i++) {
            String text = text(random);
            int limit = text.length() - random.nextInt(2);
            String naive = values.keySet().stream()
                    .filter(key -> key.length() <= limit && matches.test(text, key))
                    .max(Comparator.comparingInt(String::length))
                    .map(values::get)
                    .orElse(null);
            assertThat(trie.longest(text, limit))
                    .as("%s in %s", text, values.keySet())
                    .isEqualTo(naive);
        }
    }

    private static Map<String, String> values(Random random, int count) {
        Map<String, String> values = new HashMap<>();
        for (int i = 0; i < count; i++) {
            String key = text(random);
            values.put(key, "value of " + key);
        }
        return values;
    }

    /** Short, of few letters: many texts share beginnings and ends. */
    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        int length = random.nextInt(9);
        for (int i = 0; i < length; i++) {
            text.append("ab/\u00e9".charAt(random.nextInt(4)));
        }
        return text.toString();
    }
}
