package io.sluice.server.observe;

import io.sluice.api.exchange.ExchangeView;
import io.sluice.server.error.ErrorKind;
import io.sluice.server.error.ProxyException;
import java.net.InetSocketAddress;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells failed exchanges in the application's log, with nginx's words in nginx's order:
 *
 * <pre>{@code
 * connect-failed: Connection refused, client: 192.0.2.1, server: example.com, request: "GET / HTTP/1.1",
 *     upstream: "http://10.0.0.1:8080", host: "example.com"
 * }</pre>
 *
 * <p>At most {@value #PER_SECOND} of one kind are told in a second; the next one that is told says how many were not. So
 * neither a dead back end nor a hostile client can fill the disk. What a client brings about is told at level info, a
 * fault of Sluice or of a plugin with its stack trace: {@link ErrorLogFilter} tells nginx's levels apart by that.
 *
 * <p>Thread-safe, for workers: it does not wait as long as the logging configuration hands over to another thread, as
 * the one that is shipped does.
 */
public final class ErrorLog {
    static final int PER_SECOND = 10;

    private static final Logger LOG = LoggerFactory.getLogger(ErrorLog.class);

    private final LongSupplier nanoTime;
    private final Metrics metrics;
    private final Allowance notices = new Allowance(PER_SECOND);
    private final Allowance violations = new Allowance(PER_SECOND);
    private final Map<ErrorKind, Allowance> allowances = new EnumMap<>(ErrorKind.class);

    /** A log on the system's clock. */
    public ErrorLog(Metrics metrics) {
        this(metrics, System::nanoTime);
    }

    ErrorLog(Metrics metrics, LongSupplier nanoTime) {
        this.metrics = metrics;
        this.nanoTime = nanoTime;
        for (ErrorKind kind : ErrorKind.values()) {
            allowances.put(kind, new Allowance(PER_SECOND));
        }
    }

    /**
     * Tells of a client whose TLS handshake failed, or counts it as not told.
     *
     * @param listener the name of the listener
     */
    public void handshakeFailed(Throwable cause, InetSocketAddress client, String listener) {
        ErrorKind kind = ErrorKind.TLS_HANDSHAKE_FAILED;
        long untold = allowances.get(kind).take(nanoTime.getAsLong());
        if (untold < 0) {
            metrics.count(Metric.ERROR_LOG_SUPPRESSED);
            return;
        }
        LOG.info(ErrorLine.ofHandshake(kind, cause, client.getAddress(), listener, untold));
    }

    /** Tells of an endpoint whose state has changed with this exchange, or counts that as not told. */
    public void notice(String what, ExchangeView exchange) {
        String line = line(notices, "endpoint-state", what, exchange);
        if (line != null) {
            LOG.warn(line);
        }
    }

    /** Tells of a side of the exchange's tunnel that broke the rules of frames, or counts that as not told. */
    public void violated(String what, ExchangeView exchange) {
        String line = line(violations, "frame-violation", what, exchange);
        if (line != null) {
            LOG.info(line);
        }
    }

    private String line(Allowance allowance, String id, String what, ExchangeView exchange) {
        long untold = allowance.take(nanoTime.getAsLong());
        if (untold < 0) {
            metrics.count(Metric.ERROR_LOG_SUPPRESSED);
            return null;
        }
        return ErrorLine.of(id, what, exchange, untold);
    }

    /** Tells the failure, or counts it as not told. */
    public void failed(ProxyException failure, ExchangeView exchange) {
        ErrorKind kind = failure.kind();
        long untold = allowances.get(kind).take(nanoTime.getAsLong());
        if (untold < 0) {
            metrics.count(Metric.ERROR_LOG_SUPPRESSED);
            return;
        }
        String message = ErrorLine.of(kind.id(), failure.getMessage(), exchange, untold);
        switch (kind) {
            case INTERNAL, PLUGIN_FAILURE -> LOG.error(message, failure.getCause());
            case NO_ROUTE, TUNNEL_IDLE, PING_TIMEOUT, TUNNEL_DRAINED, TUNNEL_CLOSED, ENDPOINT_GONE, SHUTTING_DOWN ->
                LOG.info(message);
            case TOO_MANY_CONNECTIONS -> LOG.warn(message);
            default -> {
                if (kind.side() == ErrorKind.Side.DOWNSTREAM) {
                    LOG.info(message);
                } else {
                    LOG.error(message);
                }
            }
        }
    }
}
