package io.sluice.server.relay;

import io.sluice.server.error.ErrorKind;

/** Hears of a tunnel's end. */
public interface TunnelEnd {
    /**
     * Both connections are closed or about to be. Exactly once, on the tunnel's worker.
     *
     * @param kind what broke it; null when both sides ended it
     * @param message in words; null when both sides ended it
     */
    void ended(ErrorKind kind, String message);
}
