package io.sluice.server.relay;

import io.sluice.server.error.ProxyException;

/** Hears of a tunnel's end. */
public interface TunnelEnd {
    /**
     * Both connections are closed or about to be. Exactly once, on the tunnel's worker.
     *
     * @param why what broke it; null when both sides ended it
     */
    void ended(ProxyException why);
}
