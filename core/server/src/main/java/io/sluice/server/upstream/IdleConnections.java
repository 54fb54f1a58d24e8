package io.sluice.server.upstream;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;

/** One worker's idle connections to one pool, the most recently used first. Confined to that worker. */
final class IdleConnections {
    private final int limit;
    private final Deque<UpstreamConnection> idle = new ArrayDeque<>();

    IdleConnections(int limit) {
        this.limit = limit;
    }

    /** Takes the most recently used connection to this endpoint out, or null. */
    UpstreamConnection take(EndpointState endpoint) {
        for (Iterator<UpstreamConnection> all = idle.iterator(); all.hasNext(); ) {
            UpstreamConnection one = all.next();
            if (one.endpoint() == endpoint) {
                all.remove();
                return one;
            }
        }
        return null;
    }

    /** Keeps a connection; the one that was idle longest makes room. */
    void put(UpstreamConnection connection) {
        if (idle.size() == limit) {
            idle.removeLast().connection().closeNow();
        }
        idle.addFirst(connection);
    }

    void remove(UpstreamConnection connection) {
        idle.remove(connection);
    }

    void closeAll() {
        for (UpstreamConnection one = idle.pollFirst(); one != null; one = idle.pollFirst()) {
            one.connection().closeNow();
        }
    }
}
