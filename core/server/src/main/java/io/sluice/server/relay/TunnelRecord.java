package io.sluice.server.relay;

import io.sluice.api.exchange.TunnelView;
import io.sluice.server.websocket.FrameBoundary;
import java.util.concurrent.TimeUnit;

/** What is known of a tunnel, as it goes on: how much has passed, since when, and who ended it. On the tunnel's worker. */
abstract class TunnelRecord implements TunnelView {
    final Direction request;
    final Direction response;
    private final String subprotocol;
    private final long startedNanos;

    /** When something passed last. */
    private long lastNanos;

    private long endedNanos;

    /** Whether it has ended. */
    boolean ended;

    /** Its polite ending; null while there is none. */
    Farewell farewell;

    /** Who sent the first Close frame; null while there was none. */
    Side closer;

    /** Who ended it in another way; null while nobody did. */
    Side ender;

    TunnelRecord(Direction request, Direction response, String subprotocol) {
        this.request = request;
        this.response = response;
        this.subprotocol = subprotocol;
        this.startedNanos = now();
        this.lastNanos = startedNanos;
    }

    private long now() {
        return request.source.worker().now();
    }

    /** Something passes. */
    final void passes() {
        lastNanos = now();
    }

    /** It has ended. */
    final void over() {
        ended = true;
        endedNanos = now();
    }

    /** This side has ended it, if no other did before. */
    final void ended(Side by) {
        ender = ender == null ? by : ender;
    }

    /** Whether both sides have sent Close: nothing more is to come (RFC 6455 section 7.1.1). */
    final boolean saidAll() {
        return request.closed() && response.closed();
    }

    @Override
    public boolean framed() {
        return request.frames != null;
    }

    @Override
    public String subprotocol() {
        return subprotocol;
    }

    @Override
    public long messagesIn() {
        return request.messages();
    }

    @Override
    public long messagesOut() {
        return response.messages();
    }

    @Override
    public long controlsIn() {
        return request.controls();
    }

    @Override
    public long controlsOut() {
        return response.controls();
    }

    @Override
    public long bytesIn() {
        return request.bytes();
    }

    @Override
    public long bytesOut() {
        return response.bytes();
    }

    @Override
    public long openMillis() {
        return TimeUnit.NANOSECONDS.toMillis((ended ? endedNanos : now()) - startedNanos);
    }

    @Override
    public long idleMillis() {
        return TimeUnit.NANOSECONDS.toMillis((ended ? endedNanos : now()) - lastNanos);
    }

    @Override
    public int closeCode() {
        if (closer == Side.PROXY) {
            return farewell.ending().code();
        }
        return closing() == null ? -1 : closing().closeCode();
    }

    @Override
    public String closeReason() {
        if (closer == Side.PROXY) {
            return farewell.ending().reason();
        }
        return closing() == null ? "" : closing().closeReason();
    }

    @Override
    public Side closedBy() {
        return closer == null && closing() == null ? ender : closer;
    }

    /** What has read the Close frame that came first, or the only one that was seen; null without one. */
    private FrameBoundary closing() {
        if (closer != null) {
            return closer == Side.CLIENT ? request.frames : response.frames;
        }
        return response.closed() ? response.frames : request.closed() ? request.frames : null;
    }
}
