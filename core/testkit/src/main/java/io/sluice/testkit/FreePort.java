package io.sluice.testkit;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/** Ports for programs that cannot be asked to take any free one. Whatever can bind port 0 should. */
public final class FreePort {
    // Below the range from which Linux takes the ports of outgoing connections.
    private static final int FIRST = 20_000;
    private static final int LAST = 32_000;

    /** Those given out: another test of this JVM may not have bound its own yet. */
    private static final Set<Integer> GIVEN = ConcurrentHashMap.newKeySet();

    private FreePort() {}

    /**
     * A port on which nothing on 127.0.0.1 listens at this moment, which no outgoing connection is given, and which nobody
     * else in this JVM was given.
     */
    public static int next() {
        int probes = 0;
        while (probes < LAST - FIRST) {
            int port = ThreadLocalRandom.current().nextInt(FIRST, LAST);
            try (ServerSocket probe = new ServerSocket()) {
                probe.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
                if (GIVEN.add(port)) {
                    return port;
                }
                probes++;
            } catch (IOException e) {
                probes++;
            }
        }
        throw new AssertionError("no free port from " + FIRST + " to " + LAST);
    }
}
