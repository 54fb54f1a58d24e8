package io.sluice.server.upstream;

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
import java.net.SocketTimeoutException;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;

/**
 * The search for a connection for one exchange: from endpoint to endpoint as {@link Choice} names them, until one answers or no
 * other may be asked. Confined to the exchange's worker.
 */
public final class Dial {
    private static final int LOOKS = 2;
    private static final int UNKNOWN = -1;

    /** How often the first of those who wait looks for a place of which nobody tells. */
    private static final long LOOK_NANOS = 250_000_000;

    private final Pool pool;
    private final Worker worker;
    private final ExchangeView exchange;
    private final Attempts attempts;
    private final long startedAt;
    private final Tries tries;
    private final DialListener listener;

    private Choice choice;
    private EndpointState current;
    private boolean reused;

    /** How many more may be asked, the one that is being asked included; {@link #UNKNOWN} until that matters. */
    private int left;

    private Connection connecting;
    private Deadline waiting;
    private long waitsUntil;
    private Runnable wake;
    private boolean cancelled;

    Dial(Pool pool, Worker worker, ExchangeView exchange, Attempts attempts, Tries tries, DialListener listener) {
        this.pool = pool;
        this.worker = worker;
        this.exchange = exchange;
        this.attempts = attempts;
        this.startedAt = worker.now();
        this.tries = tries;
        this.listener = listener;
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
            choice = new Choice(pool, exchange);
            left = UNKNOWN;
            if (pool.line().length() > 0 && choice.endpoints().mayServe()) {
                queue(); // behind those who came before
            } else {
                next(null);
            }
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
            endpoint = choice.next();
        } catch (ProxyException e) {
            tell(failed);
            listener.onExhausted(e);
            return;
        }
        tell(failed);
        if (endpoint != null) {
            attempt(endpoint);
        } else if (pool.line().exists() && choice.endpoints().full()) {
            choice.forget(); // a place at any endpoint is of use when it comes
            queue();
        } else {
            none("");
        }
    }

    private void none(String more) {
        tries.none(pool.name());
        listener.onExhausted(
                choice.endpoints().withdrawn()
                        ? new ProxyException(
                                ErrorKind.ENDPOINTS_WITHDRAWN, "all upstreams are down or draining by command")
                        : new ProxyException(
                                ErrorKind.NO_ENDPOINT, "no live upstreams while connecting to upstream" + more));
    }

    // ---- where all are full: wait for a place

    private void queue() {
        wake = () -> worker.execute(() -> woken(LOOKS));
        if (!pool.line().join(wake)) {
            none(": all are full, and so is the queue");
            return;
        }
        pool.metrics().inc(Metric.UPSTREAM_WAITING);
        waitsUntil = worker.now() + pool.config().queue().timeout().toNanos();
        waiting = worker.deadline(this::look);
        look();
    }

    /**
     * A place may have become free just before this search came into the line; and not all that makes one free wakes those who
     * wait: the end of a fail-timeout is nobody's event.
     */
    private void look() {
        long left = waitsUntil - worker.now();
        if (left <= 0) {
            stopWaiting();
            none(": all were full for " + pool.config().queue().timeout().toMillis() + " ms");
            return;
        }
        waiting.set(Math.min(left, LOOK_NANOS));
        if (pool.line().first(wake) && pool.endpoints().available()) {
            pool.line().freed();
        }
    }

    /** There may be a place. {@code looks} bounds how often this looks again when others were quicker. */
    private void woken(int looks) {
        if (waiting == null) {
            pool.line().freed(); // too late for this one
            return;
        }
        choice.anew();
        EndpointState endpoint;
        try {
            endpoint = choice.next();
        } catch (ProxyException e) {
            stopWaiting();
            listener.onExhausted(e);
            return;
        }
        if (endpoint != null) {
            stopWaiting();
            attempt(endpoint);
            if (choice.endpoints().available()) {
                pool.line().freed(); // there is a place for the next one, too
            }
        } else {
            pool.line().again(wake);
            if (looks > 0 && choice.endpoints().available() && pool.line().take(wake)) {
                worker.execute(() -> woken(looks - 1));
            }
        }
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
        return attempts.allow(why, true, worker.now() - startedAt) && left() > 1;
    }

    /**
     * Most exchanges are served by the first that is asked: not all endpoints are counted for them. That one counts among those
     * that may be asked, though it may have been taken out of use meanwhile.
     */
    private int left() {
        if (left == UNKNOWN) {
            left = attempts.tries(choice.endpoints().usable() + (current.down() ? 1 : 0));
        }
        return left;
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
            current.lastFailure("answered with " + why.word());
            blame("reading response header from upstream");
        } else {
            answered();
        }
        left = left() - 1;
        next(null);
    }

    /**
     * The connection broke, or brought nothing that is an answer: goes on where that is allowed. A connection that had been
     * idle may have been closed by the endpoint at that moment, which says nothing against the endpoint: it is asked once
     * more, through a new one, if the request can be sent again; and no failure is counted in any case.
     */
    public void failed(Condition condition, ProxyException why) {
        if (reused && condition == Condition.ERROR && attempts.harmless() && current.acquire(true)) {
            listener.onTryFailed(why);
            note(current);
            connect(current);
        } else {
            failed(
                    condition,
                    why,
                    true,
                    reused && condition == Condition.ERROR ? "" : "reading response header from upstream");
        }
    }

    /** {@code phase} is empty where the endpoint is not to blame. */
    private void failed(Condition condition, ProxyException why, boolean sent, String phase) {
        if (!phase.isEmpty()) {
            current.lastFailure(why.getMessage());
            blame(phase);
        }
        left = left() - 1;
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
        tries.begin(endpoint.addressText(), endpoint.times(), worker.now());
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
        choice.hold(current, fields);
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
