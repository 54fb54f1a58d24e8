package io.sluice.plugins.balance.consistenthash;

import io.sluice.api.balance.Endpoint;
import io.sluice.api.balance.Ranking;
import io.sluice.api.balance.SmoothRoundRobin;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The walk along the ring past endpoints that serve enough: consistent hashing with bounded loads (Mirrokni, Thorup,
 * Zadimoghaddam 2016), as HAProxy's and Envoy's hash-balance-factor. An endpoint has room while it serves less than {@code
 * factor * (active + 1) * weight / weights}, where {@code active} and {@code weights} are the sums over all that could be
 * chosen; as the factor is at least 1, one has always room. Where all have room, it is nginx's walk.
 *
 * <p>Loads are read one after the other while other workers choose, so that each of these may put one more on an endpoint
 * than the bound says.
 */
final class BoundedWalk extends Ranking {
    private static final long PERCENT = 100;
    private static final int[] NONE = {};

    private final List<Endpoint> endpoints;
    private final Ring ring;
    private final long factor;

    private int point;
    private int missesLeft;
    private long active;
    private long weights;

    /**
     * A walk.
     *
     * @param misses how many places without an endpoint that is open it passes before it takes turns
     * @param factor in percent, 100 at least
     */
    BoundedWalk(SmoothRoundRobin rest, Ring ring, int point, int misses, int factor) {
        super(rest, 1);
        this.endpoints = rest.endpoints();
        this.ring = ring;
        this.point = point;
        this.missesLeft = misses;
        this.factor = factor;
    }

    @Override
    protected int probe() {
        count();
        for (int steps = ring.size(); steps > 0 && missesLeft > 0; steps--) {
            int[] owners = ring.owners(point);
            int position = chooseAmong(withRoom(owners));
            if (position != MISS) {
                return position;
            }
            if (IntStream.of(owners).noneMatch(this::open)) {
                missesLeft--;
            }
            point = ring.after(point);
        }
        return chooseAmong(withRoom(IntStream.range(0, endpoints.size()).toArray()));
    }

    private void count() {
        active = 0;
        weights = 0;
        for (int i : candidates()) {
            active += endpoints.get(i).activeExchanges();
            weights += endpoints.get(i).weight();
        }
    }

    private int[] withRoom(int[] positions) {
        if (positions.length == 1) { // as a rule: nothing is allocated
            return hasRoom(positions[0]) ? positions : NONE;
        }
        return IntStream.of(positions).filter(this::hasRoom).toArray();
    }

    private boolean hasRoom(int position) {
        Endpoint endpoint = endpoints.get(position);
        return endpoint.activeExchanges() * PERCENT * weights < factor * (active + 1) * endpoint.weight();
    }
}
