package io.sluice.server.exchange;

import java.time.Duration;
import java.util.function.Consumer;

/** What is sent behind an answer as time goes on, until the client goes or the server stops. Called on the exchange's worker. */
public interface Beats {
    /** Time between two of them. */
    Duration interval();

    /**
     * Makes the next one; not called again before it is there.
     *
     * @param then is told what to send, on any thread: empty for nothing, null to end
     */
    void next(Consumer<String> then);

    /** No more are wanted: called once. */
    void ended();
}
