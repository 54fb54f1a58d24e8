package io.sluice.server.upstream;

import io.sluice.api.balance.Changes;
import io.sluice.server.config.TunnelRules;
import io.sluice.server.observe.EndpointTraffic;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/**
 * What an endpoint serves and how it has fared: shared by those that follow each other as its settings change. It is the number
 * of exchanges it serves, too, so that who compares many endpoints finds that at the first step. Thread-safe and without a lock.
 */
@SuppressWarnings("serial") // nobody writes it anywhere
final class Load extends AtomicInteger {
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

    /** Takes a place of so many, 0 for any number; false where there is none. */
    boolean enter(int most) {
        int now = get();
        while (most == 0 || now < most) {
            if (compareAndSet(now, now + 1)) {
                tellAt(now + 1, most);
                return true;
            }
            now = get();
        }
        return false;
    }

    /** Gives a place of so many back; returns whether somebody may wait for it. */
    boolean leave(int most) {
        tellAt(getAndDecrement(), most);
        return bound > 0;
    }

    private void tellAt(int filled, int most) {
        if (filled == most || filled == bound) {
            changes.happened();
        }
    }
}
