package io.sluice.server.upstream;

import io.sluice.server.config.TunnelRules;
import io.sluice.server.config.TunnelRules.Fate;
import io.sluice.server.config.UpstreamConfig;
import io.sluice.server.observe.EndpointTraffic;
import io.sluice.server.transport.Connection;
import io.sluice.server.transport.ConnectionHandler;
import io.sluice.server.transport.Deadline;
import java.nio.ByteBuffer;
import java.util.function.Consumer;

/**
 * A connection to an endpoint, serving one exchange or idle. Confined to its worker. While it serves, its handler is the
 * exchange's; while idle, its own: whatever comes from the endpoint then, bytes or FIN, makes it useless.
 */
public final class UpstreamConnection implements ConnectionHandler {
    private final Pool pool;
    private final EndpointState endpoint;
    private final String tlsName;
    private final Connection connection;
    private final Deadline idleDeadline;
    private long uses = 1;
    private boolean serving = true;

    /** Its neighbours among the {@link IdleConnections}, which alone touch these. */
    UpstreamConnection older;

    UpstreamConnection newer;

    /** The tunnel that it carries; null while it carries none. */
    private CarriedTunnel tunnel;

    /** The name of the route that led to the tunnel. */
    private volatile String route = "";

    /** Whether it is to be ended as its route is gone; for the thread that reloads. */
    private volatile boolean routeless;

    /** A connection that was made; {@code tlsName} is the name by which its TLS was asked for, null without TLS. */
    UpstreamConnection(Pool pool, EndpointState endpoint, String tlsName, Connection connection) {
        this.tlsName = tlsName;
        this.pool = pool;
        this.endpoint = endpoint;
        this.connection = connection;
        this.idleDeadline = connection.worker().deadline(this::drop);
    }

    /** The connection itself. */
    public Connection connection() {
        return connection;
    }

    /** What is counted of all tunnels to its endpoint. */
    public EndpointTraffic traffic() {
        return endpoint.traffic();
    }

    /** Ends its exchange and closes it. */
    public void close() {
        release();
        connection.closeNow();
    }

    /** Ends its exchange and keeps it for another, if the pool keeps any; it must be at the boundary of a message. */
    public void recycle() {
        UpstreamConfig config = pool.config();
        if (config.keepalive() == 0
                || endpoint.down()
                || pool.retired()
                || uses >= config.keepaliveRequests()
                || !connection.isOpen()
                || connection.inputEnded()
                || connection.pending() > 0) {
            close();
            return;
        }
        release();
        connection.handler(this);
        connection.resumeRead();
        idleDeadline.set(config.keepaliveTimeout().toNanos());
        pool.idle(connection.worker()).put(this);
    }

    /** Ends its exchange without touching the connection, which another has taken over or which is gone. */
    public void release() {
        if (serving) {
            serving = false;
            if (tunnel != null) {
                tunnel = null;
                endpoint.tunnels().closed(this);
            }
            endpoint.released();
        }
    }

    /** Its exchange is a tunnel from now on, which is ended where its endpoint is no longer used. */
    public void tunnel(CarriedTunnel carried) {
        tunnel = carried;
        route = carried.route();
        endpoint.tunnels().opened(this);
    }

    /** The name of the route that led to the tunnel. From any thread. */
    String route() {
        return route;
    }

    /**
     * Ends the tunnel as the rules say of endpoints that are removed, as its route is gone. One end that is planned keeps its
     * moment. From the thread that reloads.
     */
    void endRouteless(TunnelRules rules) {
        if (!routeless) {
            routeless = true;
            withTunnel(carried -> {
                if (rules.onRemoved() == Fate.CLOSE) {
                    carried.close(Loss.ROUTE);
                } else {
                    carried.drain(Loss.ROUTE, rules.drainWindow());
                }
            });
        }
    }

    /** Its route is there, or is there again: takes {@link #endRouteless} back, where its moment has not come. */
    void keepRouted() {
        if (routeless) {
            routeless = false;
            withTunnel(carried -> carried.keep(Loss.ROUTE));
        }
    }

    /** Does something with the tunnel while there is one. From any thread. */
    void withTunnel(Consumer<CarriedTunnel> action) {
        connection.worker().execute(() -> {
            if (tunnel != null) {
                action.accept(tunnel);
            }
        });
    }

    EndpointState endpoint() {
        return endpoint;
    }

    String tlsName() {
        return tlsName;
    }

    void reuse() {
        idleDeadline.stop();
        uses++;
        serving = true;
    }

    @Override
    public void onData(Connection ignored, ByteBuffer data) {
        drop();
    }

    @Override
    public void onEnd(Connection ignored) {
        drop();
    }

    @Override
    public void onClosed(Connection ignored, Throwable cause) {
        drop();
    }

    /** Off the list at once: the close is told later, and until then an exchange might take it. */
    private void drop() {
        idleDeadline.stop();
        pool.idle(connection.worker()).remove(this);
        connection.closeNow();
    }
}
