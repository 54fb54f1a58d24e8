package io.sluice.server.exchange;

import io.sluice.api.exchange.TunnelView.Side;
import io.sluice.server.error.ProxyException;
import io.sluice.server.relay.TunnelEnd;
import io.sluice.server.transport.Connection;
import io.sluice.server.transport.ConnectionHandler;
import io.sluice.server.upstream.DialListener;
import io.sluice.server.upstream.UpstreamConnection;
import java.nio.ByteBuffer;

/**
 * Where events enter an exchange: each goes to the phase it concerns, and what that throws fails the exchange, in one
 * place.
 */
final class ExchangeEvents implements ConnectionHandler, DialListener, TunnelEnd {
    private final Exchange exchange;

    ExchangeEvents(Exchange exchange) {
        this.exchange = exchange;
    }

    void guarded(Runnable step) {
        try {
            step.run();
        } catch (Throwable t) {
            exchange.fail(Failures.of(t));
        }
    }

    void late() {
        guarded(exchange::late);
    }

    @Override
    public void onData(Connection from, ByteBuffer data) {
        try {
            if (exchange.isClient(from)) {
                exchange.sendBody(data);
            } else if (exchange.isUpstream(from)) {
                exchange.receive(data);
            }
        } catch (Throwable t) {
            exchange.fail(Failures.of(t));
        }
    }

    @Override
    public void onEnd(Connection from) {
        onClosed(from, null);
    }

    @Override
    public void onClosed(Connection from, Throwable cause) {
        guarded(() -> {
            if (exchange.isClient(from)) {
                exchange.clientEnded(cause);
            } else if (exchange.isUpstream(from)) {
                exchange.upstreamEnded(cause);
            }
        });
    }

    @Override
    public void onDrained(Connection to) {
        guarded(() -> {
            if (exchange.isClient(to)) {
                exchange.clientDrained();
            } else if (exchange.isUpstream(to)) {
                exchange.upstreamDrained();
            }
        });
    }

    @Override
    public void onStalled(Connection to) {
        if (exchange.isClient(to)) {
            exchange.fail(Failures.clientStalled());
        } else if (exchange.isUpstream(to)) {
            guarded(exchange::upstreamStalled);
        }
    }

    @Override
    public void onConnected(UpstreamConnection connection) {
        guarded(() -> exchange.connected(connection));
    }

    @Override
    public void onTryFailed(ProxyException why) {
        exchange.context().errors().failed(why, exchange.record());
    }

    @Override
    public void onNotice(String what) {
        exchange.context().errors().notice(what, exchange.record());
    }

    @Override
    public void onExhausted(ProxyException why) {
        exchange.fail(why);
    }

    @Override
    public void ended(ProxyException why) {
        exchange.tunnelEnded(why);
    }

    @Override
    public void broke(Side side, String what) {
        exchange.account().broke(side, what);
    }
}
