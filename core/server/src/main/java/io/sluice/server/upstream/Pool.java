package io.sluice.server.upstream;

import io.sluice.api.balance.Changes;
import io.sluice.api.balance.Endpoint;
import io.sluice.api.balance.LoadBalancer;
import io.sluice.api.balance.Stickiness;
import io.sluice.api.exchange.ExchangeView;
import io.sluice.api.status.EndpointView;
import io.sluice.api.status.UpstreamView;
import io.sluice.server.config.TunnelRules;
import io.sluice.server.config.UpstreamConfig;
import io.sluice.server.config.UpstreamConfig.Server;
import io.sluice.server.config.UpstreamConfig.Use;
import io.sluice.server.health.HealthMonitor;
import io.sluice.server.observe.Metric;
import io.sluice.server.observe.Metrics;
import io.sluice.server.resolve.Found;
import io.sluice.server.resolve.Resolver;
import io.sluice.server.tls.ClientTls;
import io.sluice.server.transport.Worker;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The endpoints of one upstream with their balancer and their idle connections. Thread-safe. The list of endpoints may be
 * replaced by another one, on the resolver's thread: an exchange keeps to the one that it began with as long as that has
 * an endpoint for it; tunnels fare as the rules for endpoints that are removed say.
 */
public final class Pool {
    private static final Logger log = LoggerFactory.getLogger(Pool.class);

    private final UpstreamConfig config;
    private final IdleConnections[] idle;
    private final Metrics metrics;
    private final WaitingLine line;

    /** What balancers are told; the same for all pools that follow each other, as endpoints go from one to the next. */
    private final Changes changes;

    private final EndpointList.Makers makers;
    private final Map<Server, List<Found>> found;
    private final List<Runnable> watches = new ArrayList<>();
    private HostQuery query;

    /** Null for none. Made anew with each configuration. */
    private volatile ClientTls tls;

    private volatile boolean retired;

    /** What may be taken over from the pool before this one. */
    private final Inheritance inherited;

    /** Null where health is not checked. */
    private volatile HealthMonitor health;

