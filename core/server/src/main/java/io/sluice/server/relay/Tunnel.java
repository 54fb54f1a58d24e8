package io.sluice.server.relay;

import io.sluice.server.error.ErrorKind;
import io.sluice.server.error.ProxyException;
import io.sluice.server.observe.EndpointTraffic;
import io.sluice.server.observe.FrameTally;
import io.sluice.server.observe.TunnelFigures;
import io.sluice.server.transport.Connection;
import io.sluice.server.transport.ConnectionHandler;
import io.sluice.server.transport.Deadline;
import io.sluice.server.upstream.Loss;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Two pipes: the bytes after a 101, passed on as they are. A FIN is passed on and the other direction goes on; a reset is
 * passed on as a reset. Traffic either way puts the idle deadline off, as nginx does with proxy_read_timeout; past it, the
 * tunnel is ended politely. The frames of a WebSocket are followed as they pass. Confined to the worker of both connections,
 * its view too.
 */
public final class Tunnel extends TunnelRecord implements ConnectionHandler {
    /** How long the sides may take to end their connections when both have sent Close. */
    private static final long AFTER_CLOSE_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final Connection down;
    private final Connection up;
    private final Deadline idle;
    private final long idleNanos;
    private final Drains drains;

    /** Asks both sides whether they are there; null where nobody is asked. */
    private final Pings pings;

    private final TunnelEnd end;

    /** The moments at which it is to end, by what is gone; null where there are none. */
    private Map<Loss, Drains.Ticket> moments;

    /** That of an end for another reason; null where there is none. */
    private Drains.Ticket moment;

    /**
     * Makes a tunnel; {@link #start()} begins.
     *
     * @param down the client's connection
     * @param up the endpoint's connection, of the same worker
     * @param live what it has to show to go on
     * @param framing how the frames are followed
     * @param figures what is counted of all tunnels of its route
     * @param traffic what is counted of all tunnels of its endpoint
     */
    public Tunnel(
            Connection down,
            Connection up,
            Liveness live,
            Framing framing,
            TunnelFigures figures,
            EndpointTraffic traffic,
            TunnelEnd end) {
        super(
                direction(down, up, true, framing, figures, traffic),
                direction(up, down, false, framing, figures, traffic),
                framing.subprotocol());
        this.down = down;
        this.up = up;
        this.idleNanos = live.idleNanos();
        this.drains = live.drains();
        this.pings = live.ping().on() && framed() ? new Pings(this, request, response, live.ping()) : null;
        this.end = end;
        this.idle = down.worker().deadline(this::silent);
    }

    private static Direction direction(
            Connection from,
            Connection to,
            boolean fromClient,
            Framing framing,
            TunnelFigures figures,
            EndpointTraffic traffic) {
        int worker = from.worker().index();
        FrameTally tally = figures.tally(worker, fromClient);
        return new Direction(
                from, to, !fromClient, framing.boundary(fromClient, tally), tally, traffic.tally(worker, fromClient));
    }

    /** Takes both connections over. What the client sent early comes first. */
    public void start() {
        down.handler(this);
        up.handler(this);
        touch();
        if (pings != null) {
            pings.begin();
        }
        down.resumeRead();
        up.resumeRead();
    }

    @Override
    public void onData(Connection from, ByteBuffer data) {
        boolean saidBefore = saidAll();
        touch();
        Direction direction = from == down ? request : response;
        if (farewell != null) {
            farewell.pass(direction, data);
        } else if (pings != null) {
            pings.pass(direction, data);
        } else {
            direction.pass(data);
        }
        String breach = direction.breach();
        if (breach != null) {
            end.broke(side(from), breach);
        }
        if (direction.closed()) {
            closed(direction);
        }
        if (saidAll() && !saidBefore && farewell == null && !ended) {
            idle.set(AFTER_CLOSE_NANOS); // once: what still comes does not put it off
        }
    }

    private void closed(Direction direction) {
        Direction other = direction == request ? response : request;
        if (closer == null && (other.followed() || other.closed())) {
            closer = side(direction.source); // else its Close may be the answer to one that was not seen
        }
    }

    @Override
    public void onDrained(Connection to) {
        touch();
        Direction direction = to == up ? request : response;
        if (pings != null) {
            pings.drained(direction);
        }
        if (!direction.held) {
            direction.drained();
        }
    }

    @Override
    public void onEnd(Connection from) {
        ended(side(from));
        Direction direction = from == down ? request : response;
        if (farewell != null) {
            farewell.ended(direction);
            return;
        }
        if (pings != null) {
            pings.ended(direction);
        }
        if (saidAll() || (down.inputEnded() && up.inputEnded())) {
            close(broken());
        } else {
            direction.end();
        }
    }

    /** What is wrong with an end by FIN: where frames are followed, Close comes first, or it is an abnormal closure, 1006. */
    private ProxyException broken() {
        Direction first = ender == Side.CLIENT ? request : response;
        if (request.closed() || response.closed() || !first.followed()) {
            return null;
        }
        boolean client = ender == Side.CLIENT;
        return new ProxyException(
                client ? ErrorKind.CLIENT_CLOSED : ErrorKind.UPSTREAM_CLOSED,
                (client ? "client" : "upstream") + " closed upgraded connection without a Close frame"
                        + (first.frames.betweenMessages() ? "" : ", in the middle of a message"));
    }

