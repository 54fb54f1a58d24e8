package io.sluice.server.transport;

import java.util.concurrent.TimeUnit;

/**
 * Deadlines in slots of 100 ms, as a hashed wheel: setting, moving and stopping take constant time, and a tick looks only
 * at its own slot. A deadline fires at the first tick at or after its time, so up to 100 ms late, never early. Confined to
 * one thread; the time is handed in.
 */
final class TimerWheel {
    static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final int SLOTS = 1024;

    private final Deadline[] slots = new Deadline[SLOTS];
    private long now;
    private long tick;

    /** A wheel that starts at this time. */
    TimerWheel(long nowNanos) {
        now = nowNanos;
        tick = Math.floorDiv(nowNanos, TICK_NANOS);
        for (int i = 0; i < SLOTS; i++) {
            slots[i] = new Deadline();
        }
    }

    /** The time last handed in. */
    long now() {
        return now;
    }

    /** Moves the time on without firing anything yet. */
    void time(long nowNanos) {
        now = nowNanos;
    }

    void set(Deadline deadline, long nanos) {
        deadline.due = now + Math.max(0, nanos);
        long wanted = Math.max(tick + 1, ceilTick(deadline.due));
        if (deadline.next != null) {
            if (deadline.tick <= wanted) {
                return; // its slot comes first and will move it on
            }
            deadline.unlink();
        }
        link(deadline, wanted);
    }

    /** Moves the time on and fires what is due. An action may set and stop any deadline. */
    void advance(long nowNanos) {
        now = nowNanos;
        long last = Math.floorDiv(nowNanos, TICK_NANOS);
        if (last - tick > SLOTS) {
            tick = last - SLOTS; // every slot is looked at once
        }
        while (tick < last) {
            tick++;
            fireSlot(slots[slot(tick)]);
        }
    }

    /** How long the owner may sleep before {@link #advance} has something to do: 1 ms to a second, and 1 for rounding. */
    long millisToNext() {
        int ahead = 1;
        while (ahead < 10 && slots[slot(tick + ahead)].next == slots[slot(tick + ahead)]) {
            ahead++;
        }
        long wait = (tick + ahead) * TICK_NANOS - now;
        return Math.max(1, TimeUnit.NANOSECONDS.toMillis(wait) + 1);
    }

    private void fireSlot(Deadline head) {
        // Taken off first: an action that sets deadlines cannot make this loop longer.
        Deadline taken = new Deadline();
        while (head.next != head) {
            Deadline one = head.next;
            one.unlink();
            one.linkBefore(taken);
        }
        while (taken.next != taken) {
            Deadline one = taken.next;
            one.unlink();
            if (one.due <= now) {
                one.fire();
            } else if (one.due != Deadline.NEVER) {
                link(one, Math.max(tick + 1, ceilTick(one.due)));
            }
        }
    }

    private void link(Deadline deadline, long atTick) {
        deadline.tick = atTick;
        deadline.linkBefore(slots[slot(atTick)]);
    }

    private static long ceilTick(long nanos) {
        return Math.floorDiv(nanos + TICK_NANOS - 1, TICK_NANOS);
    }

    private static int slot(long tick) {
        return (int) (tick & (SLOTS - 1));
    }
}
