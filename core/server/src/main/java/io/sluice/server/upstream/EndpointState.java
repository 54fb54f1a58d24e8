package io.sluice.server.upstream;

import io.sluice.api.balance.Endpoint;
import io.sluice.server.config.UpstreamConfig.Server;
import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicInteger;

/** An endpoint and what it serves now. */
final class EndpointState implements Endpoint {
    private final Server server;
    private final AtomicInteger active = new AtomicInteger();
    private final ResponseTimes times = new ResponseTimes();

    EndpointState(Server server) {
        this.server = server;
    }

    void acquired() {
        active.incrementAndGet();
    }

    void released() {
        active.decrementAndGet();
    }

    /** How long it takes to answer. */
    ResponseTimes times() {
        return times;
    }

    /** The host of its address as written, without port and brackets: what its certificate must be for. */
    String host() {
        String name = server.name();
        if (name.startsWith("[")) {
            return name.substring(1, name.indexOf(']'));
        }
        int colon = name.lastIndexOf(':');
        return colon < 0 ? name : name.substring(0, colon);
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
    public String route() {
        return server.route();
    }

    @Override
    public long headerNanos() {
        return times.header.nanos(System.nanoTime());
    }

    @Override
    public long responseNanos() {
        return times.response.nanos(System.nanoTime());
    }

    @Override
    public long headerWaitNanos() {
        return times.forHeader.meanNanos(System.nanoTime());
    }

    @Override
    public long responseWaitNanos() {
        return times.forResponse.meanNanos(System.nanoTime());
    }

    @Override
    public String toString() {
        return server.name();
    }
}
