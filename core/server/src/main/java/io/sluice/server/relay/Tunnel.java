package io.sluice.server.relay;

import io.sluice.server.error.ErrorKind;
import io.sluice.server.error.ProxyException;
import io.sluice.server.transport.Connection;
import io.sluice.server.transport.ConnectionHandler;
import io.sluice.server.transport.Deadline;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;

/**
 * Two pipes: the bytes after a 101, passed on as they are. A FIN is passed on and the other direction goes on; a reset is
 * passed on as a reset. Traffic either way puts the idle deadline off, as nginx does with proxy_read_timeout.
 */
public final class Tunnel implements ConnectionHandler {
    private final Connection down;
    private final Connection up;
    private final Pipe request;
    private final Pipe response;
    private final Deadline idle;
    private final long idleNanos;
    private final TunnelEnd end;
    private boolean ended;

    /**
     * Makes a tunnel; {@link #start()} begins.
     *
     * @param down the client's connection
     * @param up the endpoint's connection, of the same worker
     * @param idleNanos how long both may be silent, 0 for ever
     */
    public Tunnel(Connection down, Connection up, long idleNanos, TunnelEnd end) {
        this.down = down;
        this.up = up;
        this.request = new Pipe(down, up);
        this.response = new Pipe(up, down);
        this.idleNanos = idleNanos;
        this.end = end;
        this.idle = down.worker().deadline(this::silent);
    }

    /** Takes both connections over. What the client sent early comes first. */
    public void start() {
        down.handler(this);
        up.handler(this);
        touch();
        down.resumeRead();
        up.resumeRead();
    }

    @Override
    public void onData(Connection from, ByteBuffer data) {
        touch();
        (from == down ? request : response).write(data);
    }

    @Override
    public void onDrained(Connection to) {
        touch();
        (to == up ? request : response).drained();
    }

    @Override
    public void onEnd(Connection from) {
        (from == down ? request : response).end();
        if (down.inputEnded() && up.inputEnded()) {
            close(null);
        }
    }

    @Override
    public void onStalled(Connection to) {
        ProxyException why = to == down
                ? new ProxyException(ErrorKind.CLIENT_STALLED, "client timed out while proxying upgraded connection")
                : new ProxyException(
                        ErrorKind.UPSTREAM_STALLED, "upstream timed out while proxying upgraded connection");
        down.reset();
        up.reset();
        finish(why);
    }

    @Override
    public void onClosed(Connection which, Throwable cause) {
        if (ended) {
            return; // closed from this side, and so is the other
        }
        boolean client = which == down;
        (client ? up : down).reset();
        finish(
                cause instanceof ProxyException known
                        ? known
                        : new ProxyException(
                                client ? ErrorKind.CLIENT_CLOSED : ErrorKind.UPSTREAM_CLOSED,
                                (client ? "client" : "upstream") + " broke upgraded connection: " + cause));
    }

    /** Ends the tunnel from this side: both connections are closed after what waits. */
    public void close(ProxyException why) {
        down.close();
        up.close();
        finish(why);
    }

    private void touch() {
        if (idleNanos > 0) {
            idle.set(idleNanos);
        }
    }

    private void silent() {
        close(new ProxyException(
                ErrorKind.TUNNEL_IDLE,
                "upstream timed out while proxying upgraded connection: no traffic for "
                        + TimeUnit.NANOSECONDS.toMillis(idleNanos) + " ms"));
    }

    private void finish(ProxyException why) {
        if (!ended) {
            ended = true;
            idle.stop();
            end.ended(why);
        }
    }
}
