package io.sluice.api.balance;

import java.net.InetSocketAddress;

/** An endpoint whose state a test changes. */
final class SettableServer implements Endpoint {
    boolean available = true;
    long lost;
    double ramp = 1;
    Changes changes;
    long unchangedNanos = Long.MAX_VALUE;
    int asked;
    int told;
    private final String name;
    private final int weight;

    SettableServer(String name) {
        this(name, 1);
    }

    SettableServer(String name, int weight) {
        this.name = name;
        this.weight = weight;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public InetSocketAddress address() {
        return InetSocketAddress.createUnresolved(name, 80);
    }

    @Override
    public int weight() {
        return weight;
    }

    @Override
    public boolean backup() {
        return false;
    }

    @Override
    public boolean down() {
        return false;
    }

    @Override
    public boolean available() {
        asked++;
        return available;
    }

    @Override
    public long weightLost() {
        return lost;
    }

    @Override
    public double ramp() {
        return ramp;
    }

    @Override
    public int activeExchanges() {
        return 0;
    }

    @Override
    public Changes changes() {
        return changes;
    }

    @Override
    public long unchangedNanos() {
        told++;
        return unchangedNanos;
    }
}
