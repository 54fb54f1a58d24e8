package io.sluice.server.exchange;

import io.sluice.api.exchange.ExchangeView;
import io.sluice.server.error.ProxyException;
import io.sluice.server.relay.Drains;
import io.sluice.server.relay.Ending;
import io.sluice.server.relay.Tunnel;
import io.sluice.server.upstream.CarriedTunnel;
import io.sluice.server.upstream.Loss;
import java.time.Duration;

/**
 * An exchange whose 101 was sent, for those who list and end tunnels: {@link io.sluice.server.listener.Listener#tunnels}
 * hands them out. Confined to its worker.
 */
public final class LiveTunnel implements CarriedTunnel {
    private final ExchangeRecord record;
    private final Tunnel tunnel;
    private final Drains drains;

    LiveTunnel(ExchangeRecord record, Tunnel tunnel, Drains drains) {
        this.record = record;
        this.tunnel = tunnel;
        this.drains = drains;
    }

    /** The exchange; its {@link ExchangeView#tunnel()} tells what has passed. Not to be kept beyond the call. */
    public ExchangeView exchange() {
        return record;
    }

    /**
     * Ends it politely at some moment within a window, or later where the rate of endings demands it. An end that was
     * planned before is forgotten.
     */
    public void drain(Ending how, Duration window) {
        tunnel.drainWithin(drains, how, window);
    }

    @Override
    public String route() {
        return record.route();
    }

    @Override
    public void drain(Loss loss, Duration window) {
        tunnel.drainWithin(drains, loss, gone(loss), window);
    }

    @Override
    public void keep(Loss loss) {
        tunnel.keep(loss);
    }

    @Override
    public void close(Loss loss) {
        tunnel.drain(gone(loss));
    }

    private Ending gone(Loss loss) {
        ProxyException why = Failures.gone(loss);
        return Ending.goingAway(drains.rules(), why.kind(), why.getMessage());
    }

    /** Whether it is being ended from this side, or has ended. */
    public boolean ending() {
        return tunnel.ending();
    }
}
