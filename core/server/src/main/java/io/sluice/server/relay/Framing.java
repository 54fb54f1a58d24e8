package io.sluice.server.relay;

import io.sluice.server.observe.FrameTally;
import io.sluice.server.websocket.FrameBoundary;

/** How the frames of a tunnel are followed. Immutable. */
public final class Framing {
    /** Not at all: bytes are bytes, as of another protocol than WebSocket. */
    public static final Framing NONE = new Framing(false, 0, "");

    private final boolean followed;
    private final int reservedBits;
    private final String subprotocol;

    private Framing(boolean followed, int reservedBits, String subprotocol) {
        this.followed = followed;
        this.reservedBits = reservedBits;
        this.subprotocol = subprotocol;
    }

    /**
     * Of a WebSocket.
     *
     * @param followed whether they are followed
     * @param reservedBits which of the reserved bits frames may have, as {@link FrameBoundary} takes them
     * @param subprotocol what both sides agreed on; empty for none
     */
    public static Framing of(boolean followed, int reservedBits, String subprotocol) {
        return new Framing(followed, reservedBits, subprotocol);
    }

    String subprotocol() {
        return subprotocol;
    }

    /** What follows one direction and counts with the tally; null for nothing. */
    FrameBoundary boundary(boolean fromClient, FrameTally tally) {
        return followed ? new FrameBoundary(fromClient, reservedBits, tally) : null;
    }
}
