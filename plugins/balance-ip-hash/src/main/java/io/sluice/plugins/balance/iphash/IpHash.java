package io.sluice.plugins.balance.iphash;

import io.sluice.api.balance.Endpoint;
import io.sluice.api.balance.LoadBalancer;
import io.sluice.api.balance.Ranking;
import io.sluice.api.balance.SmoothRoundRobin;
import io.sluice.api.exchange.ExchangeView;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.Iterator;
import java.util.List;

/**
 * ngx_http_upstream_ip_hash_module: the first three bytes of an IPv4 address, or all sixteen of an IPv6 address, are
 * hashed to a place on a line on which each endpoint takes up its weight. Endpoints that are down keep their place, so
 * that marking one moves its clients alone; whoever meets one, or one tried before, hashes once more from where it stands.
 *
 * <p>An IPv4 client on a listener that is bound to an IPv6 address counts as IPv4 here; nginx hashes the sixteen bytes of
 * its mapped address.
 */
final class IpHash implements LoadBalancer {
    /** The hash is taken modulo this prime: endpoints that begin beyond it on the line are never a client's first. */
    private static final int MODULUS = 6271;

    private static final int START = 89;
    private static final int MISSES = 21;
    private static final byte[] NO_ADDRESS = new byte[3];

    private final SmoothRoundRobin rest;
    private final int[] positions = new int[MODULUS];

    IpHash(List<Endpoint> endpoints) {
        rest = new SmoothRoundRobin(endpoints);
        long total = endpoints.stream().mapToLong(Endpoint::weight).sum();
        for (int hash = 0; hash < MODULUS; hash++) {
            positions[hash] = at(endpoints, hash % total);
        }
    }

    @Override
    public Iterator<Endpoint> rank(ExchangeView exchange) {
        InetAddress client = exchange.clientAddress().getAddress();
        byte[] address = client == null ? NO_ADDRESS : client.getAddress();
        return new Walk(address, client instanceof Inet4Address ? 3 : address.length);
    }

    private static int at(List<Endpoint> endpoints, long place) {
        int position = 0;
        for (long left = place; left >= endpoints.get(position).weight(); position++) {
            left -= endpoints.get(position).weight();
        }
        return position;
    }

    private final class Walk extends Ranking {
        private final byte[] address;
        private final int length;
        private int hash = START;

        Walk(byte[] address, int length) {
            super(rest, rest.endpoints().size() == 1 ? 0 : MISSES);
            this.address = address;
            this.length = length;
        }

        @Override
        protected int probe() {
            for (int i = 0; i < length; i++) {
                hash = (hash * 113 + (address[i] & 0xff)) % MODULUS;
            }
            int position = positions[hash];
            return open(position) ? position : MISS;
        }
    }
}
