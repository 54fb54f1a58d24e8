package io.sluice.server.relay;

import io.sluice.api.exchange.TunnelView.Side;
import io.sluice.server.config.PingConfig;
import io.sluice.server.transport.Deadline;
import io.sluice.server.transport.Worker;
import java.nio.ByteBuffer;

/**
 * Asks the sides of one tunnel by Ping frames of the proxy's own whether they are still there, and tells who is not. A Pong
 * that answers one is kept from the other side, where it comes whole; all others pass. On the tunnel's worker.
 */
final class Pings {
    private final Tunnel tunnel;
    private final Direction request;
    private final Direction response;
    private final Probe client;
    private final Probe upstream;
    private final Worker worker;
    private final long interval;
    private final Deadline tick;

    /** Of a tunnel of which both directions are followed. */
    Pings(Tunnel tunnel, Direction request, Direction response, PingConfig rules) {
        this.tunnel = tunnel;
        this.request = request;
        this.response = response;
        this.worker = request.source.worker();
        this.interval = rules.interval().toNanos();
        long timeout = rules.timeout().toNanos();
        long now = worker.now();
        this.client = rules.client() ? new Probe(request, response, interval, timeout, now) : null;
        this.upstream = rules.upstream() ? new Probe(response, request, interval, timeout, now) : null;
        this.tick = worker.deadline(this::tick);
    }

    void begin() {
        tick.set(interval);
    }

    /** Bytes have come. */
    void pass(Direction direction, ByteBuffer data) {
        Probe source = direction == request ? client : upstream;
        Probe sink = direction == request ? upstream : client;
        long now = worker.now();
        if (source != null) {
            source.heard(now);
            if (source.heldOn(data)) {
                return;
            }
        }
        if (sink != null) {
            sink.passTo(data, now);
        }
        if (source != null) {
            source.passFrom(data);
        } else {
            direction.pass(data);
        }
    }

    /** What waited for a direction's sink has gone on. */
    void drained(Direction direction) {
        Probe sink = direction == request ? upstream : client;
        if (sink != null) {
            sink.drained(worker.now());
        }
    }

    private void tick() {
        long next = interval; // a side that has answered may be silent again by then
        for (Probe probe : new Probe[] {client, upstream}) {
            if (probe != null) {
                long wait = probe.check(worker.now());
                if (wait == Probe.GONE) {
                    tunnel.unanswered(probe == client ? Side.CLIENT : Side.UPSTREAM);
                    return;
                }
                next = Math.min(next, wait);
            }
        }
        tick.set(next);
    }

    /** A direction's source has sent FIN: what was held back of it goes on. */
    void ended(Direction direction) {
        Probe source = direction == request ? client : upstream;
        if (source != null) {
            source.release();
        }
    }

    /** Nobody is asked from now on. */
    void stop() {
        tick.stop();
    }

    /** What is held back goes on, and what comes from now on passes by without this. */
    void release() {
        stop();
        ended(request);
        ended(response);
    }
}
