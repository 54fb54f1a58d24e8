package io.sluice.testkit;

import io.sluice.api.balance.Changes;
import io.sluice.api.balance.Endpoint;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * An endpoint with whatever a test of a load balancer wants. Weight 1, neither backup nor down, available, no active
 * exchanges, no route, nothing known of its times, unless said otherwise. Set up by one thread, then safe to read by many.
 */
public final class FakeEndpoint implements Endpoint {
    private final String name;
    private final SocketAddress address;
    private int weight = 1;
    private boolean backup;
    private boolean down;
    private volatile int activeExchanges;
    private volatile boolean available = true;
    private final AtomicLong weightLost = new AtomicLong();
    private volatile double ramp = 1;
    private String route = "";
    private volatile long headerNanos;
    private volatile long responseNanos;
    private volatile long headerWaitNanos;
    private volatile long responseWaitNanos;
    private Changes changes;

    /**
     * An endpoint.
     *
     * @param name {@code host:port}, {@code host}, then port 80, or {@code unix:/path}. A host that is no IP address stays unresolved: no name
     *     server is asked
     */
    public FakeEndpoint(String name) {
        this.name = name;
        this.address = name.startsWith("unix:")
                ? UnixDomainSocketAddress.of(name.substring("unix:".length()))
                : Addresses.parse(name, 80);
    }

    /** Endpoints of weight 1 with these names, in this order. */
    public static List<Endpoint> list(String... names) {
        List<Endpoint> out = new ArrayList<>();
        for (String name : names) {
            out.add(new FakeEndpoint(name));
        }
        return List.copyOf(out);
    }

    /** Sets the weight, 1 or more. */
    public FakeEndpoint weight(int value) {
        weight = value;
        return this;
    }

    /** Makes it a backup. */
    public FakeEndpoint asBackup() {
        backup = true;
        return this;
    }

    /** Marks it as not to be used. */
    public FakeEndpoint asDown() {
        down = true;
        return this;
    }

    /** Has changes of what it answers told there; not told to anybody unless said so. */
    public FakeEndpoint telling(Changes value) {
        changes = value;
        return this;
    }

    private FakeEndpoint changed() {
        if (changes != null) {
            changes.happened();
        }
        return this;
    }

    /** Sets the number of exchanges it serves now. */
    public FakeEndpoint activeExchanges(int value) {
        activeExchanges = value;
        return this;
    }

    /** Sets whether it can take an exchange, as far as it is not down. */
    public FakeEndpoint available(boolean value) {
        available = value;
        return changed();
    }

    /** Takes this much more of its weight. */
    public FakeEndpoint loses(int weightMore) {
        weightLost.addAndGet(weightMore);
        return changed();
    }

    /** Sets the part of its weight that it may use, above 0 and up to 1. */
    public FakeEndpoint ramp(double value) {
        ramp = value;
        return changed();
    }

    /** Sets the name by which routing information calls it. */
    public FakeEndpoint route(String value) {
        route = value;
        return this;
    }

    /** Sets the average times to the head and to the last byte of its answers, in nanoseconds. */
    public FakeEndpoint answersIn(long toHeader, long toLastByte) {
        headerNanos = toHeader;
        responseNanos = toLastByte;
        return this;
    }

    /** Sets how long what waits for a head, and for a last byte, has waited, in nanoseconds. */
    public FakeEndpoint waited(long forHeader, long forLastByte) {
        headerWaitNanos = forHeader;
        responseWaitNanos = forLastByte;
        return this;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public SocketAddress address() {
        return address;
    }

    @Override
    public int weight() {
        return weight;
    }

    @Override
    public boolean backup() {
        return backup;
    }

    @Override
    public boolean down() {
        return down;
    }

    @Override
    public boolean available() {
        return available && !down;
    }

    @Override
    public long weightLost() {
        return weightLost.get();
    }

    @Override
    public double ramp() {
        return ramp;
    }

    @Override
    public Changes changes() {
        return changes;
    }

    @Override
    public long unchangedNanos() {
        return changes == null ? 0 : Long.MAX_VALUE;
    }

    @Override
    public int activeExchanges() {
        return activeExchanges;
    }

    @Override
    public String route() {
        return route;
    }

    @Override
    public long headerNanos() {
        return headerNanos;
    }

    @Override
    public long responseNanos() {
        return responseNanos;
    }

    @Override
    public long headerWaitNanos() {
        return headerWaitNanos;
    }

    @Override
    public long responseWaitNanos() {
        return responseWaitNanos;
    }

    @Override
    public String toString() {
        return name;
    }
}
