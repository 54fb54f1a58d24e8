package io.sluice.server.upstream;

import io.sluice.api.balance.Changes;
import io.sluice.api.exchange.AddressText;
import io.sluice.server.config.TunnelRules;
import io.sluice.server.config.TunnelRules.Fate;
import io.sluice.server.config.UpstreamConfig.Server;
import io.sluice.server.config.UpstreamConfig.ServerLimits;
import io.sluice.server.config.UpstreamConfig.Use;
import io.sluice.server.health.Watched;
import io.sluice.server.observe.EndpointTraffic;
import java.net.SocketAddress;

/** An endpoint, what it serves now and how it fares. Thread-safe and without a lock. */
final class EndpointState implements Watched {
    private final Served served;
    private final Server server;
    private final ServerLimits limits;
    private final PassiveHealth health;
    private final SlowStart slowStart;
    private final Load load;
    private final Runnable freed;
    private volatile Use use;
    private volatile boolean healthy = true;
    private final boolean marked;

    /** {@link #address()} as variables and logs show it. */
    private final String addressText;

    /**
     * An endpoint.
     *
     * @param rules what becomes of its tunnels when it is no longer used
     * @param changes told of changes of what it answers a balancer; its clock is that of failures and recoveries
     * @param freed told, on any thread, when it was full and is no longer
     */
    EndpointState(Served served, TunnelRules rules, Changes changes, Runnable freed) {
        this.served = served;
        this.server = served.server();
        this.limits = server.limits();
        this.health = new PassiveHealth(limits, server.weight(), changes);
        this.slowStart = new SlowStart(limits.slowStart(), changes::now);
        this.load = new Load(rules, limits.maxConnections(), changes);
        this.freed = freed;
        this.use = server.use();
        this.marked = false;
        this.addressText = AddressText.of(server.address());
    }

    /** The same endpoint with other settings: it takes over what it serves and how it fares. Nothing else changes by this. */
    private EndpointState(EndpointState before, Served served) {
        this.served = served;
        this.server = served.server();
        this.limits = server.limits();
        boolean sameHealth = limits.maxFails() == before.limits.maxFails()
                && limits.failTimeout().equals(before.limits.failTimeout())
                && server.weight() == before.server.weight();
        this.health = sameHealth ? before.health : new PassiveHealth(limits, server.weight(), before.load.changes);
        this.slowStart = limits.slowStart().equals(before.limits.slowStart())
                ? before.slowStart
                : new SlowStart(limits.slowStart(), before.load.changes::now);
        this.load = before.load;
        this.freed = before.freed;
        this.marked = server.use() != before.server.use();
        this.use = marked ? server.use() : before.use;
        this.addressText = AddressText.of(server.address());
        this.healthy = before.healthy;
    }

    /** This one where it is to serve just that, else one that follows it. */
    EndpointState with(Served other) {
        return served.equals(other) ? this : new EndpointState(this, other);
    }

    /** It is in force from now on, by these rules; {@code checked} says whether its health is. */
    void begin(TunnelRules rules, boolean checked) {
        if (!checked) {
            healthy = true;
        }
        load.begin(rules, limits.maxConnections());
        if (marked) {
            use(use); // otherwise than before: so its tunnels are told
        }
    }

    /** Whether both are one endpoint, perhaps with other settings. */
    boolean sharesLoad(EndpointState other) {
        return load == other.load;
    }

    /**
     * Its configuration is no longer in force, and the next one has no such endpoint. Exchanges that began before may still
     * come to it.
     */
    void retire(TunnelRules rules) {
        load.tunnels.rules(rules);
        load.tunnels.fate(rules.onRemoved());
    }

    // ---- one exchange

    /**
     * Takes a place for one more exchange; {@link #released()} gives it back.
     *
     * @param held whether the exchange is held to this endpoint: then it may be draining
     * @return false where it cannot be used at this moment
     */
    boolean acquire(boolean held) {
        if ((use != Use.UP && !(held && use == Use.DRAINING)) || !healthy || !load.enter(limits.maxConnections())) {
            return false;
        }
        if (health.mayBeTried()) {
            load.chosen.increment();
            return true;
        }
        released();
        return false;
    }

    /** The exchange has ended. */
    void released() {
        if (load.leave(limits.maxConnections())) {
            freed.run();
        }
    }

    /** It failed: no connection, no answer in time, or none that is one. Tells whether it is not used for a while now. */
    boolean failed() {
        boolean out = health.failed();
        if (out) {
            load.tunnels.fate(load.tunnels.rules().onDown());
        }
        return out;
    }

