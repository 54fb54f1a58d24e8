package io.sluice.server.upstream;

import io.sluice.api.balance.Changes;
import io.sluice.server.config.UpstreamConfig.ServerLimits;
import java.util.concurrent.atomic.AtomicReference;

/**
 * What its exchanges tell of an endpoint, as nginx counts it: after {@code max-fails} failures it is not used for {@code
 * fail-timeout}; then one exchange tries it, and each further timeout one more, until one is answered. Thread-safe and
 * without a lock.
 */
final class PassiveHealth {
    /**
     * What was counted. Times are in nanoseconds (ngx_http_upstream_rr_peer_t: fails, accessed, checked).
     *
     * @param fails failures since it was last found to be well
     * @param accessed when it last failed
     * @param checked when it last failed or, with that past the fail timeout, was chosen
     * @param lost the weight that all failures have cost it
     * @param failed all failures
     */
    private record Faults(int fails, long accessed, long checked, long lost, long failed) {}

    private final AtomicReference<Faults> faults = new AtomicReference<>(new Faults(0, 0, 0, 0, 0));
    private final ServerLimits limits;
    private final int cost;
    private final Changes changes;
    private volatile boolean ignored;

    /** With these bounds; {@code changes} have the clock, and are told when a balancer is to see it otherwise. */
    PassiveHealth(ServerLimits limits, int weight, Changes changes) {
        this.limits = limits;
        this.cost = limits.maxFails() == 0 ? 0 : weight / limits.maxFails();
        this.changes = changes;
    }

    /** Says whether failures are counted, but do not keep it from being used. */
    void ignored(boolean now) {
        ignored = now;
        changes.happened();
    }

    /** Whether it has failed too often of late. */
    boolean out() {
        Faults seen = faults.get();
        return tooMany(seen) && within(seen, changes.now());
    }

    /** Whether an exchange may try it now; of those that may not all, this lets one in: the first that notes the time. */
    boolean mayBeTried() {
        Faults seen = faults.get();
        if (seen.fails == 0) {
            return true;
        }
        long now = changes.now();
        if (within(seen, now)) {
            return !tooMany(seen);
        }
        Faults next = new Faults(seen.fails, seen.accessed, now, seen.lost, seen.failed);
        if (!faults.compareAndSet(seen, next)) {
            return mayBeTried();
        }
        if (tooMany(seen)) {
            changes.happened(); // it is out again until there is an answer
        }
        return true;
    }

    /** One more failure; returns whether it is not used for a while now. */
    boolean failed() {
        long now = changes.now();
        boolean out = tooMany(faults.updateAndGet(
                was -> new Faults(was.fails + 1, now, now, was.lost + (ignored ? 0 : cost), was.failed + 1)));
        if (out || cost > 0) {
            changes.happened();
        }
        return out;
    }

    /**
     * An answer; returns whether it had failed too often and is used again. An answer to an exchange that began before the
     * time of the last failure was up says nothing.
     */
    boolean succeeded() {
        Faults seen = faults.get();
        if (seen.fails == 0 || seen.accessed - seen.checked >= 0) {
            return false;
        }
        Faults next = new Faults(0, seen.accessed, seen.checked, seen.lost, seen.failed);
        if (!faults.compareAndSet(seen, next) || !tooMany(seen)) {
            return false;
        }
        changes.happened();
        return true;
    }

    /** For how long, from now, time alone changes nothing: while it is out, until it is so no longer. */
    long unchangedNanos() {
        Faults seen = faults.get();
        if (!tooMany(seen)) {
            return Long.MAX_VALUE;
        }
        long since = changes.now() - seen.checked;
        long timeout = limits.failTimeout().toNanos();
        return since > timeout ? Long.MAX_VALUE : timeout - since + 1;
    }

    /** The weight that all failures have cost. */
    long weightLost() {
        return faults.get().lost;
    }

    /** All failures since the start. */
    long failures() {
        return faults.get().failed;
    }

    private boolean tooMany(Faults seen) {
        return !ignored && limits.maxFails() > 0 && seen.fails >= limits.maxFails();
    }

    private boolean within(Faults seen, long now) {
        return now - seen.checked <= limits.failTimeout().toNanos();
    }
}
