package io.sluice.server.listener;

import io.sluice.api.exchange.TlsView;
import io.sluice.server.config.DrainConfig;
import io.sluice.server.config.ListenerConfig;
import io.sluice.server.config.ServerTlsConfig;
import io.sluice.server.error.ErrorKind;
import io.sluice.server.error.ProxyException;
import io.sluice.server.exchange.ClientSlot;
import io.sluice.server.exchange.Exchange;
import io.sluice.server.exchange.ExchangeContext;
import io.sluice.server.exchange.LiveTunnel;
import io.sluice.server.http.RequestHead;
import io.sluice.server.http.RequestHeadReader;
import io.sluice.server.observe.Metric;
import io.sluice.server.observe.Metrics;
import io.sluice.server.relay.Ending;
import io.sluice.server.tls.ClientCertificateRefusal;
import io.sluice.server.tls.ServerTls;
import io.sluice.server.transport.Connection;
import io.sluice.server.transport.ConnectionHandler;
import io.sluice.server.transport.Deadline;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * A client's connection: waits for a request, reads its head, lends itself to the exchange, and waits for the next.
 * Confined to its worker.
 */
final class ClientConnection extends Clients.Entry implements ConnectionHandler, ClientSlot, LiveConnection {
    /** What the connection is doing, as stub_status counts it. */
    private enum State {
        WAITING,
        READING,
        SERVING,
        CLOSED
    }

    /**
     * How long a new client has for its first request, a TLS handshake included, when no further ones are wanted: it has seen
     * its connection accepted and its request may be on the way.
     */
    private static final long NEWCOMER_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Listener listener;
    private final Connection connection;
    private final InetSocketAddress local;
    private final long number;
    private final Deadline deadline;

    private State state = State.WAITING;
    private TlsView tls;
    private ListenerConfig settings;
    private RequestHeadReader reader;
    private long requests;
    private long acceptedNanos;

    /** When the first byte of the request was read; while it waits, since when. */
    private long startedNanos;

    private Exchange exchange;
    private boolean stopping;

    /** The tunnel that it is; null while it is none. */
    private LiveTunnel tunnel;

    ClientConnection(Listener listener, Connection connection, long number) {
        this.listener = listener;
        this.connection = connection;
        this.local = connection.localAddress();
        this.number = number;
        this.deadline = connection.worker().deadline(this::late);
        configure();
    }

    /** What holds for the next request: the listener may have been given other settings since the last one. */
    @SuppressWarnings("ReferenceEquality") // another configuration's, though it be equal
    private void configure() {
        ListenerConfig now = context().listener();
        if (settings != now) {
            settings = now;
            reader = new RequestHeadReader(now.limits(), now.headRules());
        }
    }

    /** That of this moment; an exchange keeps the one that it began with. */
    private ExchangeContext context() {
        return listener.context();
    }

    void begin() {
        connection.handler(this);
        connection.sendTimeout(settings.timeouts().send().toNanos());
        metrics().inc(Metric.CONNECTIONS_WAITING);
        acceptedNanos = connection.worker().now();
        startedNanos = acceptedNanos;
        deadline.set(settings.timeouts().head().toNanos());
    }

    @Override
    public void onSecured(Connection ignored) {
        tls = ServerTls.view(connection.tls());
        metrics().count(Metric.TLS_HANDSHAKES);
        metrics().time(Metric.TLS_HANDSHAKE_DURATION, connection.worker().now() - acceptedNanos);
        if (connection.tls().reused()) {
            metrics().count(Metric.TLS_HANDSHAKES_RESUMED);
        }
        if (!stopping) {
            deadline.set(settings.timeouts().head().toNanos());
        }
    }

    @Override
    public void onData(Connection ignored, ByteBuffer data) {
        if (state == State.WAITING) {
            configure();
            startedNanos = connection.worker().now();
            enter(State.READING);
            if (requests > 0 || stopping) {
                deadline.set(settings.timeouts().head().toNanos());
            }
        }
        RequestHead head;
        try {
            head = reader.read(data);
        } catch (ProxyException e) {
            refuse(e);
            return;
        }
        if (head != null) {
            serve(head);
        } else if (!reader.begun()) {
            enter(State.WAITING); // an empty line before the request
        }
    }

    private void serve(RequestHead head) {
        startServing();
        ExchangeContext context = context();
        if (!secured() && context.listener().tls().isPresent()) {
            // It came when the listener spoke no TLS: what hosts want of certificates must not be got round.
            Exchange.refuse(
                    context,
                    this,
                    head.requestLine(),
                    startedNanos,
                    new ProxyException(ErrorKind.PLAIN_HTTP, "client sent plain HTTP request to HTTPS port"));
            return;
        }
        Exchange.serve(context, this, head, startedNanos);
    }

    private void refuse(ProxyException why) {
        String partialLine = reader.partialRequestLine();
        reader.reset();
        startServing();
        Exchange.refuse(context(), this, partialLine, startedNanos, why);
    }

    private void startServing() {
        deadline.stop();
        enter(State.SERVING);
        requests++;
    }

    @Override
    public void exchangeBegun(Exchange begun) {
        exchange = begun;
    }

    @Override
    public void exchangeEnded(boolean reusable, Duration keepalive) {
        exchange = null;
        startedNanos = connection.worker().now();
        connection.handler(this);
        if (state == State.CLOSED) {
            return;
        }
        if (!connection.isOpen()) {
            gone(); // its end was told to the exchange
        } else if (reusable && !stopping) {
            enter(State.WAITING);
            deadline.set(keepalive.toNanos());
            connection.sendTimeout(settings.timeouts().send().toNanos());
            connection.resumeRead();
        } else {
            connection.close();
        }
    }

