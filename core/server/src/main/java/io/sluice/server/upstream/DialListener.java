package io.sluice.server.upstream;

import io.sluice.server.error.ProxyException;

/** Hears how a {@link Dial} went. On the exchange's worker. */
public interface DialListener {
    /** A connection is there; its handler must be set before this returns. */
    void onConnected(UpstreamConnection connection);

    /** One endpoint could not be reached; another is tried. For the log. */
    void onTryFailed(ProxyException why);

    /** An endpoint's state has changed with this exchange, which goes on. For the log. */
    void onNotice(String what);

    /** No further endpoint is asked: why the last one failed, or that there is none, or that the balancer failed. */
    void onExhausted(ProxyException why);
}
