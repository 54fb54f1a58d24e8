package io.sluice.server.upstream;

import io.sluice.api.balance.Endpoint;
import io.sluice.server.config.UpstreamConfig.Server;
import io.sluice.server.config.UpstreamConfig.ServerLimits;
import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;

/**
 * An endpoint, what it serves now and how it fares. Thread-safe and without a lock.
 *
 * <p>Failures are counted as nginx counts them: after {@code max-fails} of them it is not used for {@code fail-timeout};
 * then one exchange tries it, and each further timeout one more, until one is answered.
 */
final class EndpointState implements Endpoint {
    private static final double LEAST_RAMP = 0.01;

    private final Server server;
    private final ServerLimits limits;
    private final LongSupplier clock;
    private final AtomicInteger active = new AtomicInteger();
    private final ResponseTimes times = new ResponseTimes();
    private final AtomicReference<Faults> faults = new AtomicReference<>(Faults.NONE);
    private volatile boolean healthy = true;

    /** When it was last found to be well after it had not been used; read where {@link #rising}. */
    private volatile long roseAt;

    private volatile boolean rising;

    /**
     * An endpoint.
     *
     * @param only whether no other can serve in its place: its failures are not counted then, as in nginx
     * @param clock nanoseconds
     */
    EndpointState(Server server, boolean only, LongSupplier clock) {
        this.server = server;
        ServerLimits own = server.limits();
        this.limits = only ? new ServerLimits(0, own.failTimeout(), own.maxConnections(), own.slowStart()) : own;
        this.clock = clock;
    }

    // ---- one exchange

    /**
     * Takes a place for one more exchange; {@link #released()} gives it back.
     *
     * @return false where it cannot be used at this moment
     */
    boolean acquire() {
        if (server.down() || !healthy || !place()) {
            return false;
        }
        if (mayBeTried()) {
            return true;
        }
        active.decrementAndGet();
        return false;
    }

    private boolean place() {
        int bound = limits.maxConnections() == 0 ? Integer.MAX_VALUE : limits.maxConnections();
        int now = active.get();
        while (now < bound) {
            if (active.compareAndSet(now, now + 1)) {
                return true;
            }
            now = active.get();
        }
        return false;
    }

    /** Where it failed too often, one exchange in each fail timeout may try it: the one that notes the time first. */
    private boolean mayBeTried() {
        Faults seen = faults.get();
        if (seen.fails() == 0) {
            return true;
        }
        long now = clock.getAsLong();
        if (within(seen, now)) {
            return !tooMany(seen);
        }
        return faults.compareAndSet(seen, seen.checkedAt(now)) || mayBeTried();
    }

    /** The exchange has ended. */
    void released() {
        active.decrementAndGet();
    }

    /** How long it takes to answer. */
    ResponseTimes times() {
        return times;
    }

    /** It failed: no connection, no answer in time, or none that is one. Tells whether it is not used for a while now. */
    boolean failed() {
        long now = clock.getAsLong();
        int cost = limits.maxFails() == 0 ? 0 : weight() / limits.maxFails();
        return tooMany(faults.updateAndGet(before -> before.failed(now, cost)));
    }

    /** It answered. Tells whether it had not been used and is used again. */
    boolean succeeded() {
        Faults seen = faults.get();
        if (!seen.endsWithSuccess() || !faults.compareAndSet(seen, seen.ended())) {
            return false;
        }
        if (!tooMany(seen)) {
            return false;
        }
        rise();
        return true;
    }

    private void rise() {
        if (!limits.slowStart().isZero()) {
            roseAt = clock.getAsLong();
            rising = true;
        }
    }

    private boolean tooMany(Faults seen) {
        return limits.maxFails() > 0 && seen.fails() >= limits.maxFails();
    }

    private boolean within(Faults seen, long now) {
        return now - seen.checked() <= limits.failTimeout().toNanos();
    }

    // ---- what its health check says

    /** A check of its health has found it well, or not; it is well until one has. Thread-safe. */
    void healthy(boolean well) {
        if (well && !healthy) {
            rise();
        }
        healthy = well;
    }

    // ---- what is known of it

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
    public boolean available() {
        if (server.down() || !healthy || full()) {
            return false;
        }
        Faults seen = faults.get();
        return !tooMany(seen) || !within(seen, clock.getAsLong());
    }

    /** Whether it serves as many exchanges as it may. */
    boolean full() {
        return limits.maxConnections() > 0 && active.get() >= limits.maxConnections();
    }

    @Override
    public long weightLost() {
        return faults.get().lost();
    }

    @Override
    public double ramp() {
        if (!rising) {
            return 1;
        }
        double part = (double) (clock.getAsLong() - roseAt) / limits.slowStart().toNanos();
        if (part >= 1) {
            rising = false;
            return 1;
        }
        return Math.max(LEAST_RAMP, part);
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
