package io.sluice.api.exchange;

/**
 * What has passed through a tunnel since its 101, as of now. {@code In} is from the client, {@code Out} to it, as everywhere
 * in this api. Messages are whole WebSocket messages of text or binary, counted when their last frame ends; where frames are
 * not followed ({@link #framed()}), they are 0 and there is no close code.
 *
 * <p>Valid as long as the {@link ExchangeView} that it came from.
 */
public interface TunnelView {
    /** Who ended a tunnel. */
    enum Side {
        /** The client. */
        CLIENT,
        /** The endpoint. */
        UPSTREAM,
        /** The proxy itself: a limit, a deadline, a drain, a command. */
        PROXY
    }

    /** Whether the tunnel's frames are followed: a WebSocket on a route that does not ask for a blind tunnel. */
    boolean framed();

    /** The subprotocol that both sides agreed on; empty when there is none. */
    String subprotocol();

    /** Messages from the client. */
    long messagesIn();

    /** Messages to the client. */
    long messagesOut();

    /** Pings and pongs from the client. */
    long controlsIn();

    /** Pings and pongs to the client. */
    long controlsOut();

    /** Bytes read from the client after its request's head. */
    long bytesIn();

    /** Bytes read from the endpoint after its 101. */
    long bytesOut();

    /** Milliseconds from the 101 to now, or to the end. */
    long openMillis();

    /** Milliseconds since bytes passed either way. */
    long idleMillis();

    /** The code of the Close frame that came first, 1005 for one without a code (RFC 6455 section 7.4); -1 without one. */
    int closeCode();

    /** The reason in that Close frame, as text; empty without one. It is the peer's, and may hold any character. */
    String closeReason();

    /** Who sent that Close frame, or ended the tunnel without one; null while it is open. */
    Side closedBy();
}
