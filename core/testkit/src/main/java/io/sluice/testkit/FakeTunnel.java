package io.sluice.testkit;

import io.sluice.api.exchange.TunnelView;

/**
 * What has passed through a tunnel, as a test wants it. {@link #OPEN} is one through which nothing has passed yet.
 *
 * @param closeCode −1 for none
 * @param closedBy null while it is open
 */
public record FakeTunnel(
        boolean framed,
        String subprotocol,
        long messagesIn,
        long messagesOut,
        long controlsIn,
        long controlsOut,
        long bytesIn,
        long bytesOut,
        long openMillis,
        long idleMillis,
        int closeCode,
        String closeReason,
        Side closedBy)
        implements TunnelView {
    /** A tunnel of a WebSocket that has just opened. */
    public static final FakeTunnel OPEN = new FakeTunnel(true, "", 0, 0, 0, 0, 0, 0, 0, 0, -1, "", null);

    /** One that has ended, by a Close frame or, with a code of −1, without. */
    public static FakeTunnel closed(Side by, int code, String reason) {
        return new FakeTunnel(true, "chat", 3, 5, 1, 2, 300, 5000, 61_005, 1500, code, reason, by);
    }

    /** The same, its frames not followed. */
    public FakeTunnel blind() {
        return new FakeTunnel(
                false, subprotocol, 0, 0, 0, 0, bytesIn, bytesOut, openMillis, idleMillis, -1, "", closedBy);
    }
}
