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
 * second chooses again. All threads share one standing, where each worker process of nginx without a {@code zone} has its own.
 *
 * <p>While {@link Endpoint#changes()} tells that nothing changes, the first choice of an exchange costs the same however many
 * endpoints there are: the {@link Turns} to come are worked out some at a time. Else, while lost weight comes back, and for the
 * further choices of an exchange, a choice costs time and memory in proportion to the number of endpoints: at the first choice
 * after a change they are asked themselves, as nothing says that there is not another one before the next choice.
 */
public final class SmoothRoundRobin {
    /** Parts of one weight, so that a weight of 1 can rise slowly, too. */
    private static final long PARTS = 256;

    /** So many turns at most are worked out ahead: a thread that does this is not late for others. */
    private static final int AHEAD = 128;

    private final List<Endpoint> endpoints;
    private final int[] weights;
    private final int[] all;
    private final AtomicReference<Standing> standing;
    private final Outlooks outlooks;

    /** Over these endpoints, in this order; all standings are zero. */
    public SmoothRoundRobin(List<Endpoint> endpoints) {
        this.endpoints = List.copyOf(endpoints);
        outlooks = new Outlooks(commonChanges(this.endpoints), this.endpoints);
        weights = endpoints.stream().mapToInt(Endpoint::weight).toArray();
        all = IntStream.range(0, weights.length).toArray();
        long[] lost = endpoints.stream().mapToLong(Endpoint::weightLost).toArray();
        standing = new AtomicReference<>(new Standing(new long[weights.length], weights, lost, null));
    }

    private static Changes commonChanges(List<Endpoint> endpoints) {
        List<Changes> told =
                endpoints.stream().map(Endpoint::changes).distinct().toList();
        return told.size() == 1 ? told.get(0) : null;
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

    /** What is known of the endpoints without asking them. */
    Outlooks outlooks() {
        return outlooks;
    }

    /** Chooses among all that are open to the ranking; {@link Ranking#MISS} if none is. */
    int choose(Ranking ranking) {
        int position = ranking.fresh() ? chooseAhead() : Ranking.MISS;
        return position == Ranking.MISS ? choose(ranking, all, all.length, outlooks.kept()) : position;
    }

    /**
     * Chooses among the first {@code count} of {@code positions} that are open to the ranking; {@link Ranking#MISS} if none is.
     * They are asked themselves where {@code known} is null or no longer holds.
     */
    int choose(Ranking ranking, int[] positions, int count, Outlook known) {
        while (true) {
            Standing seen = standing.get();
            Choice choice = new Choice(seen, known != null && known.holds() ? known : null);
            for (int i = 0; i < count; i++) {
                choice.consider(positions[i], ranking);
            }
            if (!choice.changed() || standing.compareAndSet(seen, choice.end())) {
                return choice.best;
            }
        }
    }

    /** The next of the turns that were worked out; {@link Ranking#MISS} where none can be. */
    private int chooseAhead() {
        while (true) {
            Standing seen = standing.get();
            Turns turns = seen.turns();
            boolean holds = turns != null && turns.gains().outlook().holds();
            if (holds) {
                int position = seen.take();
                if (position != Standing.NONE) {
                    outlooks.hasServed();
                    return position;
                }
            }
            Turns.Gains gains = holds ? turns.gains() : gains(seen);
            if (gains == null) {
                return Ranking.MISS;
            }
            long[] current = seen.settle();
            int ahead = holds ? Math.min(AHEAD, 2 * turns.size()) : 1; // what changes often is not worked out in vain
            Standing next = new Standing(current, seen.effective(), seen.lost(), new Turns(gains, current, ahead));
            if (standing.compareAndSet(seen, next)) {
                int first = next.take(); // without looking again: it may hold for this moment alone
                if (first != Standing.NONE) {
                    return first;
                }
            }
        }
    }

    /** Null where nothing is known, where there is no candidate, and where one has not its full weight. */
    private Turns.Gains gains(Standing seen) {
        Outlook now = outlooks.forChoice();
        if (now == null) {
            return null;
        }
        int[] open = now.open();
        long[] gains = new long[open.length];
        for (int i = 0; i < open.length; i++) {
            int position = open[i];
            if (seen.effective()[position] != weights[position] || seen.lost()[position] != now.lost(position)) {
                return null;
            }
            gains[i] = gain(weights[position], now.ramp(position));
        }
        return open.length == 0 ? null : new Turns.Gains(now, gains);
    }

    private static long gain(int strength, double ramp) {
        long gain = strength * PARTS;
        return ramp < 1 ? Math.max(1, (long) (gain * ramp)) : gain;
    }

    /** One choice by asking all. Arrays are copied when they first change. */
    private final class Choice {
        private final Standing seen;
        private final Outlook known;
        private long[] current;
        private int[] effective;
        private long[] lost;
        private int best = Ranking.MISS;
        private long bestGain;
        private long total;

        /** {@code known} is null where each is to be asked itself. */
        Choice(Standing seen, Outlook known) {
            this.seen = seen;
            this.known = known;
            this.effective = seen.effective();
            this.lost = seen.lost();
        }

        void consider(int position, Ranking ranking) {
            if (known == null ? ranking.open(position) : known.isOpen(position) && !ranking.isHandedOut(position)) {
                add(position);
            }
        }

        private void add(int position) {
            long gain = gain(position);
            total += gain;
            if (best == Ranking.MISS) {
                best = position;
                bestGain = gain;
                return;
            }
            if (current == null) { // A second candidate: only now is there a choice.
                current = settled();
                current[best] += bestGain;
            }
            current[position] += gain;
            if (current[position] > current[best]) {
                best = position;
            }
        }

        /** Where there is one candidate of full weight, it gains and loses the same. */
        boolean changed() {
            return current != null || effective != seen.effective();
        }

        Standing end() {
            if (current == null) {
                return new Standing(settled(), effective, lost, null);
            }
            current[best] -= total;
            return new Standing(current, effective, lost, null);
        }

        private long[] settled() {
            return seen.turns() == null ? seen.settle().clone() : seen.settle();
        }

        private long gain(int position) {
            if (known != null) {
                return SmoothRoundRobin.gain(strength(position, known.lost(position)), known.ramp(position));
            }
            Endpoint endpoint = endpoints.get(position);
            return SmoothRoundRobin.gain(strength(position, endpoint.weightLost()), endpoint.ramp());
        }

        /** The effective weight, which then recovers by 1. */
        private int strength(int position, long lostNow) {
            long fresh = lostNow - lost[position];
            int before = effective[position];
            if (fresh == 0 && before == weights[position]) {
                return before;
            }
            if (effective == seen.effective()) {
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
