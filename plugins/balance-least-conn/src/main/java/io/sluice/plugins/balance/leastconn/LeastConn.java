package io.sluice.plugins.balance.leastconn;

import io.sluice.api.balance.Endpoint;
import io.sluice.api.balance.LoadBalancer;
import io.sluice.api.balance.Ranking;
import io.sluice.api.balance.SmoothRoundRobin;
import io.sluice.api.exchange.ExchangeView;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;

/**
 * ngx_http_upstream_least_conn_module: the endpoint with the fewest exchanges for its weight, requests in flight and open
 * tunnels alike; among equals, smooth weighted round robin. While an endpoint's share rises after a recovery, its weight
 * counts for that part: it is not sent all that is new until it has as much as the others.
 */
final class LeastConn implements LoadBalancer {
    /** As a rule not more than these are equal. */
    private static final int FEW = 16;

    private final List<Endpoint> endpoints;
    private final int[] weights;
    private final SmoothRoundRobin rest;

    LeastConn(List<Endpoint> endpoints) {
        this.endpoints = List.copyOf(endpoints);
        this.weights = endpoints.stream().mapToInt(Endpoint::weight).toArray();
        this.rest = new SmoothRoundRobin(endpoints);
    }

    @Override
    public Iterator<Endpoint> rank(ExchangeView exchange) {
        return new Walk();
    }

    private final class Walk extends Ranking {
        Walk() {
            super(rest, 1);
        }

        @Override
        protected int probe() {
            int[] candidates = candidates();
            int[] best = new int[Math.min(FEW, candidates.length)];
            int count = 0;
            long least = 0;
            double weight = 1;
            for (int i : candidates) {
                long active = endpoints.get(i).activeExchanges(); // read once: it changes while one looks
                double own = weights[i] * ramp(i);
                double order = active * weight - least * own; // exact while no share rises: whole numbers below 2^53
                if (count == 0 || order < 0) {
                    least = active;
                    weight = own;
                    best[0] = i;
                    count = 1;
                } else if (order == 0) {
                    if (count == best.length) {
                        best = Arrays.copyOf(best, candidates.length);
                    }
                    best[count++] = i;
                }
            }
            return count == 0 ? MISS : chooseAmong(best, count);
        }
    }
}
