package io.sluice.server.transport;

import java.net.InetSocketAddress;

/** A bound listener. */
public interface Listening extends AutoCloseable {
    /** The address it is bound to, with the real port. */
    InetSocketAddress address();

    /** Accepts from now on, those first that have come since the address was bound. */
    void accept();

    /**
     * What holds for connections that are accepted from now on. Address, queue and reuse stay what they were at first.
     *
     * @param options with the same name and address
     */
    void change(ListenOptions options);

    /**
     * Accepts those that wait in the kernel's queue, and no more; connections that are open stay. Returns when the address is
     * free again and the workers have begun with those. Not from a worker, which it waits for.
     */
    @Override
    void close();
}
