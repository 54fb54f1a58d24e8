package io.sluice.api.health;

/** The endpoint as its {@link Conversation} sees it. On the thread of probes alone. */
public interface Peer {
    /** Sends these bytes. Never blocks. */
    void send(byte[] bytes);

    /** The endpoint is well: the probe is over, and the connection is closed after what was sent. */
    void pass();
}
