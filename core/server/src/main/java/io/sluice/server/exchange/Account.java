package io.sluice.server.exchange;

import io.sluice.api.accesslog.AccessLogEntry;
import io.sluice.api.exchange.TunnelView.Side;
import io.sluice.server.error.ProxyException;
import io.sluice.server.observe.AccessLogs;
import io.sluice.server.observe.EndpointTraffic;
import io.sluice.server.observe.ErrorLog;
import io.sluice.server.observe.Metric;
import io.sluice.server.observe.Metrics;
import io.sluice.server.observe.RouteFigures;
import io.sluice.server.observe.TunnelEnding;

/**
 * What one exchange comes to in figures and logs: each thing is counted once, under the route that the exchange has found
 * first, and answered under the one that it has at its end. On the exchange's worker.
 */
final class Account {
    private final ExchangeRecord record;
    private final Metrics metrics;
    private final ErrorLog errors;
    private final AccessLogs logs;
    private final Uses uses;
    private RouteFigures route;
    private RoutePlan plan;
    private boolean requested;

    /** Of an exchange that begins. */
    Account(ExchangeContext context, ExchangeRecord record) {
        this.record = record;
        this.metrics = context.metrics();
        this.errors = context.errors();
        this.logs = context.accessLogs();
        this.uses = context.uses();
        this.route = metrics.unrouted();
        uses.begin();
        metrics.count(Metric.REQUESTS);
        metrics.inc(Metric.CONNECTIONS_WRITING);
    }

    /** What is counted of the exchange's route. */
    RouteFigures route() {
        return route;
    }

    /** From here on a plan holds; null: none is known yet. */
    void follow(RoutePlan found) {
        plan = found;
        record.route = found == null ? "" : found.name();
        route = found == null || found.figures() == null ? metrics.unrouted() : found.figures();
        if (!requested) {
            requested = true;
            route.requested();
        }
    }

    /** It came to this failure, which is its outcome. */
    void failed(ProxyException why) {
        record.outcome = why.kind().id();
        metrics.failed(why.kind(), route);
        errors.failed(why, record);
    }

    void tunnelOpened() {
        record.event = AccessLogEntry.Event.OPEN;
        log();
    }

    void broke(Side side, String what) {
        metrics.count(Metric.TUNNEL_VIOLATIONS);
        errors.violated(
                (side == Side.CLIENT ? "client" : "upstream") + " sent " + what
                        + " (RFC 6455 section 5): its frames are followed no more",
                record);
    }

    void tunnelEnded(EndpointTraffic traffic) {
        String ending = TunnelEnding.of(record.outcome, record.tunnel);
        traffic.closed(ending);
        route.tunnels().closed(ending, record.tunnel);
        metrics.closings().add(record, ending);
    }

    /** The exchange is over, at this moment of the worker's time. */
    void finished(long now) {
        if (record.event == AccessLogEntry.Event.OPEN) {
            record.event = AccessLogEntry.Event.CLOSE;
        }
        metrics.dec(Metric.CONNECTIONS_WRITING);
        metrics.answered(record.status);
        route.answered(record.status);
        if (record.tunnel == null) {
            long nanos = Math.max(0, now - record.startedNanos());
            metrics.time(Metric.EXCHANGE_DURATION, nanos);
            route.took(nanos);
        }
        log();
        uses.end();
    }

    private void log() {
        logs.write(record, plan == null ? logs.unrouted() : plan.accessLogs());
    }
}
