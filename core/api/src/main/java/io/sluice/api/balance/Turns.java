package io.sluice.api.balance;

import java.util.Arrays;

/**
 * The next turns of smooth weighted round robin, worked out ahead for candidates that gain the same at each of them. Those with
 * one gain keep their order among each other but for the one that is chosen, so that each group of them is a heap, and a turn
 * costs the number of different gains and the depth of one heap, not the number of candidates. Immutable.
 */
final class Turns {
    private final Gains gains;
    private final int[] chosen;

    /** The next {@code size} turns from what each has; at least one candidate. */
    Turns(Gains gains, long[] current, int size) {
        this.gains = gains;
        this.chosen = new int[size];
        new Heaps(gains, current).choose(chosen);
    }

    /** Of whom. */
    Gains gains() {
        return gains;
    }

    int size() {
        return chosen.length;
    }

    /** Whether there is a single candidate, whose turn it always is. */
    boolean areOfOne() {
        return gains.byGain.length == 1;
    }

    /** Whose turn it is; turns count from 0. */
    int at(int number) {
        return chosen[number];
    }

    /** What each has after so many of the turns; new. */
    long[] after(long[] before, int turns) {
        long[] after = before.clone();
        gains.addTo(after, turns);
        for (int i = 0; i < turns; i++) {
            after[chosen[i]] -= gains.total();
        }
        return after;
    }

    /** Working space: what each would have, were it not for its gains, and a heap for each gain. */
    private static final class Heaps {
        private final Gains gains;
        private final long[] own;
        private final int[] heap;

        Heaps(Gains gains, long[] current) {
            this.gains = gains;
            this.own = current.clone();
            this.heap = gains.byGain();
            for (int group = 0; group < gains.groups(); group++) {
                int from = gains.start(group);
                int to = gains.start(group + 1);
                for (int i = (to - from) / 2 - 1; i >= 0; i--) {
                    sift(from, to, i);
                }
            }
        }

        void choose(int[] into) {
            for (int turn = 0; turn < into.length; turn++) {
                int group = best(turn + 1L);
                int from = gains.start(group);
                into[turn] = heap[from];
                own[heap[from]] -= gains.total();
                sift(from, gains.start(group + 1), 0);
            }
        }

        /** The group whose first has most after so many gains; of equals, the one whose first comes first. */
        private int best(long times) {
            int best = 0;
            long most = own[heap[0]] + times * gains.ofGroup(0);
            for (int group = 1; group < gains.groups(); group++) {
                int first = heap[gains.start(group)];
                long has = own[first] + times * gains.ofGroup(group);
                if (has > most || (has == most && first < heap[gains.start(best)])) {
                    best = group;
                    most = has;
                }
            }
            return best;
        }

        /** Lets the {@code i}th of a heap sink to its place. */
        private void sift(int from, int to, int i) {
            int size = to - from;
            int moved = heap[from + i];
            int hole = i;
            while (2 * hole + 1 < size) {
                int child = 2 * hole + 1;
                if (child + 1 < size && before(heap[from + child + 1], heap[from + child])) {
                    child++;
                }
                if (!before(heap[from + child], moved)) {
                    break;
                }
                heap[from + hole] = heap[from + child];
                hole = child;
            }
            heap[from + hole] = moved;
        }

        private boolean before(int one, int other) {
            return own[one] > own[other] || (own[one] == own[other] && one < other);
        }
    }

    /** What each candidate gains at a turn, grouped. Immutable. */
    static final class Gains {
        private final Outlook outlook;
        private final int[] byGain;
        private final int[] starts;
        private final long[] ofGroup;
        private final long total;

        /** Of the endpoints that are open; {@code gains} has a place for each of these. */
        Gains(Outlook outlook, long[] gains) {
            this.outlook = outlook;
            int[] open = outlook.open();
            long[] distinct = distinct(gains);
            int[] ends = new int[distinct.length + 1];
            int[] groups = new int[open.length];
            long sum = 0;
            for (int i = 0; i < open.length; i++) {
                sum += gains[i];
                groups[i] = Arrays.binarySearch(distinct, gains[i]);
                ends[groups[i] + 1]++;
            }
            for (int group = 1; group < ends.length; group++) {
                ends[group] += ends[group - 1];
            }
            int[] next = ends.clone();
            int[] sorted = new int[open.length];
            for (int i = 0; i < open.length; i++) {
                sorted[next[groups[i]]++] = open[i];
            }
            byGain = sorted;
            starts = ends;
            ofGroup = distinct;
            total = sum;
        }

        /** Each once, ascending. */
        private static long[] distinct(long[] values) {
            long[] sorted = values.clone();
            Arrays.sort(sorted);
            int count = 0;
            for (long value : sorted) {
                if (count == 0 || value != sorted[count - 1]) {
                    sorted[count++] = value;
                }
            }
            return Arrays.copyOf(sorted, count);
        }

        /** What the gains come from. */
        Outlook outlook() {
            return outlook;
        }

        long total() {
            return total;
        }

        int groups() {
            return ofGroup.length;
        }

        long ofGroup(int group) {
            return ofGroup[group];
        }

        /** Where a group begins among all that are ordered by their gains; of the number of groups, where all end. */
        int start(int group) {
            return starts[group];
        }

        /** The candidates by their gains; new. */
        int[] byGain() {
            return byGain.clone();
        }

        void addTo(long[] current, int times) {
            for (int group = 0; group < ofGroup.length; group++) {
                long gain = ofGroup[group] * times;
                for (int i = starts[group]; i < starts[group + 1]; i++) {
                    current[byGain[i]] += gain;
                }
            }
        }
    }
}
