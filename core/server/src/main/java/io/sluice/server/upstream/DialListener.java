package io.sluice.server.upstream;

import io.sluice.server.error.ProxyException;

/** Hears how a {@link Dial} went. On the exchange's worker. */
public interface DialListener {
    /** A connection is there; its handler must be set before this returns. */
    void onConnected(UpstreamConnection connection);

    /** One endpoint could not be reached; another is tried. For the log. */
    void onTryFailed(ProxyException why);

    /** No endpoint is left to try, or the balancer failed; why the last one failed, as a rule. */
    void onExhausted(ProxyException why);
}
