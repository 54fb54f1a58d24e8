package io.sluice.api.balance;

import java.util.List;

/**
 * ngx_http_upstream_get_peer as it stands there, over what each endpoint answers at this moment: what all that is quicker must
 * choose as well. Standings count parts of a weight, 256 to one, for shares that rise.
 */
final class PlainRoundRobin {
    private static final int PARTS = 256;

    private final List<? extends Endpoint> endpoints;
    private final long[] current;
    private final long[] effective;
    private final long[] lost;

    PlainRoundRobin(List<? extends Endpoint> endpoints) {
        this.endpoints = endpoints;
        current = new long[endpoints.size()];
        effective = endpoints.stream().mapToLong(Endpoint::weight).toArray();
        lost = endpoints.stream().mapToLong(Endpoint::weightLost).toArray();
    }

    /** The choice among those that are available and none of {@code tried}; null if there is none. */
    Endpoint choose(List<Endpoint> tried) {
        long total = 0;
        int best = -1;
        for (int i = 0; i < current.length; i++) {
            Endpoint endpoint = endpoints.get(i);
            if (!endpoint.available() || tried.contains(endpoint)) {
                continue;
            }
            effective[i] = Math.max(0, effective[i] - (endpoint.weightLost() - lost[i]));
            lost[i] = endpoint.weightLost();
            long gain = effective[i] * PARTS;
            if (endpoint.ramp() < 1) {
                gain = Math.max(1, (long) (gain * endpoint.ramp()));
            }
            current[i] += gain;
            total += gain;
            if (effective[i] < endpoint.weight()) {
                effective[i]++;
            }
            if (best < 0 || current[i] > current[best]) {
                best = i;
            }
        }
        if (best < 0) {
            return null;
        }
        current[best] -= total;
        return endpoints.get(best);
    }
}