    /** It answered. Tells whether it had not been used and is used again. */
    boolean succeeded() {
        boolean back = health.succeeded();
        if (back) {
            rise();
        }
        return back;
    }

    private void rise() {
        slowStart.begin();
        load.changes.happened();
        if (use == Use.UP && healthy) {
            load.tunnels.fate(Fate.KEEP);
        }
    }

    // ---- what its health check and the operator say

    @Override
    public void well() {
        boolean was = healthy;
        healthy = true;
        if (!was) {
            rise();
            freed.run();
        }
    }

    @Override
    public void ill(String reason) {
        boolean was = healthy;
        healthy = false;
        load.changes.happened();
        lastFailure(reason);
        if (was) {
            load.tunnels.fate(load.tunnels.rules().onDown());
        }
    }

    /** Whether its health was last found to be well. */
    boolean healthy() {
        return healthy;
    }

    /** Marks it. Thread-safe. */
    void use(Use now) {
        Use was = use;
        use = now;
        load.changes.happened();
        switch (now) {
            case DOWN -> load.tunnels.fate(load.tunnels.rules().onRemoved());
            case DRAINING -> load.tunnels.fate(load.tunnels.rules().onDrain());
            case UP -> {
                if (was != Use.UP) {
                    rise();
                    freed.run();
                }
            }
        }
    }

    /** Whether a command has taken it out of use, which its configuration has not. */
    boolean withdrawn() {
        return use != Use.UP && server.use() == Use.UP;
    }

    /** How it is marked. */
    Use use() {
        return use;
    }

    /** It is no longer in the list: no connection to it is kept. Thread-safe. */
    void remove() {
        use(Use.DOWN);
    }

    /** Says whether no other can serve in its place: its failures do not count then, as in nginx. Thread-safe. */
    void only(boolean alone) {
        health.ignored(alone);
    }

    // ---- what is known of it

    /** Its tunnels. */
    Tunnels tunnels() {
        return load.tunnels;
    }

    /** Times it was chosen since the start. */
    long chosen() {
        return load.chosen.sum();
    }

    /** Failures since the start. */
    long failures() {
        return health.failures();
    }

    /** Why it failed last, or was found ill; empty where it never was. */
    String lastFailure() {
        return load.lastFailure;
    }

    /** Notes why it failed, or was found ill. Thread-safe. */
    void lastFailure(String why) {
        load.lastFailure = why;
    }

    /** Connections to it that are kept for further exchanges. */
    int idleConnections() {
        return load.idle.get();
    }

    /** One more such connection. */
    void keptOne() {
        load.idle.incrementAndGet();
    }

    /** One less. */
    void tookOne() {
        load.idle.decrementAndGet();
    }

    /** Whether it has failed too often of late. */
    boolean failing() {
        return health.out();
    }

    /** How long it takes to answer. */
    ResponseTimes times() {
        return load.times;
    }

    /** What its tunnels pass. */
    EndpointTraffic traffic() {
        return load.traffic;
    }

    /** What it was made from. */
    Served served() {
        return served;
    }

    @Override
    public String host() {
        return served.provenHost();
    }

    @Override
    public boolean available() {
        return use == Use.UP && healthy && !full() && !health.out();
    }

    /** Whether it serves as many exchanges as it may. */
    boolean full() {
        return limits.maxConnections() > 0 && load.active() >= limits.maxConnections();
    }

    @Override
    public long weightLost() {
        return health.weightLost();
    }

    @Override
    public double ramp() {
        return slowStart.part();
    }

    @Override
    public Changes changes() {
        return load.changes;
    }

    @Override
    public long unchangedNanos() {
        return Math.min(health.unchangedNanos(), slowStart.unchangedNanos());
    }

    @Override
    public String name() {
        return server.name();
    }

    @Override
    public SocketAddress address() {
        return server.address();
    }

    String addressText() {
        return addressText;
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
        return use == Use.DOWN;
    }

    @Override
    public int activeExchanges() {
        return load.active();
    }

    @Override
    public String route() {
        return server.route();
    }

    @Override
    public long headerNanos() {
        return load.times.header.nanos(System.nanoTime());
    }

    @Override
    public long responseNanos() {
        return load.times.response.nanos(System.nanoTime());
    }

    @Override
    public long headerWaitNanos() {
        return load.times.forHeader.meanNanos(System.nanoTime());
    }

    @Override
    public long responseWaitNanos() {
        return load.times.forResponse.meanNanos(System.nanoTime());
    }

    @Override
    public String toString() {
        return server.name();
    }
}
