package io.sluice.server.relay;

import io.sluice.api.exchange.TunnelView.Side;
import io.sluice.server.error.ProxyException;

/** Hears of a tunnel's end, and of what goes wrong on the way there. */
public interface TunnelEnd {
    /**
     * Both connections are closed or about to be. Exactly once, on the tunnel's worker.
     *
     * @param why what broke it; null when both sides ended it
     */
    void ended(ProxyException why);

    /**
     * A side broke the rules of frames. Its bytes pass on, but are followed no more. At most once for each side, on the
     * tunnel's worker.
     *
     * @param what the breach, in words
     */
    default void broke(Side side, String what) {}
}
