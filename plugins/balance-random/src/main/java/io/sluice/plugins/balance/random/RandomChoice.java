package io.sluice.plugins.balance.random;

import io.sluice.api.balance.Endpoint;
import io.sluice.api.balance.LoadBalancer;
import io.sluice.api.balance.Ranking;
import io.sluice.api.balance.SmoothRoundRobin;
import io.sluice.api.exchange.ExchangeView;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.function.LongUnaryOperator;

/**
 * ngx_http_upstream_random_module: an endpoint by chance, each with the share of its weight; with {@code two}, the one of two
 * that serves less for its weight, which many proxies that know nothing of one another need so that they do not all send to
 * the same (the power of two choices). After too many misses round robin chooses.
 */
final class RandomChoice implements LoadBalancer {
    private static final int MISSES = 21;

    private final List<Endpoint> endpoints;
    private final boolean two;
    private final LongUnaryOperator dice;
    private final SmoothRoundRobin rest;
    private final long[] ends;

    /**
     * A balancer.
     *
     * @param dice a number from 0 up to its bound, which it does not reach; thread-safe
     */
    RandomChoice(List<Endpoint> endpoints, boolean two, LongUnaryOperator dice) {
        this.endpoints = List.copyOf(endpoints);
        this.two = two;
        this.dice = dice;
        this.rest = new SmoothRoundRobin(endpoints);
        this.ends = new long[endpoints.size()];
        long end = 0;
        for (int i = 0; i < ends.length; i++) {
            end += endpoints.get(i).weight();
            ends[i] = end;
        }
    }

    @Override
    public Iterator<Endpoint> rank(ExchangeView exchange) {
        return new Walk();
    }

    private int throwDice() {
        long place = dice.applyAsLong(ends[ends.length - 1]);
        int found = Arrays.binarySearch(ends, place);
        return found >= 0 ? found + 1 : -found - 1;
    }

    private final class Walk extends Ranking {
        private int before = MISS;

        Walk() {
            super(rest, ends.length == 1 ? 0 : MISSES);
        }

        @Override
        protected int probe() {
            int position = throwDice();
            if (position == before || !open(position)) {
                return MISS;
            }
            if (!two) {
                return position;
            }
            if (before == MISS) {
                before = position;
                return MISS; // one more is wanted; nginx does not count this as a miss, which shows only in rare turns
            }
            int better = servesLess(before, position) ? before : position;
            before = MISS;
            return better;
        }
    }

    /** As nginx: of two that serve as much, the second one. */
    private boolean servesLess(int first, int second) {
        long served = (long) endpoints.get(second).activeExchanges()
                * endpoints.get(first).weight();
        return served
                > (long) endpoints.get(first).activeExchanges()
                        * endpoints.get(second).weight();
    }
}
