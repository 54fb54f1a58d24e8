package io.sluice.server.upstream;

import io.sluice.api.balance.Endpoint;
import io.sluice.api.balance.LoadBalancer;
import io.sluice.api.exchange.AddressText;
import io.sluice.api.exchange.ExchangeView;
import io.sluice.server.config.NextUpstreamConfig.Condition;
import io.sluice.server.error.ErrorKind;
import io.sluice.server.error.ProxyException;
import io.sluice.server.http.Fields;
import io.sluice.server.observe.Metric;
import io.sluice.server.tls.ClientTls;
import io.sluice.server.transport.ConnectCallback;
import io.sluice.server.transport.Connection;
import io.sluice.server.transport.Deadline;
import io.sluice.server.transport.Worker;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;

/**
 * The search for a connection for one exchange: endpoints as the balancer ranks them, each at most once, backups after all
 * others; before them all, those that the exchange is held to. Confined to the exchange's worker.
 */
public final class Dial {
    private static final int LOOKS = 2;

    private final Pool pool;
    private final Worker worker;
    private final ExchangeView exchange;
    private final Attempts attempts;
    private final long startedAt;
    private final Tries tries;
    private final DialListener listener;

    private EndpointList endpoints;
    private List<Endpoint> held;
    private int heldTried;
    private Iterator<Endpoint> ranked;
    private boolean backups;
    private EndpointState first;
    private Set<EndpointState> more = Set.of();
    private EndpointState current;
    private boolean reused;
    private int skipped;
    private int left;
    private Connection connecting;
    private Deadline waiting;
    private final Runnable wake;
    private boolean cancelled;

    Dial(Pool pool, Worker worker, ExchangeView exchange, Attempts attempts, Tries tries, DialListener listener) {
        this.pool = pool;
        this.worker = worker;
        this.exchange = exchange;
        this.attempts = attempts;
        this.startedAt = worker.now();
        this.tries = tries;
        this.listener = listener;
        this.wake = () -> worker.execute(() -> woken(LOOKS));
    }

    /** Makes the first step; the listener is told how it went, now or later. */
    public void begin() {
        if (pool.unknown()) {
            pool.find(worker, this::found, this::notFound);
        } else {
            found();
        }
    }

    private void found() {
        if (!cancelled) {
            endpoints = pool.endpoints();
            left = attempts.tries(endpoints.usable());
            next(null);
        }
    }

    private void notFound(String why) {
        if (!cancelled) {
            listener.onExhausted(new ProxyException(ErrorKind.NO_ENDPOINT, why));
        }
    }

    /** A failure that ends the search is told as that alone, so that it is not logged twice. */
    private void next(ProxyException failed) {
        EndpointState endpoint;
        try {
            endpoint = choose();
        } catch (ProxyException e) {
            tell(failed);
            listener.onExhausted(e);
            return;
        }
        tell(failed);
        if (endpoint != null) {
            attempt(endpoint);
        } else if (first != null || !endpoints.full() || !pool.line().join(wake)) {
            // who has failed at one does not wait for another: it would be woken for places that it cannot use
            none("");
        } else {
            await();
        }
    }

    private void none(String more) {
        tries.none(pool.name());
        listener.onExhausted(
                new ProxyException(ErrorKind.NO_ENDPOINT, "no live upstreams while connecting to upstream" + more));
    }

    // ---- where all are full: wait for a place

    private void await() {
        pool.metrics().inc(Metric.UPSTREAM_WAITING);
        waiting = worker.deadline(this::waitedTooLong);
        waiting.set(pool.config().queue().timeout().toNanos());
        if (endpoints.available()) {
            pool.line().freed(); // a place may have become free just before this search came into the line
        }
    }

    /** There may be a place. {@code looks} bounds how often this looks again when others were quicker. */
    private void woken(int looks) {
        if (waiting == null) {
            pool.line().freed(); // too late for this one
            return;
        }
        rankAnew();
        EndpointState endpoint;
        try {
            endpoint = choose();
        } catch (ProxyException e) {
            stopWaiting();
            listener.onExhausted(e);
            return;
        }
        if (endpoint != null) {
            stopWaiting();
            attempt(endpoint);
        } else if (!pool.line().rejoin(wake)) {
            stopWaiting();
            none("");
        } else if (looks > 0 && endpoints.available() && pool.line().leave(wake)) {
            worker.execute(() -> woken(looks - 1));
        }
    }

