package io.sluice.server.transport;

import java.net.InetSocketAddress;

/** A bound listener. */
public interface Listening extends AutoCloseable {
    /** The address it is bound to, with the real port. */
    InetSocketAddress address();

    /** Accepts no more; connections that are open stay. Returns when the address is free again. */
    @Override
    void close();
}
