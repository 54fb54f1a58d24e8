package io.sluice.server.upstream;

import io.sluice.api.balance.Endpoint;
import io.sluice.api.balance.LoadBalancer;
import io.sluice.api.balance.Stickiness;
import io.sluice.api.exchange.ExchangeView;
import io.sluice.server.config.UpstreamConfig;
import io.sluice.server.config.UpstreamConfig.Use;
import io.sluice.server.observe.Metrics;
import io.sluice.server.tls.ClientTls;
import io.sluice.server.transport.Worker;
import java.util.List;
import java.util.function.Function;
import java.util.function.LongSupplier;

/** The endpoints of one upstream with their balancer and their idle connections. Immutable but for what is idle. */
public final class Pool {
    private final UpstreamConfig config;
    private final LoadBalancer balancer;
    private final LoadBalancer backups;
    private final IdleConnections[] idle;
    private final Metrics metrics;
    private final ClientTls tls;
    private final Sticky sticky;
    private final List<EndpointState> endpoints;
    private final WaitingLine line;

    /**
     * Builds a pool.
     *
     * @param workers how many workers will use it
     * @param tls how TLS is spoken with the endpoints; null for none
     * @param clock nanoseconds, for failures and recoveries
     * @param balancers makes the balancer of a list of endpoints; called for the ordinary ones and for the backups, never
     *     with an empty list
     * @param stickiness makes what holds clients to endpoints, of all of them; null for nothing
     */
    public Pool(
            UpstreamConfig config,
            int workers,
            Metrics metrics,
            ClientTls tls,
            LongSupplier clock,
            Function<List<Endpoint>, LoadBalancer> balancers,
            Function<List<Endpoint>, Stickiness> stickiness) {
        this.config = config;
        this.tls = tls;
        this.metrics = metrics;
        boolean only = config.servers().size() == 1;
        this.line = new WaitingLine(config.queue().size());
        this.endpoints = config.servers().stream()
                .map(server -> new EndpointState(server, only, config.tunnels(), clock, line::freed))
                .toList();
        List<Endpoint> all = List.copyOf(endpoints);
        this.balancer = balancer(all, false, balancers);
        this.backups = balancer(all, true, balancers);
        Stickiness holds = stickiness == null ? null : stickiness.apply(all);
        this.sticky = holds == null ? null : new Sticky("what makes upstream '" + config.name() + "' sticky", holds);
        this.idle = new IdleConnections[workers];
        for (int i = 0; i < workers; i++) {
            idle[i] = new IdleConnections(config.keepalive(), metrics);
        }
    }

    /** The pool's name. */
    public String name() {
        return config.name();
    }

    /** {@code https} where TLS is spoken with its endpoints, else {@code http}. */
    public String scheme() {
        return tls == null ? "http" : "https";
    }

    /** Whether connections are kept for further exchanges; where not, endpoints are told so. */
    public boolean keepsConnections() {
        return config.keepalive() > 0;
    }

    /**
     * Begins the search for a connection; {@link Dial#begin()} makes the first step.
     *
     * @param attempts how it may go from endpoint to endpoint
     */
    public Dial dial(Worker worker, ExchangeView exchange, Attempts attempts, Tries tries, DialListener listener) {
        return new Dial(this, worker, exchange, attempts, tries, listener);
    }

    /** Closes this worker's idle connections. On that worker. */
    public void closeIdle(Worker worker) {
        idle(worker).closeAll();
    }

    /** How TLS is spoken; null for none. */
    ClientTls tls() {
        return tls;
    }

    UpstreamConfig config() {
        return config;
    }

    /** Ranks the ordinary endpoints; null when all are backups. */
    LoadBalancer balancer() {
        return balancer;
    }

    /** Ranks the backups; null when there are none. */
    LoadBalancer backups() {
        return backups;
    }

    /** What holds clients to endpoints; null for nothing. */
    Sticky sticky() {
        return sticky;
    }

    /** How many endpoints are not down. */
    int usable() {
        int count = 0;
        for (int i = 0; i < endpoints.size(); i++) {
            count += endpoints.get(i).down() ? 0 : 1;
        }
        return count;
    }

    /** Whether one could be used if it were not full. */
    boolean full() {
        return endpoints.stream().anyMatch(one -> one.use() == Use.UP && one.healthy() && one.full());
    }

    /** Whether one can be used. */
    boolean available() {
        return endpoints.stream().anyMatch(EndpointState::available);
    }

    /** Where searches wait for a place. */
    WaitingLine line() {
        return line;
    }

    IdleConnections idle(Worker worker) {
        return idle[worker.index()];
    }

    Metrics metrics() {
        return metrics;
    }

    private static LoadBalancer balancer(
            List<Endpoint> all, boolean backup, Function<List<Endpoint>, LoadBalancer> balancers) {
        List<Endpoint> some = all.stream().filter(e -> e.backup() == backup).toList();
        return some.isEmpty() ? null : balancers.apply(some);
    }
}
