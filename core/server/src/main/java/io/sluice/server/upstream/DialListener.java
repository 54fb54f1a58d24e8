package io.sluice.server.upstream;

import io.sluice.server.error.ErrorKind;

/** Hears how a {@link Dial} went. On the exchange's worker. */
public interface DialListener {
    /** A connection is there; its handler must be set before this returns. */
    void onConnected(UpstreamConnection connection);

    /** One endpoint could not be reached; another is tried. For the log. */
    void onTryFailed(ErrorKind kind, String message);

    /** No endpoint is left to try. */
    void onExhausted(ErrorKind kind, String message);
}