    @Override
    public void onStalled(Connection to) {
        ProxyException why = to == down
                ? new ProxyException(ErrorKind.CLIENT_STALLED, "client timed out while proxying upgraded connection")
                : new ProxyException(
                        ErrorKind.UPSTREAM_STALLED, "upstream timed out while proxying upgraded connection");
        ended(Side.PROXY);
        down.reset();
        up.reset();
        finish(farewell == null ? why : farewell.why());
    }

    @Override
    public void onClosed(Connection which, Throwable cause) {
        if (ended) {
            return; // closed from this side, and so is the other
        }
        boolean client = which == down;
        ended(side(which));
        Connection other = client ? up : down;
        if (farewell == null) {
            other.reset();
        } else {
            other.close(); // it was told that this is the end
        }
        finish(
                cause instanceof ProxyException known
                        ? known
                        : farewell == null ? broken(client, cause) : farewell.why());
    }

    private static ProxyException broken(boolean client, Throwable cause) {
        return new ProxyException(
                client ? ErrorKind.CLIENT_CLOSED : ErrorKind.UPSTREAM_CLOSED,
                (client ? "client" : "upstream") + " broke upgraded connection: " + cause);
    }

    /**
     * Ends the tunnel politely, now: each side is sent Close between two messages, its answer is awaited, then comes FIN. Where
     * the frames are not followed, or broke the rules, FIN comes at once, after what waits. A second call does nothing.
     */
    public void drain(Ending how) {
        cancelMoments();
        if (ended || farewell != null) {
            return;
        }
        if (!known(request) || !known(response)) {
            close(how.why());
            return;
        }
        idle.stop();
        if (pings != null) {
            pings.release();
        }
        farewell = new Farewell(this, request, response, how);
        farewell.begin();
    }

    /**
     * Ends the tunnel as {@link #drain} does, at a moment of its own within a window, or later where too many are ended. All
     * moments that were set before are forgotten.
     */
    public void drainWithin(Drains drains, Ending how, Duration window) {
        cancelMoments();
        if (!ending()) {
            moment = at(drains, how, window);
        }
    }

    /** The same for a loss, which {@link #keep} takes back. Of several losses the first moment counts. */
    public void drainWithin(Drains drains, Loss loss, Ending how, Duration window) {
        keep(loss);
        if (!ending()) {
            if (moments == null) {
                moments = new EnumMap<>(Loss.class);
            }
            moments.put(loss, at(drains, how, window));
        }
    }

    private Drains.Ticket at(Drains drains, Ending how, Duration window) {
        return drains.within(window, down.worker()::execute, () -> drain(how));
    }

    /** What was lost is back: takes back {@link #drainWithin} for it where its moment has not come. */
    public void keep(Loss loss) {
        Drains.Ticket planned = moments == null ? null : moments.remove(loss);
        if (planned != null) {
            planned.cancel();
        }
    }

    private void cancelMoments() {
        if (moment != null) {
            moment.cancel();
            moment = null;
        }
        if (moments != null) {
            moments.values().forEach(Drains.Ticket::cancel);
            moments = null;
        }
    }

    /** Whether it has ended, or is being ended from this side, and nothing will take that back. */
    public boolean ending() {
        return ended || farewell != null || moment != null;
    }

    private static boolean known(Direction direction) {
        return direction.followed() || direction.closed();
    }

    /** The first Close frame is one of this side's. */
    void closedByProxy() {
        closer = closer == null ? Side.PROXY : closer;
    }

    /** Ends the tunnel from this side: both connections are closed after what waits. */
    public void close(ProxyException why) {
        ended(Side.PROXY);
        down.close();
        up.close();
        finish(why);
    }

    private void touch() {
        passes();
        if (idleNanos > 0 && farewell == null && !saidAll()) {
            idle.set(idleNanos);
        }
    }

    private void silent() {
        if (saidAll()) {
            close(null);
            return;
        }
        drain(Ending.idle(
                drains.rules(),
                "upstream timed out while proxying upgraded connection: no traffic for "
                        + TimeUnit.NANOSECONDS.toMillis(idleNanos) + " ms"));
    }

    /** A side has not answered a Ping in time. */
    void unanswered(Side silent) {
        drain(Ending.unanswered(
                drains.rules(),
                (silent == Side.CLIENT ? "client" : "upstream")
                        + " did not answer a ping while proxying upgraded connection"));
    }

    private void finish(ProxyException why) {
        if (!ended) {
            over();
            idle.stop();
            cancelMoments();
            if (pings != null) {
                pings.stop();
            }
            if (farewell != null) {
                farewell.stop();
            }
            end.ended(why);
        }
    }

    private Side side(Connection connection) {
        return connection == down ? Side.CLIENT : Side.UPSTREAM;
    }
}
