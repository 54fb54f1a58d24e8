package io.sluice.server.upstream;

import io.sluice.server.observe.Metric;
import io.sluice.server.observe.Metrics;
import io.sluice.server.transport.Worker;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;

/** One worker's idle connections to one pool, the most recently used first. Confined to that worker but for {@link #close}. */
final class IdleConnections {
    private final int limit;
    private final Metrics metrics;
    private final Deque<UpstreamConnection> idle = new ArrayDeque<>();

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
        for (Iterator<UpstreamConnection> all = idle.iterator(); all.hasNext(); ) {
            UpstreamConnection one = all.next();
            if (one.endpoint() == endpoint && Objects.equals(one.tlsName(), tlsName)) {
                all.remove();
                taken(one);
                return one;
            }
        }
        return null;
    }

    /** Keeps a connection; the one that was idle longest makes room. */
    void put(UpstreamConnection connection) {
        if (worker == null) {
            worker = connection.connection().worker();
        }
        if (idle.size() == limit) {
            UpstreamConnection oldest = idle.removeLast();
            taken(oldest);
            oldest.connection().closeNow();
        }
        idle.addFirst(connection);
        metrics.inc(Metric.UPSTREAM_IDLE);
        connection.endpoint().keptOne();
    }

    void remove(UpstreamConnection connection) {
        if (idle.remove(connection)) {
            taken(connection);
        }
    }

    /** Closes those to an endpoint that is no longer used, on the worker, soon. From any thread. */
    void close(EndpointState unused) {
        Worker owner = worker;
        if (owner != null) {
            owner.execute(() -> {
                List<UpstreamConnection> some =
                        idle.stream().filter(one -> one.endpoint() == unused).toList();
                some.forEach(one -> {
                    remove(one);
                    one.connection().closeNow();
                });
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
        for (UpstreamConnection one = idle.pollFirst(); one != null; one = idle.pollFirst()) {
            taken(one);
            one.connection().closeNow();
        }
    }

    private void taken(UpstreamConnection connection) {
        metrics.dec(Metric.UPSTREAM_IDLE);
        connection.endpoint().tookOne();
    }
}
