package io.sluice.server.upstream;

import io.sluice.api.balance.Changes;
import io.sluice.server.config.TunnelRules;
import io.sluice.server.observe.EndpointTraffic;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import java.util.concurrent.atomic.LongAdder;

/**
 * What an endpoint serves and how it has fared: shared by those that follow each other as its settings change. Thread-safe
 * and without a lock.
 */
final class Load {
    private static final AtomicIntegerFieldUpdater<Load> ACTIVE =
            AtomicIntegerFieldUpdater.newUpdater(Load.class, "active");

    /** The exchanges it serves: no object of its own, so that who compares many endpoints finds it at the first step. */
    private volatile int active;

    final LongAdder chosen = new LongAdder();
    final AtomicInteger idle = new AtomicInteger();
    final ResponseTimes times = new ResponseTimes();
    final EndpointTraffic traffic = new EndpointTraffic();
    final Tunnels tunnels;
    final Changes changes;
    volatile String lastFailure = "";

    /** The most that it may serve by the settings in force; 0 for any number. */
    private volatile int bound;

    /** {@code changes} are told when it becomes full, and when it is no longer. */
    Load(TunnelRules rules, int bound, Changes changes) {
        this.tunnels = new Tunnels(rules);
        this.bound = bound;
        this.changes = changes;
    }

    /** These settings are in force from now on. */
    void begin(TunnelRules rules, int most) {
        tunnels.rules(rules);
        bound = most;
        changes.happened();
    }

    /** How many exchanges it serves now. */
    int active() {
        return active;
    }

    /** Takes a place of so many, 0 for any number; false where there is none. */
    boolean enter(int most) {
        int now = active;
        while (most == 0 || now < most) {
            if (ACTIVE.compareAndSet(this, now, now + 1)) {
                tellAt(now + 1, most);
                return true;
            }
            now = active;
        }
        return false;
    }

    /** Gives a place of so many back; returns whether somebody may wait for it. */
    boolean leave(int most) {
        tellAt(ACTIVE.getAndDecrement(this), most);
        return bound > 0;
    }

    private void tellAt(int filled, int most) {
        if (filled == most || filled == bound) {
            changes.happened();
        }
    }
}
