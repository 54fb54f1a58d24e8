package io.sluice.server.upstream;

import io.sluice.api.balance.Endpoint;
import io.sluice.server.config.UpstreamConfig.Server;
import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicInteger;

/** An endpoint and what it serves now. */
final class EndpointState implements Endpoint {
    private final Server server;
    private final AtomicInteger active = new AtomicInteger();

    EndpointState(Server server) {
        this.server = server;
    }

    void acquired() {
        active.incrementAndGet();
    }

    void released() {
        active.decrementAndGet();
    }

    @Override
    public String name() {
        return server.name();
    }

    @Override
    public InetSocketAddress address() {
        return server.address();
    }

    @Override
    public int weight() {
        return server.weight();
    }

    @Override
    public boolean backup() {
        return server.backup();
    }

    @Override
    public boolean down() {
        return server.down();
    }

    @Override
    public int activeExchanges() {
        return active.get();
    }

    @Override
    public String toString() {
        return server.name();
    }
}
