package io.sluice.server.exchange;

import io.sluice.api.exchange.ExchangeView;
import io.sluice.server.config.RedirectRules;
import io.sluice.server.error.ErrorKind;
import io.sluice.server.error.ProxyException;
import io.sluice.server.http.Fields;
import io.sluice.server.observe.ErrorLog;
import io.sluice.server.policy.PolicyChain;
import io.sluice.server.websocket.Handshake;
import java.nio.ByteBuffer;
import java.time.Duration;

/**
 * An answer that no back end gave.
 *
 * @param status the status; 444 closes the connection in place of an answer
 * @param fields all fields but Connection, which nginx writes before what policies add
 * @param body the body, its length already in the fields
 * @param last whether the client's connection is closed after it
 */
record LocalAnswer(int status, Fields fields, ByteBuffer body, boolean last) {
    /** The answer of a route that needs no back end; null where it needs one. */
    static LocalAnswer of(Routing routing, ExchangeView exchange, ExchangeContext context) {
        if (routing.redirect() != null) {
            return redirect(routing.redirect(), exchange, routing.plan().redirects(), context);
        }
        if (routing.answer() != null) {
            return ReturnAnswer.of(routing.answer(), exchange, routing.plan().redirects(), context);
        }
        RoutePlan plan = routing.plan();
        if (!plan.passes() && plan.files() == null && plan.command() == null) {
            throw Failures.noRoute(exchange.path());
        }
        return null;
    }

    /** The page of a status. */
    static LocalAnswer page(int status, ExchangeContext context) {
        return new LocalAnswer(
                status, context.pages().fields(status, false), context.pages().body(status), false);
    }

    /**
     * The page for a failure, with the fields that RFC 9110 and RFC 6455 section 4.4 ask for.
     *
     * @param plan what answers; null where it was not found out
     */
    static LocalAnswer error(ErrorKind kind, RoutePlan plan, ExchangeContext context) {
        int status = kind.status();
        String detail = detail(kind);
        if (!detail.isEmpty()) {
            return new LocalAnswer(
                    status,
                    context.pages().fields(status, detail),
                    context.pages().body(status, detail),
                    true);
        }
        Fields fields = context.pages().fields(status, false);
        if (kind == ErrorKind.UNSUPPORTED_VERSION) {
            fields.add("Upgrade", "websocket");
            fields.add("Sec-WebSocket-Version", Handshake.VERSION);
        }
        if (kind == ErrorKind.METHOD_NOT_ALLOWED && plan != null && plan.command() != null) {
            fields.add("Allow", StatusPages.ALLOW); // of a status page
        }
        Duration pause = context.drains().rules().retryAfter();
        boolean later = kind == ErrorKind.SHUTTING_DOWN || kind == ErrorKind.ENDPOINTS_WITHDRAWN;
        if (later && !pause.isZero()) {
            fields.add("Retry-After", Long.toString(Math.max(1, pause.toSeconds()))); // RFC 9110 section 10.2.3
        }
        return new LocalAnswer(status, fields, context.pages().body(status), kind == ErrorKind.MISDIRECTED);
    }

    /** What nginx's page says beyond the status. */
    private static String detail(ErrorKind kind) {
        return switch (kind) {
            case PLAIN_HTTP -> "The plain HTTP request was sent to HTTPS port";
            case CLIENT_CERTIFICATE_BAD -> "The SSL certificate error";
            case CLIENT_CERTIFICATE_MISSING -> "No required SSL certificate was sent";
            default -> "";
        };
    }

    /**
     * A 301 to a target on the same host, as nginx writes it with absolute_redirect: scheme, the host asked for, and the port
     * of the listener where it is not the scheme's own.
     */
    static LocalAnswer redirect(String target, ExchangeView exchange, RedirectRules rules, ExchangeContext context) {
        Fields fields = context.pages().fields(301, false);
        fields.remove("Connection"); // comes again behind, as nginx has it
        fields.add("Location", absolute(target, exchange, rules));
        return new LocalAnswer(301, fields, context.pages().body(301), false);
    }

    /** The URL of a target on the same host. */
    static String absolute(String target, ExchangeView exchange, RedirectRules rules) {
        if (!rules.absolute()) {
            return target;
        }
        int port = exchange.localAddress().getPort();
        boolean usual = port == (exchange.scheme().equals("https") ? 443 : 80);
        String host = rules.serverName() ? exchange.serverName() : exchange.host();
        return exchange.scheme() + "://" + host + (usual || !rules.port() ? "" : ":" + port) + target;
    }

    /** Lets the route's policies at the fields; one that fails is told, and the page goes out all the same. */
    void pass(PolicyChain policies, ExchangeView exchange, ErrorLog errors) {
        try {
            policies.onResponse(fields, exchange);
        } catch (ProxyException e) {
            errors.failed(e, exchange);
        }
    }
}
