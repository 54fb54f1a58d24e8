package io.sluice.server.route;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds the longest key that a text begins with, or ends with, in time that grows with the text and not with the number of
 * keys. Chains of characters without a branch are one node. Immutable; a look-up makes no garbage.
 */
final class CharTrie<V> {
    private final boolean backwards;
    private final Node<V> root;

    private CharTrie(boolean backwards, Node<V> root) {
        this.backwards = backwards;
        this.root = root;
    }

    /** Keys are prefixes of texts. */
    static <V> CharTrie<V> ofPrefixes(Map<String, V> values) {
        return new CharTrie<>(false, node(values));
    }

    /** Keys are suffixes of texts. */
    static <V> CharTrie<V> ofSuffixes(Map<String, V> values) {
        Map<String, V> reversed = new HashMap<>();
        values.forEach(
                (key, value) -> reversed.put(new StringBuilder(key).reverse().toString(), value));
        return new CharTrie<>(true, node(reversed));
    }

    /** The value of the longest key of at most {@code limit} characters that the text begins (or ends) with, or null. */
    V longest(String text, int limit) {
        V found = null;
        int at = 0;
        Node<V> node = root;
        while (node != null && at + node.label.length() <= limit && matches(node.label, text, at)) {
            at += node.label.length();
            if (node.value != null) {
                found = node.value;
            }
            node = at < limit ? node.child(charAt(text, at)) : null;
        }
        return found;
    }

    private boolean matches(String label, String text, int at) {
        for (int i = 0; i < label.length(); i++) {
            if (label.charAt(i) != charAt(text, at + i)) {
                return false;
            }
        }
        return true;
    }

    private char charAt(String text, int at) {
        return text.charAt(backwards ? text.length() - 1 - at : at);
    }

    /** A node and all below it; null where there is nothing. */
    private static <V> Node<V> node(Map<String, V> values) {
        List<String> keys = values.keySet().stream().sorted().toList();
        return keys.isEmpty() ? null : node(keys, keys.stream().map(values::get).toList(), 0, keys.size(), 0);
    }

    /** From the keys {@code from} to {@code to}, which are the same up to {@code depth}. */
    private static <V> Node<V> node(List<String> keys, List<V> values, int from, int to, int depth) {
        int end = common(keys.get(from), keys.get(to - 1));
        boolean ends = keys.get(from).length() == end;
        List<Node<V>> children = new ArrayList<>();
        int start = ends ? from + 1 : from;
        while (start < to) {
            int next = start + 1;
            while (next < to && keys.get(next).charAt(end) == keys.get(start).charAt(end)) {
                next++;
            }
            children.add(node(keys, values, start, next, end));
            start = next;
        }
        return new Node<>(keys.get(from).substring(depth, end), ends ? values.get(from) : null, children);
    }

    /** How many characters the first and the last of sorted keys share: so many do all between them. */
    private static int common(String first, String last) {
        int at = 0;
        while (at < first.length() && at < last.length() && first.charAt(at) == last.charAt(at)) {
            at++;
        }
        return at;
    }

    private static final class Node<V> {
        final String label;
        final V value;
        final char[] firsts;
        final List<Node<V>> children;

        Node(String label, V value, List<Node<V>> children) {
            this.label = label;
            this.value = value;
            this.children = children;
            this.firsts = new char[children.size()];
            for (int i = 0; i < firsts.length; i++) {
                firsts[i] = children.get(i).label.charAt(0);
            }
        }

        Node<V> child(char first) {
            int at = Arrays.binarySearch(firsts, first);
            return at < 0 ? null : children.get(at);
        }
    }
}