    private void waitedTooLong() {
        stopWaiting();
        none(": all were full for " + pool.config().queue().timeout().toMillis() + " ms");
    }

    private void stopWaiting() {
        pool.line().leave(wake);
        waiting.stop();
        waiting = null;
        pool.metrics().dec(Metric.UPSTREAM_WAITING);
    }

    private void tell(ProxyException failed) {
        if (failed != null) {
            listener.onTryFailed(failed);
        }
    }

    /**
     * Whether, if the endpoint's answer is given up for this reason, another one would be asked. As in nginx, an answer is
     * not given up for the mere hope that there is one.
     */
    public boolean wouldGoOn(Condition why) {
        return left > 1 && attempts.allow(why, true, worker.now() - startedAt);
    }

    /** The head of an answer has come from the endpoint, and is not given up. */
    public void answered() {
        if (current.succeeded()) {
            listener.onNotice("upstream server is used again");
        }
    }

    /** The endpoint answered, but that is given up: another one is asked. {@link #wouldGoOn} must hold. */
    public void refused(Condition why) {
        if (why.endpointsFault()) {
            blame("reading response header from upstream");
        } else {
            answered();
        }
        left--;
        next(null);
    }

    /**
     * The connection broke, or brought nothing that is an answer: goes on where that is allowed. A connection that had been
     * idle may have been closed by the endpoint at that moment, which says nothing against the endpoint: it is asked once
     * more, through a new one.
     */
    public void failed(Condition condition, ProxyException why) {
        if (reused && condition == Condition.ERROR && attempts.harmless() && current.acquire(true)) {
            listener.onTryFailed(why);
            note(current);
            connect(current);
        } else {
            failed(condition, why, true, "reading response header from upstream");
        }
    }

    private void failed(Condition condition, ProxyException why, boolean sent, String phase) {
        blame(phase);
        left--;
        if (left > 0 && attempts.allow(condition, sent, worker.now() - startedAt)) {
            next(why);
        } else {
            listener.onExhausted(why);
        }
    }

    private void blame(String phase) {
        if (current.failed()) {
            listener.onNotice("upstream server temporarily disabled while " + phase);
        }
    }

    /** The exchange has ended: a connection that is being made is given up. */
    public void cancel() {
        cancelled = true;
        if (waiting != null) {
            stopWaiting();
        }
        if (connecting != null) {
            tries.cancelled(worker.now());
            connecting.closeNow();
        }
    }

    private void attempt(EndpointState endpoint) {
        current = endpoint;
        note(endpoint);
        UpstreamConnection idle = pool.idle(worker).take(endpoint, tlsName(endpoint));
        reused = idle != null;
        if (reused) {
            idle.reuse();
            tries.connected(worker.now(), true);
            pool.metrics().count(Metric.UPSTREAM_REUSES);
            listener.onConnected(idle);
        } else {
            connect(endpoint);
        }
    }

    private void note(EndpointState endpoint) {
        tries.begin(address(endpoint), endpoint.times(), worker.now());
        pool.metrics().count(Metric.UPSTREAM_TRIES);
    }

    private void connect(EndpointState endpoint) {
        reused = false;
        String tlsName = tlsName(endpoint);
        SSLEngine engine = tlsName == null ? null : pool.tls().engine(tlsName, endpoint.address());
        connecting = worker.connect(
                endpoint.address(),
                pool.config().soKeepalive(),
                attempts.connectNanos(),
                engine,
                new Attempt(endpoint, tlsName));
    }

    /** The name by which TLS is asked for; null without TLS. */
    private String tlsName(EndpointState endpoint) {
        return pool.config().tls().isEmpty()
                ? null
                : pool.config()
                        .tls()
                        .get()
                        .serverName()
                        .map(name -> name.text(exchange))
                        .orElseGet(endpoint::host);
    }

    /**
     * Holds the client to the endpoint that has answered, where the pool is sticky and the exchange was not held to it.
     *
     * @param fields those that go to the client
     * @throws ProxyException of kind {@link ErrorKind#PLUGIN_FAILURE}
     */
    public void hold(Fields fields) {
        if (endpoints.sticky() != null && !held.contains(current)) {
            endpoints.sticky().hold(current, fields, exchange);
        }
    }

    /** The first endpoint that the exchange is held to and that can be used, backup or not; null where there is none. */
    private EndpointState chooseHeld() {
        if (held == null) {
            held = endpoints.sticky() == null ? List.of() : endpoints.sticky().heldTo(exchange);
        }
        while (heldTried < held.size()) {
            if (held.get(heldTried++) instanceof EndpointState state && !tried(state) && state.acquire(true)) {
                return remember(state);
            }
        }
        return null;
    }

