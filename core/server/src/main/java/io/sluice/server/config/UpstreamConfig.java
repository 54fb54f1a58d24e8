package io.sluice.server.config;

import com.typesafe.config.ConfigFactory;
import io.sluice.api.Settings;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A named pool of endpoints.
 *
 * @param name its name in the configuration
 * @param place file and line, for messages
 * @param strategy the name of its load balancer, {@code round-robin} by default
 * @param balance makes the strategy's settings afresh, for each call of its factory
 * @param sticky what brings clients back to the endpoint they had; empty: nothing (sticky)
 * @param health how the health of its servers is checked; empty: not at all (health_check)
 * @param servers in the order of the file, at least one
 * @param keepalive idle connections to keep open, per worker; 0 for none (keepalive)
 * @param keepaliveRequests requests after which a connection is not reused (keepalive_requests)
 * @param keepaliveTimeout how long a connection may be idle (keepalive_timeout)
 * @param soKeepalive whether the kernel probes idle connections (proxy_socket_keepalive)
 * @param queue where requests wait when all endpoints are full
 * @param tunnels what becomes of the tunnels of an endpoint that is no longer used
 * @param tls empty: without TLS (proxy_pass https://)
 */
public record UpstreamConfig(
        String name,
        String place,
        String strategy,
        Supplier<Settings> balance,
        Optional<StickyConfig> sticky,
        List<HealthConfig> health,
        List<Server> servers,
        int keepalive,
        int keepaliveRequests,
        Duration keepaliveTimeout,
        boolean soKeepalive,
        QueueConfig queue,
        TunnelRules tunnels,
        Optional<ClientTlsConfig> tls) {

    /** The upstream of one exchange alone, with these addresses, which keeps no connections. */
    public static UpstreamConfig once(String name, List<InetSocketAddress> addresses, Optional<ClientTlsConfig> tls) {
        return new UpstreamConfig(
                name,
                name,
                "round-robin",
                () -> new Settings(ConfigFactory.empty(), "", null),
                Optional.empty(),
                List.of(),
                addresses.stream()
                        .map(address -> new Server(name, address, 1, false, Use.UP, "", ServerLimits.NONE))
                        .toList(),
                0,
                1,
                Duration.ZERO,
                false,
                QueueConfig.NONE,
                TunnelRules.KEEP,
                tls);
    }

    /**
     * One endpoint.
     *
     * @param name the address as written, or the name of the service
     * @param address the address, resolved when the configuration is loaded; port 80, or 443 with TLS, where none is written;
     *     unresolved where the name is to be resolved while the server runs, with port 0 for a service; or that of a socket in
     *     the file system
     * @param weight 1 or more
     * @param backup used only when no other can be
     * @param use how it is marked
     * @param route the name by which routing information calls it; empty for none
     * @param limits what it may take and how it may fail
     */
    public record Server(
            String name,
            SocketAddress address,
            int weight,
            boolean backup,
            Use use,
            String route,
            ServerLimits limits) {
        /** Whether it stands for the endpoints that its name leads to from time to time (resolve). */
        public boolean named() {
            return address instanceof InetSocketAddress inet && inet.isUnresolved();
        }

        /** Whether its name is that of a service (SRV), which says ports, priorities and weights itself (service=). */
        public boolean service() {
            return named() && unresolved().getPort() == 0;
        }

        /** The name and port of a {@link #named()} server. */
        public InetSocketAddress unresolved() {
            return (InetSocketAddress) address;
        }

        /** One endpoint of a {@link #named()} server. */
        public Server at(String foundName, InetSocketAddress foundAddress, int foundWeight, boolean asBackup) {
            return new Server(foundName, foundAddress, foundWeight, asBackup, use, route, limits);
        }
    }

    /** How an endpoint is marked. */
    public enum Use {
        /** To be used. */
        UP,
        /** To be used by nobody but clients that are held to it. */
        DRAINING,
        /** Not to be used. */
        DOWN
    }

    /**
     * What an endpoint may take and how it may fail.
     *
     * @param maxFails failures after which it is not used for {@code failTimeout}; 0 for no number (max_fails)
     * @param failTimeout the time (fail_timeout)
     * @param maxConnections exchanges it serves at the same time, tunnels included; 0 for no bound (max_conns)
     * @param slowStart the time in which it gets back its full weight when it is used again; zero for at once (slow_start)
     */
    public record ServerLimits(int maxFails, Duration failTimeout, int maxConnections, Duration slowStart) {
        /** None at all. */
        public static final ServerLimits NONE = new ServerLimits(0, Duration.ZERO, 0, Duration.ZERO);
    }
}
