package io.sluice.api.status;

import java.time.Duration;

/**
 * A page that goes on, such as server-sent events: after the first text of its {@link StatusResponse}, one is sent at each
 * beat until the client goes or the server stops; then it simply ends, and clients ask again.
 *
 * <p>There is one for each client that asks. Its methods are called on a thread that all streams share, one at a time, never
 * on a worker: a stream that takes long holds up the others. A beat is left out while the client has not taken the one
 * before, so a slow client costs one text at most.
 */
public interface StatusStream {
    /** Time between two beats: 100 ms to 60 s. Asked once. */
    Duration interval();

    /**
     * What is sent at this beat.
     *
     * @param status the figures of this moment
     * @return empty for nothing; a comment line of server-sent events ({@code ":\n\n"}) keeps the connection known to be alive;
     *     null where it ends here, as one may after a reload, so that nothing holds what was replaced
     */
    String next(StatusView status);

    /** It has ended, for whatever reason: called once, after the last {@link #next}. */
    default void ended() {}
}
