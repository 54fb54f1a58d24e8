package io.sluice.plugins.balance.consistenthash;

import io.sluice.api.Template;
import io.sluice.api.balance.Endpoint;
import io.sluice.api.balance.LoadBalancer;
import io.sluice.api.balance.Ranking;
import io.sluice.api.balance.SmoothRoundRobin;
import io.sluice.api.exchange.ExchangeView;
import java.util.Iterator;
import java.util.List;
import java.util.zip.CRC32;

/**
 * ngx_http_upstream_hash_module with {@code consistent}: the CRC-32 of the key's bytes is a point on the ring, and the
 * name that owns the next point has the exchange. Several endpoints of one name, such as a host with several addresses,
 * own its points together and take turns. On a failure the walk goes on along the ring. An empty key says nothing about
 * the request and is spread by round robin.
 *
 * <p>With a balance factor, endpoints that serve more than their part are passed by: {@link BoundedWalk}.
 */
final class ConsistentHash implements LoadBalancer {
    private static final int MISSES = 21;

    private final SmoothRoundRobin rest;
    private final Ring ring;
    private final Template key;
    private final int balanceFactor;

    /** {@code balanceFactor} is in percent; 0: endpoints take whatever their keys bring. */
    ConsistentHash(List<Endpoint> endpoints, Template key, int balanceFactor) {
        this.rest = new SmoothRoundRobin(endpoints);
        this.ring = new Ring(endpoints);
        this.key = key;
        this.balanceFactor = balanceFactor;
    }

    @Override
    public Iterator<Endpoint> rank(ExchangeView exchange) {
        StringBuilder text = new StringBuilder(64);
        key.append(exchange, text);
        if (text.isEmpty()) {
            return rest.rank();
        }
        CRC32 crc = new CRC32();
        for (int i = 0; i < text.length(); i++) {
            crc.update(text.charAt(i)); // A template's text stands for bytes.
        }
        int point = ring.next((int) crc.getValue());
        if (balanceFactor == 0 || rest.endpoints().size() == 1) {
            return new Walk(point);
        }
        return new BoundedWalk(rest, ring, point, MISSES, balanceFactor);
    }

    private final class Walk extends Ranking {
        private int point;

        Walk(int point) {
            super(rest, rest.endpoints().size() == 1 ? 0 : MISSES);
            this.point = point;
        }

        @Override
        protected int probe() {
            int position = chooseAmong(ring.owners(point));
            if (position == MISS) {
                point = ring.after(point);
            }
            return position;
        }
    }
}
