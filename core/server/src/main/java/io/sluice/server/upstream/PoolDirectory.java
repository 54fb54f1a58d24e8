package io.sluice.server.upstream;

import io.sluice.server.config.Addresses;
import io.sluice.server.config.UpstreamConfig;
import io.sluice.server.error.ErrorKind;
import io.sluice.server.error.ProxyException;
import io.sluice.server.observe.Metrics;
import io.sluice.server.tls.ClientTls;
import java.net.InetSocketAddress;
import java.util.Map;

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
     * The pool; of an address, one for this exchange alone, which keeps no connections. Names of hosts are none: to resolve
     * them would block.
     *
     * @throws ProxyException of kind {@link ErrorKind#NO_ENDPOINT} where there is none
     */
    public Pool find(String authority) {
        Pool pool = named.get(authority);
        if (pool != null) {
            return pool;
        }
        InetSocketAddress address = Addresses.literal(authority, port)
                .orElseThrow(() -> new ProxyException(
                        ErrorKind.NO_ENDPOINT,
                        "no resolver for \"" + authority + "\" (expected: the name of an upstream, or an IP address)"));
        return new Pool(
                UpstreamConfig.single(authority, address),
                workers,
                metrics,
                tls,
                endpoints -> exchange -> endpoints.iterator(),
                null);
    }
}
