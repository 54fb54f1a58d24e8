package io.sluice.server.exchange;

import io.sluice.api.ApiVersion;
import io.sluice.server.config.ListenerConfig;
import io.sluice.server.http.ErrorPage;
import io.sluice.server.http.HttpDate;
import io.sluice.server.observe.AccessLogs;
import io.sluice.server.observe.ErrorLog;
import io.sluice.server.observe.Metrics;
import io.sluice.server.relay.Drains;
import io.sluice.server.route.RouteTable;
import java.util.concurrent.Executor;

/**
 * What all exchanges of one listener share. Immutable; its parts are thread-safe.
 *
 * @param listener the listener
 * @param routes what answers which request
 * @param certificates what is wanted of clients' certificates
 * @param accessLogs all access logs
 * @param disk does what touches files
 * @param drains paces the ends of tunnels
 * @param pages the listener's error pages
 * @param server the value of the Server field of its own answers
 * @param uses counts the exchanges of the configuration that this is part of
 * @param tunnels the same without what only leads to a route, for tunnels: they may outlive many configurations; null in
 *     that one itself
 */
public record ExchangeContext(
        ListenerConfig listener,
        RouteTable<RoutePlan> routes,
        CertificateRules certificates,
        Metrics metrics,
        ErrorLog errors,
        AccessLogs accessLogs,
        Drains drains,
        ErrorPage pages,
        Executor disk,
        String server,
        HttpDate date,
        Uses uses,
        ExchangeContext tunnels) {
    /** What the exchanges of one listener share. */
    public ExchangeContext(
            ListenerConfig listener,
            RouteTable<RoutePlan> routes,
            CertificateRules certificates,
            Metrics metrics,
            ErrorLog errors,
            AccessLogs accessLogs,
            Drains drains,
            ErrorPage pages,
            Executor disk,
            String server,
            HttpDate date,
            Uses uses) {
        this(
                listener,
                routes,
                certificates,
                metrics,
                errors,
                accessLogs,
                drains,
                pages,
                disk,
                server,
                date,
                uses,
                new ExchangeContext(
                        listener,
                        null,
                        null,
                        metrics,
                        errors,
                        accessLogs,
                        drains,
                        pages,
                        disk,
                        server,
                        date,
                        uses,
                        null));
    }

    /** How the server calls itself on a listener (nginx: server_tokens). */
    public static String serverName(ListenerConfig listener) {
        return listener.serverTokens() ? "sluice/" + ApiVersion.current() : "sluice";
    }
}