    private volatile EndpointList endpoints = EndpointList.EMPTY;

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
        this(config, workers, metrics, tls, clock, balancers, stickiness, null, null);
    }

    /**
     * The same, to follow another one that had other settings: endpoints that stay, by their addresses, go on with what they
     * serve and how they have fared, and who waits for a place goes on waiting. Nothing changes for {@code before} until
     * {@link #begin()}.
     */
    public Pool(
            UpstreamConfig config,
            int workers,
            Metrics metrics,
            ClientTls tls,
            LongSupplier clock,
            Function<List<Endpoint>, LoadBalancer> balancers,
            Function<List<Endpoint>, Stickiness> stickiness,
            Pool before) {
        this(config, workers, metrics, tls, clock, balancers, stickiness, null, before);
    }

    /** The same without another one; {@code query} finds the addresses of its only server, null where they are known. */
    Pool(
            UpstreamConfig config,
            int workers,
            Metrics metrics,
            ClientTls tls,
            LongSupplier clock,
            Function<List<Endpoint>, LoadBalancer> balancers,
            Function<List<Endpoint>, Stickiness> stickiness,
            HostQuery query) {
        this(config, workers, metrics, tls, clock, balancers, stickiness, query, null);
    }

    private Pool(
            UpstreamConfig config,
            int workers,
            Metrics metrics,
            ClientTls tls,
            LongSupplier clock,
            Function<List<Endpoint>, LoadBalancer> balancers,
            Function<List<Endpoint>, Stickiness> stickiness,
            HostQuery query,
            Pool before) {
        this.query = query;
        this.config = config;
        this.tls = tls;
        this.metrics = metrics;
        this.line = before == null ? new WaitingLine(config.queue().size()) : before.line;
        this.changes = before == null ? new Changes(clock) : before.changes;
        this.inherited =
                before == null ? Inheritance.none() : Inheritance.of(before.config, before.found, before.states());
        boolean named = config.servers().stream().anyMatch(Server::named);
        this.makers = new EndpointList.Makers(
                config.name(),
                served -> inherited
                        .endpoint(served)
                        .orElseGet(() -> new EndpointState(served, config.tunnels(), changes, line::freed)),
                balancers,
                stickiness);
        this.idle = new IdleConnections[workers];
        for (int i = 0; i < workers; i++) {
            idle[i] = new IdleConnections(config.keepalive(), metrics);
        }
        this.found = named ? Collections.synchronizedMap(new IdentityHashMap<>()) : Map.of();
        inherited.names(config, found);
        endpoints = makers.list(endpoints, served());
        if (before == null) {
            endpoints.begin(); // nobody else has them
        }
        if (named && query == null && endpoints.all().isEmpty()) { // settings are refused at the start all the same
            makers.list(
                    EndpointList.EMPTY,
                    config.servers().stream().map(NamedServers::standIn).toList());
        }
    }

    /** It is in force from now on. To be called once, and not for the pool of one exchange. */
    public void begin() {
        line.capacity(config.queue().size());
        endpoints.begin().all().forEach(endpoint -> endpoint.begin(config.tunnels(), health != null));
        inherited.over();
    }

    /** Names are resolved and health is checked no longer: another pool will see to that, or none. */
    public void unwatch() {
        watches.forEach(Runnable::run);
        watches.clear();
        if (health != null) {
            health.close();
        }
    }

    /**
     * It is no longer in force: it keeps no connections for further exchanges. The tunnels of endpoints that the next one has
     * not fare as that one's rules say; where there is none, as its own do. Exchanges that began before are served. After
     * {@link #unwatch()}; thread-safe.
     *
     * @param next what is in force in its place; null for none
     */
    public void retire(Pool next) {
        retired = true;
        for (IdleConnections some : idle) {
            some.closeAllSoon();
        }
        TunnelRules rules = next == null ? config.tunnels() : next.config.tunnels();
        gone(next).forEach(endpoint -> endpoint.retire(rules));
    }

    private List<EndpointState> gone(Pool next) {
        List<EndpointState> stay = next == null ? List.of() : next.states();
        return states().stream()
                .filter(one -> stay.stream().noneMatch(one::sharesLoad))
                .toList();
    }

    /** How many of its endpoints another one, which follows it, has not. Thread-safe. */
    public int without(Pool next) {
        return gone(next).size();
    }

    /** Whether another one is in force in its place. */
    boolean retired() {
        return retired;
    }

    /** New connections speak TLS so; only where it speaks TLS. Thread-safe. */
    public void secure(ClientTls renewed) {
        tls = renewed;
    }

    /** Routes of these names may lead here before {@link #endTunnelsWithout} tells of them. By the thread that calls that. */
    public void expectTunnelsOf(Set<String> routes) {
        states().forEach(endpoint -> endpoint.tunnels().expect(routes));
    }

    /**
     * Ends tunnels to which none of all routes leads any longer, as the rules say of endpoints that are removed, and keeps
     * those to whose end it has not come when their route is back. By one thread at a time.
     */
    public void endTunnelsWithout(Set<String> routes) {
        states().forEach(endpoint -> endpoint.tunnels().endWithout(routes));
    }

    /** Has the names among its servers resolved from the resolver's start on. */
    public void watch(Resolver resolver) {
        for (Server line : config.servers()) {
            if (line.named()) {
                watches.add(resolver.watch(
                        NamedServers.question(line), "upstream \"" + name() + "\"", now -> replace(line, now)));
            }
        }
    }

    /** Has the health of its endpoints checked, those included that come later. Before traffic, and before names are resolved. */
    public void watch(HealthMonitor monitor) {
        health = monitor;
        endpoints.all().forEach(monitor::watch);
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

    /** Its endpoints as they are now. Thread-safe; not for the data path. */
    public UpstreamView view() {
        return PoolViews.of(name(), line, states());
    }

    /**
     * Marks endpoints as an operator wants them used, until they leave the list; what becomes of tunnels is as the upstream's
     * rules say. Checks of health and failures go on to count beside it. Thread-safe.
     *
     * @param nameOrAddress the address of one, {@code host:port}, or a name that several may share
     * @return what they are now; empty where none has this name or address
     */
    public List<EndpointView> mark(String nameOrAddress, Use use) {
        List<EndpointState> meant = states().stream()
                .filter(one ->
                        one.name().equals(nameOrAddress) || one.addressText().equals(nameOrAddress))
                .toList();
        for (EndpointState one : meant) {
            one.use(use);
            if (use == Use.DOWN) {
                closeIdle(one);
            }
        }
        return meant.stream().map(PoolViews::of).toList();
    }

    private List<EndpointState> states() {
        return endpoints.all();
    }

    /** How TLS is spoken; null for none. */
    public ClientTls tls() {
        return tls;
    }

    UpstreamConfig config() {
        return config;
    }

    /** Whether its endpoints must be found before it can be used: {@link #find}. */
    boolean unknown() {
        return query != null;
    }

    /** Finds the endpoints; then tells that they are known, or why they are not. On the worker of its only exchange. */
    void find(Worker worker, Runnable done, Consumer<String> failed) {
        Server host = config.servers().get(0);
        query.ask(
                worker,
                addresses -> {
                    query = null;
                    found.put(
                            host,
                            addresses.stream()
                                    .map(address -> new Found(address, 0, 0, 0, name()))
                                    .toList());
                    endpoints = makers.list(endpoints, served()).begin();
                    done.run();
                },
                failed);
    }

    /** The endpoints now. */
    EndpointList endpoints() {
        return endpoints;
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

    /** What a name leads to has changed. On the resolver's thread. */
    void replace(Server line, List<Found> now) {
        List<Found> before = found.put(line, now);
        EndpointList old = endpoints;
        EndpointList changed;
        try {
            changed = makers.list(endpoints, served());
        } catch (RuntimeException | LinkageError e) {
            found.put(line, before);
            throw e;
        }
        List<EndpointState> come = changed.without(old);
        if (health != null) {
            come.forEach(health::watch); // before any exchange sees them
        }
        endpoints = changed.begin();
        metrics.count(Metric.UPSTREAM_LIST_CHANGES);
        List<EndpointState> gone = old.without(changed);
        log.info("upstream \"{}\":{}{}", name(), EndpointList.text(" +", come), EndpointList.text(" -", gone));
        gone.forEach(this::remove);
        this.line.freed(); // who waits for a place may find one at a new endpoint
    }

    private List<Served> served() {
        return config.servers().stream()
                .flatMap(line -> line.named()
                        ? NamedServers.of(line, found.getOrDefault(line, List.of())).stream()
                        : Stream.of(Served.of(line)))
                .toList();
    }

    private void remove(EndpointState endpoint) {
        if (health != null) {
            health.unwatch(endpoint);
        }
        endpoint.remove();
        closeIdle(endpoint);
    }

    private void closeIdle(EndpointState endpoint) {
        for (IdleConnections some : idle) {
            some.close(endpoint);
        }
    }
}
