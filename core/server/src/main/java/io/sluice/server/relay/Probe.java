package io.sluice.server.relay;

import io.sluice.server.websocket.Opcode;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;

/**
 * Finds out whether one side of a tunnel is still there: a Ping is put between two frames of those that are sent to it, and
 * whatever comes from it then is an answer. On the tunnel's worker.
 */
final class Probe {
    /** What {@link #check} says of a side that has not answered. */
    static final long GONE = -1;

    /** How soon it is looked again whether a side can be asked. */
    private static final long AGAIN = TimeUnit.SECONDS.toNanos(1);

    private final Direction from;
    private final Direction to;
    private final long interval;
    private final long timeout;
    private final OwnPongs pongs;
    private long heard;
    private long askedAt;
    private boolean asked;

    /** Whether it is asked as soon as the frame that is under way to it has ended. */
    private boolean waits;

    /**
     * Of the side that sends what passes in one direction, and reads what passes in the other.
     *
     * @param interval nanoseconds of silence after which it is asked
     * @param timeout nanoseconds of silence after that; while bytes wait to be taken by it they do not count
     */
    Probe(Direction from, Direction to, long interval, long timeout, long now) {
        this.from = from;
        this.to = to;
        this.interval = interval;
        this.timeout = timeout;
        this.pongs = new OwnPongs(to.toClient());
        this.heard = now;
    }

    /** Something has come from it. */
    void heard(long now) {
        heard = now;
        asked = false;
        waits = false;
    }

    /** Asks it where that is due; how many nanoseconds later to look again, or {@link #GONE}. */
    long check(long now) {
        if (!mayBeAsked()) {
            return interval;
        }
        if (from.blocked()) {
            heard(now); // it is not read from, or only as the other side can take it
        }
        if (asked && to.blocked()) {
            askedAt = now; // the Ping may be behind what waits, and a slow reader is none that is gone
            return timeout;
        }
        if (asked) {
            long left = askedAt + timeout - now;
            return left > 0 ? left : GONE;
        }
        long left = heard + interval - now;
        if (left > 0) {
            return left;
        }
        if (to.blocked()) {
            return AGAIN; // behind what waits no Ping is in time: its send timeout decides
        }
        waits = true;
        askAtBoundary(now);
        return waits ? AGAIN : timeout;
    }

    /** It has taken all that waited for it: what was asked behind that may be answered from now on. */
    void drained(long now) {
        if (asked) {
            askedAt = now;
        }
    }

    /** Whether both may still send frames to each other. */
    private boolean mayBeAsked() {
        return from.followed()
                && to.followed()
                && !from.closed()
                && !to.closed()
                && !from.source.inputEnded()
                && !to.source.inputEnded();
    }

    /** What is sent to it goes on; a Ping that waits, behind the end of the frame that is under way. */
    void passTo(ByteBuffer data, long now) {
        if (waits) {
            to.passToFrameEnd(data);
            askAtBoundary(now);
        }
    }

    private void askAtBoundary(long now) {
        if (to.frames.atBoundary() && !to.closed()) {
            waits = false;
            asked = true;
            askedAt = now;
            pongs.asked();
            to.control(Opcode.PING, pongs.mark());
        }
    }

    /** A Pong of its that may be an answer to a Ping, begun earlier, is taken further. Whether it is still open. */
    boolean heldOn(ByteBuffer data) {
        if (pongs.holds()) {
            takePong(data);
        }
        return pongs.holds();
    }

    /** What comes from it goes on, but for its answers to Pings. */
    void passFrom(ByteBuffer data) {
        while (pongs.awaited() && data.hasRemaining()) {
            if (from.passToPong(data)) {
                takePong(data);
            }
        }
        if (data.hasRemaining()) {
            from.pass(data);
        }
    }

    private void takePong(ByteBuffer data) {
        int start = data.position();
        OwnPongs.Verdict verdict = pongs.take(data);
        from.follow(data, start);
        if (verdict == OwnPongs.Verdict.OTHER) {
            release();
        }
    }

    /** What is held back goes on. */
    void release() {
        if (pongs.holds()) {
            from.write(pongs.release());
        }
    }
}
