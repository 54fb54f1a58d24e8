package io.sluice.server.upstream;

import io.sluice.server.observe.Metric;
import io.sluice.server.observe.Metrics;
import io.sluice.server.transport.Worker;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * One worker's idle connections to one pool. Confined to that worker but for {@link #close}. They stand in a list by the time at
 * which they became idle, linked through themselves, and with those of the same endpoint: to find one costs the same beside a
 * thousand endpoints as beside none.
 */
final class IdleConnections {
    private final int limit;
    private final Metrics metrics;

    /** The most recently used of each endpoint first. */
    private final Map<EndpointState, ArrayDeque<UpstreamConnection>> byEndpoint = new HashMap<>();

    private UpstreamConnection newest;
    private UpstreamConnection oldest;
    private int size;

    /** Whose they are; null before the first one. */
    private volatile Worker worker;

    IdleConnections(int limit, Metrics metrics) {
        this.limit = limit;
        this.metrics = metrics;
    }

    /**
     * Takes the most recently used connection to this endpoint out, or null.
     *
     * @param tlsName the name by which its TLS must have been asked for; null for none
     */
    UpstreamConnection take(EndpointState endpoint, String tlsName) {
        ArrayDeque<UpstreamConnection> some = byEndpoint.get(endpoint);
        if (some != null) {
            for (UpstreamConnection one : some) {
                if (Objects.equals(one.tlsName(), tlsName)) {
                    remove(one);
                    return one;
                }
            }
        }
        return null;
    }

    /** Keeps a connection; the one that was idle longest makes room. */
    void put(UpstreamConnection connection) {
        if (worker == null) {
            worker = connection.connection().worker();
        }
        if (size == limit) {
            UpstreamConnection longest = oldest;
            remove(longest);
            longest.connection().closeNow();
        }
        byEndpoint
                .computeIfAbsent(connection.endpoint(), endpoint -> new ArrayDeque<>())
                .addFirst(connection);
        connection.older = newest;
        if (newest == null) {
            oldest = connection;
        } else {
            newest.newer = connection;
        }
        newest = connection;
        size++;
        metrics.inc(Metric.UPSTREAM_IDLE);
        connection.endpoint().keptOne();
    }

    /** Takes a connection out, if it is among them. */
    void remove(UpstreamConnection connection) {
        ArrayDeque<UpstreamConnection> some = byEndpoint.get(connection.endpoint());
        if (some == null || !takeOut(some, connection)) {
            return;
        }
        UpstreamConnection older = connection.older;
        UpstreamConnection newer = connection.newer;
        connection.older = null;
        connection.newer = null;
        if (older == null) {
            oldest = newer;
        } else {
            older.newer = newer;
        }
        if (newer == null) {
            newest = older;
        } else {
            newer.older = older;
        }
        size--;
        metrics.dec(Metric.UPSTREAM_IDLE);
        connection.endpoint().tookOne();
    }

    /** From either end at once: those are what exchanges and the limit take. */
    private static boolean takeOut(ArrayDeque<UpstreamConnection> some, UpstreamConnection connection) {
        if (some.peekFirst() == connection) {
            some.removeFirst();
            return true;
        }
        if (some.peekLast() == connection) {
            some.removeLast();
            return true;
        }
        return some.remove(connection);
    }

    /** Closes those to an endpoint that is no longer used, on the worker, soon. From any thread. */
    void close(EndpointState unused) {
        Worker owner = worker;
        if (owner != null) {
            owner.execute(() -> {
                for (UpstreamConnection one : List.copyOf(byEndpoint.getOrDefault(unused, new ArrayDeque<>()))) {
                    remove(one);
                    one.connection().closeNow();
                }
                byEndpoint.remove(unused);
            });
        }
    }

    /** Closes all, on the worker, soon. From any thread. */
    void closeAllSoon() {
        Worker owner = worker;
        if (owner != null) {
            owner.execute(this::closeAll);
        }
    }

    void closeAll() {
        while (oldest != null) {
            UpstreamConnection one = oldest;
            remove(one);
            one.connection().closeNow();
        }
        byEndpoint.clear();
    }
}
