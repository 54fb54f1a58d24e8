package io.sluice.server.relay;

import io.sluice.server.websocket.Opcode;
import java.nio.ByteBuffer;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Tells the Pongs that answer the proxy's own Pings from all others: by their payload, which nobody else uses. A Pong that may
 * be one is held back byte by byte until that is known. On the tunnel's worker.
 */
final class OwnPongs {
    /** What is known of the bytes taken. */
    enum Verdict {
        /** They may be the begin of one. */
        OPEN,
        /** They are one, whole. */
        OWN,
        /** They are something else: they have to pass on. */
        OTHER
    }

    private static final int PAYLOAD = Long.BYTES;
    private static final int MASK = 4;
    private static final byte FIRST = (byte) (0x80 | Opcode.PONG.code());

    private final boolean masked;
    private final byte[] mark = new byte[PAYLOAD];
    private final byte[] taken;
    private int count;
    private int awaited;

    /** Those of the client's, which are masked, or of the endpoint's. */
    OwnPongs(boolean masked) {
        this.masked = masked;
        this.taken = new byte[2 + (masked ? MASK : 0) + PAYLOAD];
        ByteBuffer.wrap(mark).putLong(ThreadLocalRandom.current().nextLong());
    }

    /** The payload of the Pings. Not to be changed. */
    byte[] mark() {
        return mark;
    }

    /** A Ping has been sent. */
    void asked() {
        awaited++;
    }

    /** Whether a Pong may still come. Where a side answers several Pings by one (section 5.5.3), that is always so. */
    boolean awaited() {
        return awaited > 0;
    }

    /** Whether bytes are held back. */
    boolean holds() {
        return count > 0;
    }

    /** Takes bytes as long as they may be such a Pong, from its first on. */
    Verdict take(ByteBuffer data) {
        while (data.hasRemaining()) {
            taken[count] = data.get();
            if (!fits(count++)) {
                return Verdict.OTHER;
            }
            if (count == taken.length) {
                awaited--;
                count = 0;
                return Verdict.OWN;
            }
        }
        return Verdict.OPEN;
    }

    /** What was held back, and no longer is. */
    ByteBuffer release() {
        ByteBuffer held = ByteBuffer.wrap(taken.clone(), 0, count);
        count = 0;
        return held;
    }

    private boolean fits(int at) {
        if (at == 0) {
            return taken[0] == FIRST;
        }
        if (at == 1) {
            return taken[1] == (byte) ((masked ? 0x80 : 0) | PAYLOAD);
        }
        int payload = at - (taken.length - PAYLOAD);
        return payload < 0 || (byte) (taken[at] ^ (masked ? taken[2 + payload % MASK] : 0)) == mark[payload];
    }
}
