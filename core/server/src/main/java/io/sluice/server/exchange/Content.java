package io.sluice.server.exchange;

/** What answers an exchange in place of a back end, step by step. On the exchange's worker. */
interface Content {
    /** The client has taken all that was written. */
    void drained();

    /** Whether it sends as time goes on, so that the client's going is its usual end. */
    boolean streams();

    /** The exchange has ended. */
    void cancel();
}
