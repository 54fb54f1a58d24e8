package io.sluice.server.config;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;

/**
 * One address that is listened on.
 *
 * @param name its name in the configuration
 * @param bind the address and port; port 0 takes a free one
 * @param backlog length of the kernel's queue of connections not yet accepted
 * @param reusePort whether several processes may bind the address (SO_REUSEPORT)
 * @param tcpNoDelay whether small writes go out at once (tcp_nodelay)
 * @param soKeepalive whether the kernel probes idle clients (SO_KEEPALIVE)
 * @param limits bounds on request heads
 * @param headRules what is made of heads within them
 * @param timeouts deadlines on the client
 * @param keepaliveRequests requests after which a connection is closed (keepalive_requests)
 * @param serverTokens whether the Server field and error pages name the version (server_tokens)
 * @param onRemoved what becomes of its tunnels when a reload takes it away or moves it: kept, or drained
 * @param tls empty: without TLS (listen ... ssl)
 * @param place file and line of its address, for messages
 */
public record ListenerConfig(
        String name,
        InetSocketAddress bind,
        int backlog,
        boolean reusePort,
        boolean tcpNoDelay,
        boolean soKeepalive,
        HeadLimits limits,
        HeadRules headRules,
        ClientTimeouts timeouts,
        int keepaliveRequests,
        boolean serverTokens,
        TunnelRules.Fate onRemoved,
        Optional<ListenerTlsConfig> tls,
        String place) {

    /**
     * Deadlines on the client. A zero {@code keepalive} closes after each response.
     *
     * @param head for a whole request head, from its first byte or from the connection's start (client_header_timeout)
     * @param body between two reads of a body (client_body_timeout)
     * @param send between two writes to the client (send_timeout)
     * @param keepalive for a next request to begin (keepalive_timeout)
     */
    public record ClientTimeouts(Duration head, Duration body, Duration send, Duration keepalive) {}
}
