package io.sluice.server.relay;

import io.sluice.server.transport.Connection;
import io.sluice.server.transport.Loopback;
import io.sluice.testkit.Wire;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** The real sockets between which a tunnel is tested, the client's and the endpoint's, and the server's side of both. */
abstract class TwoSockets {
    private final boolean narrow;
    Loopback loopback;
    Wire client;
    Wire endpoint;
    Connection down;
    Connection up;

    /** {@code narrow}: the kernel buffers little for the peers, so that a slow one is soon felt. */
    TwoSockets(boolean narrow) {
        this.narrow = narrow;
    }

    @BeforeEach
    final void connect() throws Exception {
        loopback = new Loopback(1, 100);
        client = open();
        down = loopback.served();
        endpoint = open();
        up = loopback.served();
    }

    private Wire open() throws Exception {
        return narrow ? loopback.narrowClient() : loopback.client();
    }

    @AfterEach
    final void stop() {
        client.close();
        endpoint.close();
        loopback.close();
    }
}
