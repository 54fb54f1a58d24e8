package io.sluice.plugins.balance.leasttime;

import io.sluice.api.balance.Endpoint;
import io.sluice.api.balance.LoadBalancer;
import io.sluice.api.balance.Ranking;
import io.sluice.api.balance.SmoothRoundRobin;
import io.sluice.api.exchange.ExchangeView;
import java.util.Iterator;
import java.util.List;

/**
 * The endpoint with the least {@code time * (active + 1) / weight}: how long one would wait if it served its exchanges one
 * after another; among equals, smooth weighted round robin. The weight is what slow start leaves of it.
 *
 * <p>An endpoint of which no time is known is tried at once if it serves nothing: one exchange finds out. Until that has
 * answered, and where it serves tunnels but has answered nobody of late, it counts as quick as the quickest.
 */
final class LeastTime implements LoadBalancer {
    /** How quick an endpoint is, in nanoseconds; 0 while it is not known. */
    interface Time {
        long nanos(Endpoint endpoint);
    }

    private final List<Endpoint> endpoints;
    private final SmoothRoundRobin rest;
    private final Time time;

    LeastTime(List<Endpoint> endpoints, Time time) {
        this.endpoints = List.copyOf(endpoints);
        this.rest = new SmoothRoundRobin(endpoints);
        this.time = time;
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
            long[] times = new long[candidates.length];
            long quickest = Long.MAX_VALUE;
            for (int i = 0; i < times.length; i++) {
                times[i] = Math.max(0, time.nanos(endpoints.get(candidates[i])));
                if (times[i] > 0) {
                    quickest = Math.min(quickest, times[i]);
                }
            }
            return least(candidates, times, quickest == Long.MAX_VALUE ? 1 : quickest);
        }

        private int least(int[] candidates, long[] times, long quickest) {
            int[] best = new int[times.length];
            int count = 0;
            double least = Double.POSITIVE_INFINITY;
            for (int i = 0; i < times.length; i++) {
                double wait = wait(candidates[i], times[i], quickest);
                if (wait < least) {
                    least = wait;
                    count = 0;
                }
                if (wait == least) {
                    best[count++] = candidates[i];
                }
            }
            return count == 0 ? MISS : chooseAmong(best, count);
        }

        private double wait(int position, long nanos, long quickest) {
            Endpoint endpoint = endpoints.get(position);
            int active = endpoint.activeExchanges();
            if (nanos == 0 && active == 0) {
                return 0;
            }
            return (nanos == 0 ? quickest : nanos) * (active + 1.0) / (endpoint.weight() * ramp(position));
        }
    }
}
