package io.sluice.server.transport;

/** The handler of a connection that has not been established yet. */
interface Opening extends ConnectionHandler {
    /** It is established: sets the handler that goes on. */
    void opened(Connection connection);

    /** With TLS, one that this side makes is established only now. */
    @Override
    default void onSecured(Connection connection) {
        opened(connection);
    }
}
