package io.sluice.server.transport;

/**
 * A timer that can be set again at no cost: moving it later only stores a number, and the wheel looks at that number when
 * the old time comes. Confined to its worker.
 */
public final class Deadline {
    static final long NEVER = Long.MAX_VALUE;

    private final TimerWheel wheel;
    private final Runnable action;

    /** When to fire, in the wheel's nanoseconds; {@link #NEVER} when stopped. */
    long due = NEVER;

    /** The tick whose slot holds this deadline; meaningful only while linked. */
    long tick;

    /** Neighbours in the slot's ring; null while not linked. */
    Deadline next;

    Deadline previous;

    Deadline(TimerWheel wheel, Runnable action) {
        this.wheel = wheel;
        this.action = action;
    }

    /** A ring's head. */
    Deadline() {
        this(null, null);
        next = this;
        previous = this;
    }

    /** Fires once, {@code nanos} from now, unless it is set again or stopped before. Zero or less fires at the next tick. */
    public void set(long nanos) {
        wheel.set(this, nanos);
    }

    /** Does not fire until it is set again. */
    public void stop() {
        due = NEVER;
        unlink();
    }

    /** Whether it is waiting to fire. */
    public boolean isSet() {
        return due != NEVER;
    }

    void fire() {
        due = NEVER;
        action.run();
    }

    void unlink() {
        if (next != null) {
            previous.next = next;
            next.previous = previous;
            next = null;
            previous = null;
        }
    }

    void linkBefore(Deadline head) {
        previous = head.previous;
        next = head;
        previous.next = this;
        head.previous = this;
    }
}