    @Override
    public void onEnd(Connection ignored) {
        if (state == State.READING) {
            left(null);
        } else {
            connection.close();
        }
    }

    @Override
    public void onClosed(Connection ignored, Throwable cause) {
        if (state == State.READING && cause != null) {
            left(cause);
        } else {
            if (cause != null && state == State.WAITING && requests == 0 && handshaking()) {
                metrics().failed(ErrorKind.TLS_HANDSHAKE_FAILED);
                context().errors().handshakeFailed(cause, connection.remoteAddress(), settings.name());
            }
            gone();
        }
    }

    private boolean handshaking() {
        return connection.tls() == null && connection.secured() && !connection.plainOnTls();
    }

    /** Whether it came to a listener that spoke TLS. */
    private boolean secured() {
        return connection.secured();
    }

    /** A request that was begun counts as one, and is logged, however the client went. */
    private void left(Throwable cause) {
        refuse(new ProxyException(
                ErrorKind.CLIENT_CLOSED,
                "client closed connection while its request head was read"
                        + (cause == null ? "" : " (" + cause.getMessage() + ")")));
    }

    private void late() {
        if (state == State.READING) {
            refuse(new ProxyException(ErrorKind.REQUEST_TIMEOUT, "client timed out while its request head was read"));
        } else if (state == State.WAITING) {
            connection.closeNow();
        }
    }

    /** No further request: closes unless an exchange is under way, but for a newcomer's first, which has a moment to come. */
    void stop() {
        stopping = true;
        if (state == State.WAITING) {
            long left = requests > 0 ? 0 : NEWCOMER_NANOS - (connection.worker().now() - acceptedNanos);
            if (left > 0) {
                deadline.set(Math.min(left, settings.timeouts().head().toNanos()));
            } else {
                // Nothing is on its way: a client that does not look at its idle connections holds up nobody.
                connection.closeNow();
            }
        }
    }

    /** No further request where TLS is not spoken as it is to be now. */
    void secureOrStop(boolean wanted) {
        if (secured() != wanted) {
            stop();
        }
    }

    @Override
    public boolean close(int code, String reason) {
        stopping = true;
        if (tunnel != null && tunnel.ending()) {
            return false;
        } else if (tunnel != null) {
            DrainConfig rules = context().drains().rules();
            tunnel.drain(Ending.byCommand(rules, code, reason), Duration.ZERO);
        } else if (exchange != null) {
            exchange.close();
        } else {
            connection.close();
        }
        return true;
    }

    /** Time is up: whatever is under way ends. */
    void abort() {
        connection.reset(new ProxyException(ErrorKind.SHUTTING_DOWN, "still in use at the end of shutdown-timeout"));
    }

    private void gone() {
        if (state != State.CLOSED) {
            enter(State.CLOSED);
            deadline.stop();
            unlink();
            metrics().dec(Metric.CONNECTIONS_ACTIVE);
            if (connection.truncated()) {
                metrics().count(Metric.TLS_TRUNCATIONS);
            }
            metrics().add(Metric.DOWNSTREAM_BYTES_IN, connection.bytesRead());
            metrics().add(Metric.DOWNSTREAM_BYTES_OUT, connection.bytesWritten());
        }
    }

    private void enter(State next) {
        leave();
        state = next;
        if (next == State.WAITING) {
            metrics().inc(Metric.CONNECTIONS_WAITING);
        } else if (next == State.READING) {
            metrics().inc(Metric.CONNECTIONS_READING);
        }
    }

    private void leave() {
        if (state == State.WAITING) {
            metrics().dec(Metric.CONNECTIONS_WAITING);
        } else if (state == State.READING) {
            metrics().dec(Metric.CONNECTIONS_READING);
        }
    }

    private Metrics metrics() {
        return context().metrics();
    }

    @Override
    public Connection connection() {
        return connection;
    }

    @Override
    public InetSocketAddress localAddress() {
        return local;
    }

    @Override
    public TlsView tls() {
        return tls;
    }

    @Override
    public ClientCertificateRefusal certificateRefusal() {
        return ServerTls.refusal(connection.tls());
    }

    @Override
    public ServerTlsConfig negotiated() {
        return ServerTls.parameters(connection.tls());
    }

    @Override
    public long number() {
        return number;
    }

    @Override
    public long requests() {
        return requests;
    }

    @Override
    public boolean stopping() {
        return stopping;
    }

    @Override
    public void tunnel(LiveTunnel now) {
        tunnel = now;
    }

    /** The tunnel that it is; null while it is none. */
    LiveTunnel tunnel() {
        return tunnel;
    }

    @Override
    @SuppressWarnings("ReferenceEquality") // another one, though it be equal
    public boolean outdated(ExchangeContext began) {
        return stopping || began.uses() != context().uses();
    }

    @Override
    public String listener() {
        return context().listener().name();
    }

    @Override
    public Exchange exchange() {
        return exchange;
    }

    @Override
    public long ageNanos() {
        return connection.worker().now() - acceptedNanos;
    }

    @Override
    public long waitingNanos() {
        return state == State.WAITING ? connection.worker().now() - startedNanos : 0;
    }

    @Override
    public boolean mayContinue(ListenerConfig limits) {
        return !stopping
                && requests < limits.keepaliveRequests()
                && !limits.timeouts().keepalive().isZero();
    }
}
