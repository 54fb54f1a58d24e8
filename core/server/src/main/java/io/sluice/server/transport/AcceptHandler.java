package io.sluice.server.transport;

/** Hears of new connections of one listener. */
public interface AcceptHandler {
    /** On the connection's worker: sets its handler. */
    void accepted(Connection connection);

    /** On any thread: a connection was closed at once, because as many as allowed are open. */
    void refused();
}
