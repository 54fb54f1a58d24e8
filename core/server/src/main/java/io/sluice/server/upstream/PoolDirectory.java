package io.sluice.server.upstream;

import io.sluice.server.config.Addresses;
import io.sluice.server.config.ClientTlsConfig;
import io.sluice.server.config.UpstreamConfig;
import io.sluice.server.observe.Metrics;
import io.sluice.server.resolve.NameCache;
import io.sluice.server.tls.ClientTls;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Finds pools by what stands behind the scheme of a URL: the name of one, an IP address, or the name of a host where there
 * is a resolver. Immutable and thread-safe.
 */
public final class PoolDirectory {
    private final Map<String, Pool> named;
    private final Optional<Secure> secure;
    private final Optional<NameCache> names;
    private final int workers;
    private final Metrics metrics;

    /**
     * How TLS is spoken with what has no pool.
     *
     * @param config as the route says it
     * @param tls made from that
     */
    public record Secure(ClientTlsConfig config, ClientTls tls) {}

    /**
     * A directory.
     *
     * @param named the configured pools
     * @param secure how TLS is spoken with addresses and hosts; empty: it is not
     * @param names resolves names of hosts; empty: they lead nowhere
     * @param workers how many workers there are
     */
    public PoolDirectory(
            Map<String, Pool> named, Optional<Secure> secure, Optional<NameCache> names, int workers, Metrics metrics) {
        this.named = Map.copyOf(named);
        this.secure = secure;
        this.names = names;
        this.workers = workers;
        this.metrics = metrics;
    }

    /**
     * The pool; of an address or a host, one for this exchange alone, which keeps no connections. Empty where there is none.
     * Does not block: what must be asked for is asked for when the pool is dialled.
     */
    public Optional<Pool> find(String authority) {
        Pool pool = named.get(authority);
        if (pool != null) {
            return Optional.of(pool);
        }
        int port = secure.isEmpty() ? 80 : 443;
        Optional<InetSocketAddress> address = Addresses.literal(authority, port);
        if (address.isPresent() || names.isEmpty()) {
            return address.map(one -> once(authority, List.of(one), null));
        }
        return Addresses.hostName(authority, port).map(host -> host(authority, host, names.get()));
    }

    private Pool host(String authority, InetSocketAddress unresolved, NameCache cache) {
        String host = unresolved.getHostString().toLowerCase(Locale.ROOT);
        List<InetAddress> known = cache.known(host);
        return known == null
                ? once(authority, List.of(unresolved), new HostQuery(host, cache))
                : once(
                        authority,
                        HostQuery.rotated(known).stream()
                                .map(one -> new InetSocketAddress(one, unresolved.getPort()))
                                .toList(),
                        null);
    }

    private Pool once(String authority, List<InetSocketAddress> addresses, HostQuery query) {
        return new Pool(
                UpstreamConfig.once(authority, addresses, secure.map(Secure::config)),
                workers,
                metrics,
                secure.map(Secure::tls).orElse(null),
                System::nanoTime,
                endpoints -> exchange -> endpoints.iterator(),
                null,
                query);
    }
}
