package io.sluice.api.balance;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * What all choices so far have come to, and perhaps the turns that come next: those are handed out one by one, without
 * another standing, as long as nothing changes. None of the arrays is ever written again.
 */
final class Standing {
    /** What {@link #take()} answers when there is no turn left. */
    static final int NONE = -1;

    /** What each has, in parts of a weight, before the first of the turns. */
    private final long[] current;
    /** The weight of each as failures have left it. */
    private final int[] effective;
    /** The weight lost that this takes into account. */
    private final long[] lost;

    private final Turns turns;

    /** How many turns were taken; its complement once no more may be. */
    private final AtomicInteger taken = new AtomicInteger();

    /** With these turns to come; null for none. */
    Standing(long[] current, int[] effective, long[] lost, Turns turns) {
        this.current = current;
        this.effective = effective;
        this.lost = lost;
        this.turns = turns;
    }

    int[] effective() {
        return effective;
    }

    long[] lost() {
        return lost;
    }

    /** The turns that come next; null for none. */
    Turns turns() {
        return turns;
    }

    /** Takes the next turn: a position, or {@link #NONE}. */
    int take() {
        if (turns.areOfOne()) {
            return turns.at(0); // not counted: it gains what it loses, and threads have nothing to write in one place
        }
        while (true) {
            int number = taken.get();
            if (number < 0 || number == turns.size()) {
                return NONE;
            }
            if (taken.compareAndSet(number, number + 1)) {
                return turns.at(number);
            }
        }
    }

    /** What each has after the turns that were taken; from now on none is. Not to be changed where there are no turns. */
    long[] settle() {
        return turns == null ? current : turns.after(current, close());
    }

    private int close() {
        while (true) {
            int number = taken.get();
            if (number < 0) {
                return ~number;
            }
            if (taken.compareAndSet(number, ~number)) {
                return number;
            }
        }
    }
}
