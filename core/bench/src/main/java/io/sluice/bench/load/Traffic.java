package io.sluice.bench.load;

/** Who sends messages over a WebSocket, and what comes back. */
public enum Traffic {
    /** Each message comes back as it was. */
    ECHO,
    /** Each message is answered by one message, whatever it says. */
    ANSWER,
    /** Messages are sent; what comes back is not waited for. */
    SEND,
    /** Messages come; nothing is sent, but for a first one where there is a text to send. */
    RECEIVE;

    boolean answered() {
        return this == ECHO || this == ANSWER;
    }
}
