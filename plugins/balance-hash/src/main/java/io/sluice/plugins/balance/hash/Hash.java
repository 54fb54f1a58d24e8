package io.sluice.plugins.balance.hash;

import io.sluice.api.Template;
import io.sluice.api.balance.Endpoint;
import io.sluice.api.balance.LoadBalancer;
import io.sluice.api.balance.Ranking;
import io.sluice.api.balance.SmoothRoundRobin;
import io.sluice.api.exchange.ExchangeView;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.zip.CRC32;

/**
 * ngx_http_upstream_hash_module without {@code consistent}, which follows the client library Cache::Memcached: 15 bits of
 * the CRC-32 of the key's bytes are a place on a line on which each endpoint takes up its weight. Whoever meets an endpoint
 * that is down or was tried adds the hash of the number of the try and the key. Any change of the list moves nearly all
 * keys: {@code consistent-hash} does not. An empty key says nothing about the request and is spread by round robin.
 */
final class Hash implements LoadBalancer {
    private static final int MISSES = 21;

    private final SmoothRoundRobin rest;
    private final Template key;
    private final long[] ends;

    Hash(List<Endpoint> endpoints, Template key) {
        this.rest = new SmoothRoundRobin(endpoints);
        this.key = key;
        this.ends = new long[endpoints.size()];
        long end = 0;
        for (int i = 0; i < ends.length; i++) {
            end += endpoints.get(i).weight();
            ends[i] = end;
        }
    }

    @Override
    public Iterator<Endpoint> rank(ExchangeView exchange) {
        String text = key.text(exchange);
        return text.isEmpty() ? rest.rank() : new Walk(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private final class Walk extends Ranking {
        private final byte[] text;
        private long hash;
        private int tries;

        Walk(byte[] text) {
            super(rest, ends.length == 1 ? 0 : MISSES);
            this.text = text;
        }

        @Override
        protected int probe() {
            CRC32 crc = new CRC32();
            if (tries > 0) {
                crc.update(Integer.toString(tries).getBytes(StandardCharsets.US_ASCII));
            }
            crc.update(text);
            hash = (hash + (crc.getValue() >> 16 & 0x7fff)) & 0xffff_ffffL;
            tries++;
            int position = at(hash % ends[ends.length - 1]);
            return open(position) ? position : MISS;
        }
    }

    private int at(long place) {
        int found = Arrays.binarySearch(ends, place);
        return found >= 0 ? found + 1 : -found - 1;
    }
}
