package io.sluice.server.health;

import io.sluice.api.balance.Endpoint;

/** An endpoint that is told how it is. */
public interface Watched extends Endpoint {
    /** The host of its address as written, without port and brackets. */
    String host();

    /** It was found to be well, as it counts until it is told otherwise. Called on the thread of probes. */
    void well();

    /** It was found not to be well, or is not to be used before it was. Called on the thread of probes. */
    void ill(String reason);
}
