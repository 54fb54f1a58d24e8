package io.sluice.server.upstream;

import io.sluice.server.config.Addresses;
import io.sluice.server.config.UpstreamConfig;
import io.sluice.server.observe.Metrics;
import io.sluice.server.tls.ClientTls;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Optional;

/** Finds pools by what stands behind the scheme of a URL: the name of one, or an IP address. Immutable and thread-safe. */
public final class PoolDirectory {
    private final Map<String, Pool> named;
    private final int port;
    private final ClientTls tls;
    private final int workers;
    private final Metrics metrics;

    /**
     * A directory.
     *
     * @param named the configured pools
     * @param tls how TLS is spoken with addresses; null for none
     * @param workers how many workers there are
     */
    public PoolDirectory(Map<String, Pool> named, ClientTls tls, int workers, Metrics metrics) {
        this.named = Map.copyOf(named);
        this.port = tls == null ? 80 : 443;
        this.tls = tls;
        this.workers = workers;
        this.metrics = metrics;
    }

    /**
     * The pool; of an address, one for this exchange alone, which keeps no connections. Empty where there is none: names of
     * hosts are none, as to resolve them would block.
     */
    public Optional<Pool> find(String authority) {
        Pool pool = named.get(authority);
        return pool != null
                ? Optional.of(pool)
                : Addresses.literal(authority, port).map(address -> single(authority, address));
    }

    private Pool single(String authority, InetSocketAddress address) {
        return new Pool(
                UpstreamConfig.single(authority, address),
                workers,
                metrics,
                tls,
                System::nanoTime,
                endpoints -> exchange -> endpoints.iterator(),
                null);
    }
}
