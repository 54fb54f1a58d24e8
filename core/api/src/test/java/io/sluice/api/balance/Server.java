package io.sluice.api.balance;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.stream.IntStream;

/** An endpoint for the tests of this package. */
record Server(String name, int weight, boolean down) implements Endpoint {
    /** One for each weight, named a, b, c, …; a weight of 0 makes one that is down. */
    static List<Endpoint> weighing(int... weights) {
        return IntStream.range(0, weights.length)
                .<Endpoint>mapToObj(i -> new Server(
                        i < 26 ? Character.toString('a' + i) : "s" + i, Math.max(1, weights[i]), weights[i] == 0))
                .toList();
    }

    @Override
    public InetSocketAddress address() {
        return InetSocketAddress.createUnresolved(name, 80);
    }

    @Override
    public boolean backup() {
        return false;
    }

    @Override
    public int activeExchanges() {
        return 0;
    }

    @Override
    public String toString() {
        return name;
    }
}
