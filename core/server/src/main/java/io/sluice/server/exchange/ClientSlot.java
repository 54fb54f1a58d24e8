package io.sluice.server.exchange;

import io.sluice.api.exchange.TlsView;
import io.sluice.server.config.ListenerConfig;
import io.sluice.server.config.ServerTlsConfig;
import io.sluice.server.tls.ClientCertificateRefusal;
import io.sluice.server.transport.Connection;
import java.net.InetSocketAddress;
import java.time.Duration;

/** The client's connection as an exchange sees it; the listener's side owns it between exchanges. On its worker. */
public interface ClientSlot {
    /** The connection. */
    Connection connection();

    /** The address it was accepted on. */
    InetSocketAddress localAddress();

    /** What is known of its TLS; null where it has none. */
    TlsView tls();

    /** Whether its certificate is a reason to refuse its requests. Only of a connection with TLS. */
    ClientCertificateRefusal certificateRefusal();

    /** The parameters of its handshake: of the host that it named, else of the listener. Only of a connection with TLS. */
    ServerTlsConfig negotiated();

    /** The serial number of the connection, 1 for the first. */
    long number();

    /** How many requests it has brought, the present one included. */
    long requests();

    /** Whether its listener, or the server, is stopping: no new tunnel is opened. */
    boolean stopping();

    /** The present exchange has become a tunnel; null: it has ended. */
    void tunnel(LiveTunnel tunnel);

    /** Whether it may bring a next request: by the limits that hold for the present one, and as it is not stopping. */
    boolean mayContinue(ListenerConfig limits);

    /**
     * Whether what goes on without end ends now: the listener stops, or serves by another configuration.
     *
     * @param context the one that it began with
     */
    boolean outdated(ExchangeContext context);

    /** An exchange begins; it lasts until {@link #exchangeEnded}. */
    void exchangeBegun(Exchange exchange);

    /**
     * The exchange is over: the connection belongs to the listener's side again.
     *
     * @param keepalive how long it may wait for a next request, where it is reusable
     */
    void exchangeEnded(boolean reusable, Duration keepalive);
}
