package io.sluice.server.health;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** An endpoint that remembers what it was told. */
final class WatchedEndpoint implements Watched {
    final List<Boolean> told = new CopyOnWriteArrayList<>();
    volatile boolean down;
    private final String name;
    private final InetSocketAddress address;

    WatchedEndpoint(String name) {
        this(name, new InetSocketAddress(InetAddress.getLoopbackAddress(), 9));
    }

    WatchedEndpoint(String name, InetSocketAddress address) {
        this.name = name;
        this.address = address;
    }

    @Override
    public String host() {
        return name;
    }

    @Override
    public void well() {
        told.add(true);
    }

    @Override
    public void ill(String reason) {
        told.add(false);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public InetSocketAddress address() {
        return address;
    }

    @Override
    public int weight() {
        return 1;
    }

    @Override
    public boolean backup() {
        return false;
    }

    @Override
    public boolean down() {
        return down;
    }

    @Override
    public int activeExchanges() {
        return 0;
    }
}