    @SuppressWarnings("ReferenceEquality") // another list, though its endpoints be the same
    private EndpointState choose() {
        EndpointState before = chooseHeld();
        if (before != null) {
            return before;
        }
        while (true) {
            Endpoint endpoint = rank();
            if (endpoint == null) {
                if (!backups && endpoints.backups() != null) {
                    backups = true;
                    ranked = null;
                } else if (endpoints != pool.endpoints()) {
                    rankAnew(); // what is left may have come since
                } else {
                    return null;
                }
            } else if (endpoint instanceof EndpointState state && !tried(state) && state.acquire(false)) {
                return remember(state);
            } else if (++skipped > endpoints.all().size()) {
                throw failure("it ranks endpoints of others, or the same ones again", null);
            }
        }
    }

    private void rankAnew() {
        endpoints = pool.endpoints();
        ranked = null;
        backups = false;
        skipped = 0;
    }

    private Endpoint rank() {
        try {
            if (ranked == null) {
                LoadBalancer balancer = backups ? endpoints.backups() : endpoints.balancer();
                if (balancer == null) {
                    return null;
                }
                ranked = balancer.rank(exchange);
            }
            return ranked.hasNext() ? ranked.next() : null;
        } catch (VirtualMachineError e) {
            throw e;
        } catch (Throwable e) {
            throw failure(e.toString(), e);
        }
    }

    private ProxyException failure(String what, Throwable cause) {
        return new ProxyException(
                ErrorKind.PLUGIN_FAILURE,
                "strategy '" + pool.config().strategy() + "' of upstream '"
                        + pool.config().name() + "' failed: " + what,
                cause);
    }

    private boolean tried(EndpointState endpoint) {
        return endpoint == first || more.contains(endpoint);
    }

    /** Most exchanges try one endpoint, so that needs no set. */
    private EndpointState remember(EndpointState endpoint) {
        if (first == null) {
            first = endpoint;
        } else {
            if (more.isEmpty()) {
                more = new HashSet<>();
            }
            more.add(endpoint);
        }
        return endpoint;
    }

    static String address(Endpoint endpoint) {
        InetSocketAddress address = endpoint.address();
        String host = AddressText.of(address.getAddress());
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + address.getPort();
    }

    private final class Attempt implements ConnectCallback {
        private final EndpointState endpoint;
        private final String tlsName;
        private final long startedAt = System.nanoTime();

        Attempt(EndpointState endpoint, String tlsName) {
            this.endpoint = endpoint;
            this.tlsName = tlsName;
        }

        @Override
        public void onConnected(Connection connection) {
            connecting = null;
            UpstreamConnection upstream = new UpstreamConnection(pool, endpoint, tlsName, connection);
            if (cancelled) {
                connection.handler(upstream);
                upstream.close();
                return;
            }
            tries.connected(worker.now(), false);
            pool.metrics().count(Metric.UPSTREAM_CONNECTS);
            pool.metrics().time(Metric.UPSTREAM_CONNECT_DURATION, System.nanoTime() - startedAt);
            listener.onConnected(upstream);
        }

        @Override
        public void onFailed(IOException cause) {
            connecting = null;
            endpoint.released();
            if (cancelled) {
                return;
            }
            ProxyException why = why(cause);
            pool.metrics().count(Metric.UPSTREAM_CONNECT_FAILURES);
            tries.end(why.kind().status(), 0, 0, worker.now());
            failed(
                    cause instanceof SocketTimeoutException ? Condition.TIMEOUT : Condition.ERROR,
                    why,
                    false,
                    cause instanceof SSLException ? "SSL handshaking to upstream" : "connecting to upstream");
        }

        private static ProxyException why(IOException cause) {
            if (cause instanceof SocketTimeoutException) {
                return new ProxyException(ErrorKind.CONNECT_TIMEOUT, "upstream timed out while connecting");
            }
            return cause instanceof SSLException
                    ? new ProxyException(
                            ErrorKind.UPSTREAM_TLS_FAILED,
                            ClientTls.reason(cause) + " while SSL handshaking to upstream")
                    : new ProxyException(
                            ErrorKind.CONNECT_FAILED, cause.getMessage() + " while connecting to upstream");
        }
    }
}
