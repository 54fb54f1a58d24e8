package io.sluice.api.balance;

import java.util.Arrays;
import java.util.Iterator;
import java.util.NoSuchElementException;

/**
 * The order in which one exchange tries endpoints, as nginx walks it: a strategy of its own names candidates, and when it
 * has missed too often {@link SmoothRoundRobin} hands out the rest. Each endpoint comes at most once; those that are not
 * {@link Endpoint#available()} when their turn is do not come.
 *
 * <p>Lazy: each step is made when {@link #hasNext} or {@link #next} first asks for it, so that it sees which endpoints are
 * available then. For one exchange, so not thread-safe.
 */
public abstract class Ranking implements Iterator<Endpoint> {
    /** What {@link #probe} answers when the place it looked at has no endpoint that is open. */
    protected static final int MISS = -1;

    private final SmoothRoundRobin rest;
    private int missesLeft;
    private int ahead = MISS;
    private boolean ended;
    private long handedOut;
    private long[] handedOutBeyond;

    /** What the candidates come from; null where each was asked itself. */
    private Outlook known;

    /**
     * A ranking of the endpoints of {@code rest}.
     *
     * @param misses how many calls of {@link #probe} may miss; from the last on, round robin chooses alone. nginx's hash
     *     strategies allow 21
     */
    protected Ranking(SmoothRoundRobin rest, int misses) {
        this.rest = rest;
        this.missesLeft = misses;
    }

    /**
     * Looks at the next place of the strategy's walk.
     *
     * @return the position of an endpoint that is {@link #open}, or {@link #MISS}. After a miss the next call looks
     *     further; after a hit that is the strategy's own affair
     */
    protected abstract int probe();

    /** Whether the endpoint at this position is available now and was not handed out yet. */
    protected final boolean open(int position) {
        return !isHandedOut(position) && rest.endpoints().get(position).available();
    }

    /**
     * The positions of all that are {@link #open}, ascending. Costs no look at each endpoint where nothing has changed for some
     * choices ({@link Endpoint#changes()}). Not to be changed, and to be used at once.
     */
    protected final int[] candidates() {
        known = fresh() ? rest.outlooks().forChoice() : rest.outlooks().kept();
        if (known != null && fresh()) {
            return known.open();
        }
        int size = rest.endpoints().size();
        int[] open = new int[size];
        int count = 0;
        for (int i = 0; i < size; i++) {
            if (known == null ? open(i) : known.isOpen(i) && !isHandedOut(i)) {
                open[count++] = i;
            }
        }
        return count == size ? open : Arrays.copyOf(open, count);
    }

    /** {@link Endpoint#ramp()} of one of the {@link #candidates()}, as of the moment in which those were asked for. */
    protected final double ramp(int position) {
        return known == null ? rest.endpoints().get(position).ramp() : known.ramp(position);
    }

    /** One of these positions by smooth weighted round robin among those that are open, or {@link #MISS}. */
    protected final int chooseAmong(int[] positions) {
        return chooseAmong(positions, positions.length);
    }

    /** The same of the first {@code count} positions. */
    protected final int chooseAmong(int[] positions, int count) {
        return rest.choose(this, positions, count, known);
    }

    /** Whether nothing was handed out yet. */
    boolean fresh() {
        return handedOut == 0 && handedOutBeyond == null;
    }

    @Override
    public final boolean hasNext() {
        if (ahead == MISS && !ended) {
            ahead = find();
            ended = ahead == MISS;
        }
        return ahead != MISS;
    }

    @Override
    public final Endpoint next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        int position = ahead;
        ahead = MISS;
        handOut(position);
        return rest.endpoints().get(position);
    }

    private int find() {
        while (missesLeft > 0) {
            int position = probe();
            if (position != MISS) {
                if (isHandedOut(position)) {
                    throw new IllegalStateException("probe: " + position + " (expected: a position that is open)");
                }
                return position; // it may have become unavailable since it was found: the server asks again
            }
            missesLeft--;
        }
        return rest.choose(this);
    }

    boolean isHandedOut(int position) {
        if (position < Long.SIZE) {
            return (handedOut & 1L << position) != 0;
        }
        return handedOutBeyond != null && (handedOutBeyond[position / Long.SIZE] & 1L << position) != 0;
    }

    private void handOut(int position) {
        if (position < Long.SIZE) {
            handedOut |= 1L << position;
            return;
        }
        if (handedOutBeyond == null) {
            handedOutBeyond = new long[rest.endpoints().size() / Long.SIZE + 1];
        }
        handedOutBeyond[position / Long.SIZE] |= 1L << position;
    }
}
