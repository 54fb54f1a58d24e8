package io.sluice.api.balance;

import java.util.Arrays;
import java.util.List;

/** What endpoints have answered, for as long as that {@link #holds()}. Immutable. */
final class Outlook {
    private final Changes changes;
    private final long count;

    /** Until when it holds, by the clock of the changes; read where it {@link #ends}. */
    private final long until;

    private final boolean ends;
    private final int[] open;
    private final boolean[] isOpen;
    private final long[] lost;

    /** By position; null where no share rises. */
    private final double[] ramps;

    /** Of these endpoints now; {@code changes} are those that all of them tell. */
    Outlook(Changes changes, List<Endpoint> endpoints) {
        this.changes = changes;
        this.count = changes.count(); // before the first question
        long now = changes.now();
        int size = endpoints.size();
        isOpen = new boolean[size];
        lost = new long[size];
        int[] some = new int[size];
        int opened = 0;
        long least = Long.MAX_VALUE;
        double[] parts = null;
        for (int i = 0; i < size; i++) {
            Endpoint endpoint = endpoints.get(i);
            least = Math.min(least, endpoint.unchangedNanos());
            lost[i] = endpoint.weightLost();
            double ramp = endpoint.ramp();
            if (ramp < 1) {
                if (parts == null) {
                    parts = new double[size];
                    Arrays.fill(parts, 1);
                }
                parts[i] = ramp;
            }
            if (endpoint.available()) {
                isOpen[i] = true;
                some[opened++] = i;
            }
        }
        open = Arrays.copyOf(some, opened);
        ramps = parts;
        ends = least != Long.MAX_VALUE;
        until = now + least;
    }

    /** Whether they would still answer so. */
    boolean holds() {
        return changes.count() == count && (!ends || changes.now() - until < 0);
    }

    /** The positions of those that are available, ascending. Not to be changed. */
    int[] open() {
        return open;
    }

    /** Whether this one is available. */
    boolean isOpen(int position) {
        return isOpen[position];
    }

    /** {@link Endpoint#weightLost()} of this one. */
    long lost(int position) {
        return lost[position];
    }

    /** {@link Endpoint#ramp()} of this one. */
    double ramp(int position) {
        return ramps == null ? 1 : ramps[position];
    }
}
