package io.sluice.api.balance;

import java.util.Iterator;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;

/**
 * nginx's smooth weighted round robin over one list of endpoints (ngx_http_upstream_get_peer): at each choice every
 * candidate gains its weight, the one that then has most is chosen and loses the sum of the candidates' gains. Weights
 * 5, 1, 1 give {@code a a b a c a a}, never five of one in a row. Candidates are the endpoints that are {@link
 * Endpoint#available()} and were not handed out to this exchange before; the others neither gain nor lose.
 *
 * <p>What an endpoint has lost of its weight by failures ({@link Endpoint#weightLost()}) it gets back by 1 at each choice in
 * which it is a candidate, as in nginx; what it gains is scaled by {@link Endpoint#ramp()}.
 *
 * <p>Thread-safe and without a lock: the standings are immutable and replaced by compare-and-set; a thread that comes
 * second chooses again. One choice costs time and memory in proportion to the number of endpoints, whatever their
 * weights. All threads share one standing, where each worker process of nginx without a {@code zone} has its own.
 */
public final class SmoothRoundRobin {
    /** Parts of one weight, so that a weight of 1 can rise slowly, too. */
    private static final long PARTS = 256;

    private final List<Endpoint> endpoints;
    private final int[] weights;
    private final int[] all;
    private final AtomicReference<Standing> standing;

    /** Over these endpoints, in this order; all standings are zero. */
    public SmoothRoundRobin(List<Endpoint> endpoints) {
        this.endpoints = List.copyOf(endpoints);
        weights = endpoints.stream().mapToInt(Endpoint::weight).toArray();
        all = IntStream.range(0, weights.length).toArray();
        long[] lost = endpoints.stream().mapToLong(Endpoint::weightLost).toArray();
        standing = new AtomicReference<>(new Standing(new long[weights.length], weights, lost));
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

    /** Chooses among all that are open to the ranking; {@link Ranking#MISS} if none is. */
    int choose(Ranking ranking) {
        return choose(ranking, all);
    }

    /** Chooses among those of {@code positions} that are open to the ranking; {@link Ranking#MISS} if none is. */
    int choose(Ranking ranking, int[] positions) {
        while (true) {
            Standing seen = standing.get();
            Turn turn = new Turn(seen);
            for (int position : positions) {
                if (ranking.open(position)) {
                    turn.add(position);
                }
            }
            if (!turn.changed() || standing.compareAndSet(seen, turn.end())) {
                return turn.best;
            }
        }
    }

    /** What all choices so far have come to. None of the arrays is ever written again. */
    private static final class Standing {
        /** What each has, in parts of a weight. */
        private final long[] current;
        /** The weight of each as failures have left it. */
        private final int[] effective;
        /** The weight lost that this takes into account. */
        private final long[] lost;

        Standing(long[] current, int[] effective, long[] lost) {
            this.current = current;
            this.effective = effective;
            this.lost = lost;
        }
    }

    /** One choice. Arrays are copied when they first change. */
    private final class Turn {
        private final Standing seen;
        private long[] current;
        private int[] effective;
        private long[] lost;
        private int best = Ranking.MISS;
        private long bestGain;
        private long total;

        Turn(Standing seen) {
            this.seen = seen;
            this.current = seen.current;
            this.effective = seen.effective;
            this.lost = seen.lost;
        }

        void add(int position) {
            long gain = gain(position);
            total += gain;
            if (best == Ranking.MISS) {
                best = position;
                bestGain = gain;
                return;
            }
            if (current == seen.current) { // A second candidate: only now is there a choice.
                current = current.clone();
                current[best] += bestGain;
            }
            current[position] += gain;
            if (current[position] > current[best]) {
                best = position;
            }
        }

        /** Where there is one candidate of full weight, it gains and loses the same. */
        boolean changed() {
            return current != seen.current || effective != seen.effective;
        }

        Standing end() {
            if (current != seen.current) {
                current[best] -= total;
            }
            return new Standing(current, effective, lost);
        }

        private long gain(int position) {
            Endpoint endpoint = endpoints.get(position);
            long gain = strength(position, endpoint.weightLost()) * PARTS;
            double ramp = endpoint.ramp();
            return ramp < 1 ? Math.max(1, (long) (gain * ramp)) : gain;
        }

        /** The effective weight, which then recovers by 1. */
        private int strength(int position, long lostNow) {
            long fresh = lostNow - lost[position];
            int before = effective[position];
            if (fresh == 0 && before == weights[position]) {
                return before;
            }
            if (effective == seen.effective) {
                effective = effective.clone();
                lost = lost.clone();
            }
            int left = (int) Math.max(0, before - fresh);
            lost[position] = lostNow;
            effective[position] = left < weights[position] ? left + 1 : left;
            return left;
        }
    }
}
