package io.sluice.api.balance;

import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/**
 * nginx's smooth weighted round robin over one list of endpoints (ngx_http_upstream_get_peer): at each choice every
 * candidate gains its weight, the one that then has most is chosen and loses the sum of the candidates' weights. Weights
 * 5, 1, 1 give {@code a a b a c a a}, never five of one in a row. Candidates are the endpoints that are not {@link
 * Endpoint#down()} and were not handed out to this exchange before; the others neither gain nor lose.
 *
 * <p>Thread-safe and without a lock: the standings are an immutable array, replaced by compare-and-set; a thread that
 * comes second chooses again. One choice costs time and memory in proportion to the number of endpoints, whatever their
 * weights. All threads share one standing, where each worker process of nginx without a {@code zone} has its own.
 */
public final class SmoothRoundRobin {
    private final List<Endpoint> endpoints;
    private final int[] weights;
    private final boolean[] down;
    private final int[] usable;
    private final AtomicReference<long[]> standings;

    /** Over these endpoints, in this order; all standings are zero. */
    public SmoothRoundRobin(List<Endpoint> endpoints) {
        this.endpoints = List.copyOf(endpoints);
        int[] up = new int[endpoints.size()];
        int count = 0;
        weights = new int[endpoints.size()];
        down = new boolean[endpoints.size()];
        for (int i = 0; i < weights.length; i++) {
            Endpoint endpoint = endpoints.get(i);
            weights[i] = endpoint.weight();
            down[i] = endpoint.down();
            if (!down[i]) {
                up[count++] = i;
            }
        }
        usable = Arrays.copyOf(up, count);
        standings = new AtomicReference<>(new long[weights.length]);
    }

    /** The endpoints, as given. A position in this list names an endpoint in {@link Ranking}. */
    public List<Endpoint> endpoints() {
        return endpoints;
    }

    /** Ranks by round robin alone. */
    public Iterator<Endpoint> rank() {
        return new Ranking(this, 0) {
            @Override
            protected int probe() {
                return MISS;
            }
        };
    }

    /** How many endpoints are not down. */
    int usable() {
        return usable.length;
    }

    boolean isDown(int position) {
        return down[position];
    }

    /** Chooses among all that are open to the ranking. */
    int choose(Ranking ranking) {
        return choose(ranking, usable);
    }

    /** Chooses among those of {@code positions} that are open to the ranking; {@link Ranking#MISS} if none is. */
    int choose(Ranking ranking, int[] positions) {
        while (true) {
            long[] seen = standings.get();
            long[] next = null;
            int best = Ranking.MISS;
            long total = 0;
            for (int position : positions) {
                if (!ranking.open(position)) {
                    continue;
                }
                if (best == Ranking.MISS) {
                    best = position;
                    total = weights[position];
                    continue;
                }
                if (next == null) { // A second candidate: only now is there a choice.
                    next = seen.clone();
                    next[best] += weights[best];
                }
                next[position] += weights[position];
                total += weights[position];
                if (next[position] > next[best]) {
                    best = position;
                }
            }
            if (next == null) { // One candidate gains and loses its own weight: nothing changes.
                return best;
            }
            next[best] -= total;
            if (standings.compareAndSet(seen, next)) {
                return best;
            }
        }
    }
}
