package io.sluice.server.upstream;

import io.sluice.server.config.UpstreamConfig.Server;
import java.net.InetSocketAddress;

/**
 * An endpoint as it is to be; one that is to be the same stays the same object.
 *
 * @param server what the configuration says of it, with its address
 * @param provenHost what its certificate must be for
 */
record Served(Server server, String provenHost) {
    /** Of a server that is written with its address: the host as written, without port and brackets. */
    static Served of(Server server) {
        if (!(server.address() instanceof InetSocketAddress)) {
            return new Served(server, "localhost"); // as nginx calls what is behind such a socket
        }
        String name = server.name();
        if (name.startsWith("[")) {
            return new Served(server, name.substring(1, name.indexOf(']')));
        }
        int colon = name.lastIndexOf(':');
        return new Served(server, colon < 0 ? name : name.substring(0, colon));
    }
}
